from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.nlu.encoder import Encoder, EncoderMissing, build
from bot.nlu.encoder.cache import VectorCache
from bot.nlu.encoder.runtime import MAX_TOKENS
from bot.settings import ROOT

FILE = Path(__file__).parent / "encoder_vectors.json"
REFERENCE: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
SENTENCES = REFERENCE["sentences"]
TEXTS = [sentence["text"] for sentence in SENTENCES]


FP32 = """
import json, sys
from pathlib import Path
import numpy
from bot.nlu.encoder import Encoder
from bot.nlu.encoder.build import build_encoder
texts = [sentence["text"] for sentence in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["sentences"]]
numpy.save(sys.argv[2] + "/vectors.npy", Encoder(build_encoder(Path(sys.argv[2]), int8=False)).encode(texts))
"""


def cosines(ours: NDArray[np.float32]) -> list[float]:
    """To the reference, whose vectors are given to six digits."""
    theirs = np.array([sentence["embedding"] for sentence in SENTENCES])
    return list((ours * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1))


def test_the_weights_are_those_of_the_reference() -> None:
    assert REFERENCE["weights_sha256"] == build.WEIGHTS_SHA256


def test_fp32_gives_the_reference_vectors(tmp_path: Path) -> None:
    """In a process of its own: it takes 700 MB for a moment."""
    subprocess.run([sys.executable, "-c", FP32, str(FILE), str(tmp_path)], cwd=ROOT, check=True)
    assert min(cosines(np.load(tmp_path / "vectors.npy"))) >= 0.999


def test_int8_is_close_to_the_reference_vectors(int8_encoder: Encoder) -> None:
    assert min(cosines(int8_encoder.encode(TEXTS))) >= 0.98


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: repr(sentence["text"][:20]))
def test_token_ids_are_the_references(sentence: dict[str, Any], int8_encoder: Encoder) -> None:
    assert int8_encoder.token_ids(sentence["text"]) == sentence["token_ids"]


def test_vectors_have_length_one(int8_encoder: Encoder) -> None:
    vectors = int8_encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_words_stand_beside_the_sentence(int8_encoder: Encoder) -> None:
    rows = int8_encoder.encode_with_words(TEXTS)
    assert rows.shape == (len(TEXTS), 768)
    assert np.array_equal(rows[:, :384], int8_encoder.encode(TEXTS))
    assert np.allclose(np.linalg.norm(rows[:, 384:], axis=1), 1, atol=1e-5)


def test_shared_words_are_near_whatever_their_order_says(int8_encoder: Encoder) -> None:
    one, other, third = int8_encoder.encode_with_words(["is it far or near", "is it near or far", "who are you"])
    assert one[384:] @ other[384:] > 0.95
    assert one[384:] @ third[384:] < 0.8


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
    weights = tmp_path / "other_weights" / "model" / "model.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"others")
    (tmp_path / "other_weights" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(build, "PACKAGE", "other_weights")
    with pytest.raises(build.WeightsMismatch, match=r"model\.safetensors"):
        build.build_encoder(tmp_path / "encoder")


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "PACKAGE", "no_such_package")
    with pytest.raises(build.WeightsMismatch, match="no_such_package"):
        build.build_encoder(tmp_path)


class Counting:
    """An encoder that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_with_words(self, texts: list[str]) -> Any:
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
