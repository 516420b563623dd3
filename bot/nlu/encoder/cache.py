"""Keeps training examples' vectors between trainings, so that only new examples are encoded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.encoder.runtime import Encoder


class VectorCache:
    """Vectors by text, in one file beside the encoder that made them."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        """Uses what `path` holds, if it is there."""
        self._encoder = encoder
        self._path = path
        self._known: dict[str, NDArray[np.float32]] = {}
        if path.exists():
            with np.load(path) as stored:
                self._known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """One row per text; the file then holds exactly these texts' vectors."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        for key, text in zip(keys, texts, strict=True):
            if key not in self._known:
                self._known[key] = self._encoder.encode_with_words([text])[0]
        vectors = np.vstack([self._known[key] for key in keys])
        if texts:
            temporary = self._path.with_suffix(".tmp.npz")
            np.savez(temporary, keys=np.array(keys), vectors=vectors)
            temporary.replace(self._path)
        return vectors
