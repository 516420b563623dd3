from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import question_classifier
from bot.nlu.classification import ARRAYS, LABELS, Classifier, Floats, fit, inputs, softmax
from bot.nlu.reading import Segment

DIRECTIONS = {"ask/cost": 0, "ask/flights": 1, "give_context": 2}


def toy(per_label: int = 12) -> tuple[Floats, Floats, Floats, list[str]]:
    """Vectors around one axis for each label, words that tell nothing; those of flights name a hub."""
    chance = np.random.default_rng(7)
    rows, labels = [], []
    for label, axis in DIRECTIONS.items():
        for _ in range(per_label):
            row = chance.normal(0, 0.15, 8)
            row[axis] += 1
            rows.append(row / np.linalg.norm(row))
            labels.append(label)
    flags = np.zeros((len(labels), 6), np.float32)
    flags[[label == "ask/flights" for label in labels], 0] = 1
    return np.array(rows, np.float32), no_words(len(labels)), flags, labels


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return fit(*toy())


def probe(axis: int) -> Floats:
    row = np.zeros((1, 8), np.float32)
    row[0, axis] = 1
    return row


def no_words(count: int) -> Floats:
    return np.zeros((count, 8), np.float32)


NO_WORDS = no_words(1)


def encoded(axis: int) -> Floats:
    """As the encoder gives it: the sentence, then its words."""
    return np.hstack([probe(axis), NO_WORDS])


NO_FLAGS = np.zeros((1, 6), np.float32)


@pytest.mark.parametrize(("label", "axis"), DIRECTIONS.items())
def test_what_is_near_the_examples_gets_their_label(label: str, axis: int, classifier: Classifier) -> None:
    probabilities, nearest = classifier.scores(probe(axis), NO_WORDS, NO_FLAGS)
    assert classifier.labels[int(probabilities[0].argmax())] == label
    assert probabilities[0].max() > 0.8
    assert nearest[0] > 0.8


def test_probabilities_sum_to_one_and_similarity_is_a_share(classifier: Classifier) -> None:
    vectors = np.vstack([probe(axis) for axis in range(8)] + [-probe(0)])
    probabilities, nearest = classifier.scores(vectors, no_words(9), np.zeros((9, 6), np.float32))
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert probabilities.dtype == np.float32
    assert ((nearest >= 0) & (nearest <= 1)).all()


def test_what_is_far_from_every_example_is_unlike_them(classifier: Classifier) -> None:
    assert classifier.scores(probe(7), NO_WORDS, NO_FLAGS)[1][0] < 0.5


def test_a_flag_counts_beside_the_vector(classifier: Classifier) -> None:
    between = (probe(0) + probe(1)) / np.sqrt(2)
    flag = NO_FLAGS.copy()
    flag[0, 0] = 1
    column = classifier.labels.index("ask/flights")
    assert classifier.scores(between, NO_WORDS, flag)[0][0, column] > classifier.scores(between, NO_WORDS, NO_FLAGS)[0][0, column]


def test_the_same_examples_give_the_same_classifier(classifier: Classifier) -> None:
    again = fit(*toy())
    assert again.labels == classifier.labels
    for name in ("weights", "bias", "examples", "example_labels"):
        assert np.array_equal(getattr(again, name), getattr(classifier, name)), name


