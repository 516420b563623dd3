"""Keeps training examples' readings between trainings, so that only new examples are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from spacy.language import Language

from bot.nlu.reading import segment

Reading = dict[str, Any]


class ReadingCache:
    """Readings by text, in one file; worth nothing once the pipeline or the code that reads with it is another."""

    def __init__(self, nlp: Language, path: Path, made_by: str) -> None:
        """Uses what `path` holds, if it is there and was made by the same; `made_by` is a digest of pipeline and code."""
        self._nlp = nlp
        self._path = path
        self._made_by = made_by
        self._known: dict[str, Reading] = {}
        if path.exists():
            stored = json.loads(path.read_text(encoding="utf-8"))
            self._known = stored["readings"] if stored["made_by"] == made_by else {}

    def read(self, texts: list[str]) -> list[Reading]:
        """Each text, normalised and spelt right, as one segment of plain values; the file then holds exactly these texts'."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        for text, doc in zip(new, self._nlp.pipe(new), strict=True):
            self._known[text] = segment(doc[:]).as_dict()
        found = {text: self._known[text] for text in texts}
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text(json.dumps({"made_by": self._made_by, "readings": found}), encoding="utf-8")
        temporary.replace(self._path)
        return [found[text] for text in texts]
