"""Runs the encoder that set-up built."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
WIDTH = 384
MAX_TOKENS = 128  # what the model was trained with; the rest of a longer text is not read


class EncoderMissing(Exception):
    """The encoder's files are not there; set-up makes them."""


class Encoder:
    """Turns texts into vectors of unit length, the same for the same text whatever else is asked for with it."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads model and tokenizer from `folder`. Raises EncoderMissing when they are not there."""
        if not (folder / MODEL_FILE).exists():
            raise EncoderMissing(f"no sentence encoder in {folder}: run `make build`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """One row of 384 numbers per text, of length 1.

        Texts run one at a time: int8 scales are taken over a whole batch, so a batch would make
        a text's vector depend on its neighbours.
        """
        return self.encode_with_words(texts)[:, :WIDTH]

    def encode_with_words(self, texts: list[str]) -> NDArray[np.float32]:
        """The same, and in 384 more numbers the mean of the text's words, each by itself, of length 1 too."""
        rows = [self._encode_one(text) for text in texts]
        return np.vstack(rows) if rows else np.zeros((0, 2 * WIDTH), np.float32)

    def token_ids(self, text: str) -> list[int]:
        """The WordPiece ids of `text`, with the model's start and end marks."""
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self.token_ids(text)], np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        sentence, words = self._session.run(["embedding", "words"], feeds)
        return np.hstack([sentence, words])