def test_it_survives_the_disk(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    loaded = Classifier.load(tmp_path)
    vectors, words, flags, _ = toy()
    assert loaded.labels == classifier.labels
    for ours, theirs in zip(loaded.scores(vectors, words, flags), classifier.scores(vectors, words, flags), strict=True):
        assert np.array_equal(ours, theirs)


def test_on_the_disk_it_is_plain_arrays_and_json(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {ARRAYS, LABELS}
    assert json.loads((tmp_path / LABELS).read_text()) == sorted(DIRECTIONS)


def test_loading_what_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Classifier.load(tmp_path)


def test_saving_twice_writes_the_same_bytes(classifier: Classifier, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        classifier.save(tmp_path / name)
        written.append((tmp_path / name / ARRAYS).read_bytes())
    assert written[0] == written[1]


def test_fewer_examples_than_neighbours_are_enough() -> None:
    vectors, words, flags, labels = toy(per_label=2)
    probabilities, _ = fit(vectors, words, flags, labels).scores(vectors, words, flags)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_a_row_does_not_depend_on_its_neighbours(classifier: Classifier) -> None:
    vectors, words, flags, _ = toy()
    together = classifier.scores(vectors, words, flags)[0]
    rows = (slice(row, row + 1) for row in range(len(vectors)))
    alone = np.vstack([classifier.scores(vectors[row], words[row], flags[row])[0] for row in rows])
    assert np.allclose(together, alone, atol=1e-5)


def test_softmax_bears_large_numbers() -> None:
    assert np.allclose(softmax(np.array([[1000.0, 1000.0], [-1000.0, 0.0]], np.float32)), [[0.5, 0.5], [0, 1]])


def test_inputs_are_vectors_and_words_with_weighed_flags() -> None:
    row = inputs(probe(0), no_words(1), np.ones((1, 6), np.float32))
    assert row.shape == (1, 22)
    assert 0 < row[0, 16] < 1


def test_what_asks_is_no_statement(classifier: Classifier) -> None:
    vectors = encoded(DIRECTIONS["give_context"])
    (statement,) = question_classifier.guess(classifier, [Segment("we are a bank")], vectors)
    (question,) = question_classifier.guess(classifier, [Segment("are we a bank?", is_question=True)], vectors)
    assert statement.label == "give_context"
    assert question.label != "give_context"


def test_confidence_is_probability_times_similarity(classifier: Classifier) -> None:
    probabilities, nearest = classifier.scores(probe(0), NO_WORDS, NO_FLAGS)
    (guess,) = question_classifier.guess(classifier, [Segment("cost")], encoded(0))
    assert guess.confidence == pytest.approx(float(probabilities[0].max() * nearest[0]))


def test_a_bare_name_after_and_is_a_follow_up_by_its_form(classifier: Classifier) -> None:
    (guess,) = question_classifier.guess(classifier, [Segment("and Tijuana?", hubs=("Tijuana",), is_question=True)], encoded(0))
    assert (guess.label, guess.confidence) == ("follow_up/about", 1.0)


def test_what_only_excludes_a_hub_asks_for_the_others_by_its_form(classifier: Classifier) -> None:
    (guess,) = question_classifier.guess(classifier, [Segment("any city but Tijuana", without=("Tijuana",))], encoded(0))
    assert (guess.label, guess.confidence) == ("follow_up/others", 1.0)


@pytest.mark.parametrize(("hubs", "label"), [(("Tijuana",), "ask/hub"), (("Guadalajara", "Mexico City"), "ask/compare_hubs")])
def test_a_bare_name_asks_about_that_hub_and_two_compare(hubs: tuple[str, ...], label: str, classifier: Classifier) -> None:
    (guess,) = question_classifier.guess(classifier, [Segment(" or ".join(hubs) + "?", hubs=hubs, is_question=True)], encoded(0))
    assert (guess.label, guess.confidence) == (label, 1.0)


def test_a_guess_knows_what_else_the_span_may_be_about(classifier: Classifier) -> None:
    between = (encoded(0) + encoded(1)) / np.sqrt(2)
    (guess,) = question_classifier.guess(classifier, [Segment("cost and flights")], between)
    assert {"ask/cost", "ask/flights"} <= guess.also


def test_words_count_beside_the_sentence() -> None:
    vectors, words, flags, labels = toy()
    words[[label == "ask/flights" for label in labels], 0] = 1
    classifier = fit(vectors, words, flags, labels)
    between = (probe(0) + probe(1)) / np.sqrt(2)
    word = NO_WORDS.copy()
    word[0, 0] = 1
    column = classifier.labels.index("ask/flights")
    assert classifier.scores(between, word, NO_FLAGS)[0][0, column] > classifier.scores(between, NO_WORDS, NO_FLAGS)[0][0, column]
