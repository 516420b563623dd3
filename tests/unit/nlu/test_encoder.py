from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.nlu.encoder import Encoder, EncoderMissing, build
from bot.nlu.encoder.cache import VectorCache
from bot.nlu.encoder.runtime import MAX_TOKENS

REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "encoder_vectors.json").read_text(encoding="utf-8"))
SENTENCES = REFERENCE["sentences"]
TEXTS = [sentence["text"] for sentence in SENTENCES]


def cosines(encoder: Encoder) -> list[float]:
    """To the reference, whose vectors are given to six digits."""
    ours = encoder.encode(TEXTS)
    theirs = np.array([sentence["embedding"] for sentence in SENTENCES])
    return list((ours * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1))


def test_the_weights_are_those_of_the_reference() -> None:
    assert build.WEIGHTS_SHA256 == REFERENCE["weights_sha256"]
    assert build.packaged_weights().name == "model.safetensors"


def test_fp32_gives_the_reference_vectors(fp32_encoder: Encoder) -> None:
    assert min(cosines(fp32_encoder)) >= 0.999


def test_int8_is_close_to_the_reference_vectors(int8_encoder: Encoder) -> None:
    assert min(cosines(int8_encoder)) >= 0.98


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: repr(sentence["text"][:20]))
def test_token_ids_are_the_references(sentence: dict[str, Any], int8_encoder: Encoder) -> None:
    assert int8_encoder.token_ids(sentence["text"]) == sentence["token_ids"]


def test_vectors_have_length_one(int8_encoder: Encoder) -> None:
    vectors = int8_encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_whatever_stands_beside_it(int8_encoder: Encoder) -> None:
    together = int8_encoder.encode(TEXTS)
    alone = np.vstack([int8_encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(int8_encoder.encode(TEXTS[::-1])[::-1], together)


def test_near_in_meaning_is_near_in_space(int8_encoder: Encoder) -> None:
    asked, near, far = int8_encoder.encode(["how long is the flight", "how many hours by plane", "who pays the taxes"])
    assert asked @ near > asked @ far + 0.2


def test_a_long_text_is_read_up_to_its_limit(int8_encoder: Encoder) -> None:
    text = "word " * 1000
    assert len(int8_encoder.token_ids(text)) == MAX_TOKENS
    assert np.array_equal(int8_encoder.encode([text]), int8_encoder.encode([text + "and more"]))


def test_no_text_is_no_row(int8_encoder: Encoder) -> None:
    assert int8_encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀" * 300, "\u202e", "a" * 100_000])
def test_any_text_has_a_vector(text: str, int8_encoder: Encoder) -> None:
    assert np.isfinite(int8_encoder.encode([text])).all()


def test_a_folder_without_an_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match=str(tmp_path)):
        Encoder(tmp_path)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(build.WeightsMismatch, match=r"model\.safetensors"):
        build.build_encoder(tmp_path)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "PACKAGE", "no_such_package")
    with pytest.raises(build.WeightsMismatch, match="no_such_package"):
        build.build_encoder(tmp_path)


class Counting:
    """An encoder that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Any:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)


def test_the_cache_encodes_only_what_is_new(tmp_path: Path) -> None:
    encoder, path = Counting(), tmp_path / "vectors.npz"
    first = VectorCache(encoder, path).encode(["one", "three", "one"])  # type: ignore[arg-type]
    again = VectorCache(encoder, path).encode(["three", "one", "fifteen"])  # type: ignore[arg-type]
    assert encoder.asked == ["one", "three", "fifteen"]
    assert first.tolist() == [[3, 1], [5, 1], [3, 1]]
    assert again.tolist() == [[5, 1], [3, 1], [7, 1]]
    assert [found.name for found in tmp_path.iterdir()] == ["vectors.npz"]


def test_the_cache_forgets_what_is_no_example_any_more(tmp_path: Path) -> None:
    encoder, path = Counting(), tmp_path / "vectors.npz"
    for texts in (["one"], ["two"], ["one"]):
        VectorCache(encoder, path).encode(texts)  # type: ignore[arg-type]
    assert encoder.asked == ["one", "two", "one"]
