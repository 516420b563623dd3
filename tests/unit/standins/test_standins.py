from __future__ import annotations

import importlib
import importlib.metadata
import json
import subprocess
import sys
from abc import ABC
from collections.abc import Callable
from typing import Any

import keras
import pytest
import skops.io
import tensorflow as tf
from packaging.requirements import Requirement

SENTENCE = (
    "This component needs TensorFlow, which Puente replaces by a stand-in; "
    "see standins/README.md for how to put the real one back."
)
STOOD_IN_FOR = {"tensorflow", "tensorflow-text", "tensorflow-hub", "tensorflow-io-gcs-filesystem", "skops"}

IMPORT_PROBE = """
import json, re, resource, sys, time
import rasa.core.agent

def peak_mb():
    # Linux counts the parent's memory before the start into ru_maxrss; VmHWM is this program's own.
    try:
        with open("/proc/self/status") as status:
            own = re.search(r"^VmHWM:\\s*(\\d+) kB", status.read(), re.MULTILINE)
    except OSError:
        own = None
    if own:
        return int(own[1]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

print(json.dumps({
    "cpu_seconds": time.process_time(),
    "peak_mb": peak_mb(),
    "modules": sorted(sys.modules),
}))
"""


class Network(tf.keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()


def test_agent_imports_quickly_and_small() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_PROBE], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    probe = json.loads(done.stdout)
    # Real TensorFlow: above 500 MB whatever the machine; the stand-in: about 175.
    assert probe["peak_mb"] < 350
    # 3 to 4 s of CPU with bytecode, 9 to 10 without; TensorFlow without bytecode takes 18 to 24.
    assert probe["cpu_seconds"] < 15
    assert {"jax", "h5py", "tensorboard", "skops.io"}.isdisjoint(probe["modules"])


@pytest.mark.parametrize(
    "module",
    [
        "rasa.core.policies.ted_policy",
        "rasa.core.policies.unexpected_intent_policy",
        "rasa.nlu.classifiers.diet_classifier",
        "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
        "rasa.nlu.selectors.response_selector",
        "rasa.utils.tensorflow.crf",
        "rasa.utils.tensorflow.metrics",
        "rasa.utils.tensorflow.transformer",
        "tensorflow.python.any.depth",
    ],
)
def test_module_that_imports_tensorflow_is_importable(module: str) -> None:
    assert importlib.import_module(module).__name__ == module


def test_placeholder_can_be_subclassed_also_beside_an_abstract_class() -> None:
    class Layer(keras.layers.Layer, ABC):  # type: ignore[misc]
        def width(self) -> int:
            return 3

    assert Layer.width(Layer.__new__(Layer)) == 3
    assert issubclass(Network, tf.keras.Model)


def test_a_name_is_one_class_before_and_after_its_module_is_imported() -> None:
    before = tf.keras.optimizers.Adam
    importlib.import_module("tensorflow.keras.optimizers")
    assert tf.keras.optimizers.Adam is before


def test_nothing_is_an_instance_of_a_placeholder() -> None:
    assert not isinstance([1.0], tf.Tensor | tf.SparseTensor)


@pytest.mark.parametrize("decorator", [tf.function, tf.function(jit_compile=True), tf.custom_gradient])
def test_decorator_leaves_the_function_as_it_is(decorator: Callable[..., Any]) -> None:
    def double(number: int) -> int:
        return 2 * number

    assert decorator(double) is double


@pytest.mark.parametrize(
    "use",
    [
        lambda: tf.constant(1),
        lambda: tf.keras.layers.Dense(8),
        lambda: tf.config.threading.set_intra_op_parallelism_threads(1),
        lambda: keras.Sequential().fit([], []),
        Network,
    ],
    ids=["function", "layer", "setting", "fit", "subclass"],
)
def test_use_raises_the_sentence(use: Callable[[], Any]) -> None:
    with pytest.raises(tf.StandInError) as refusal:
        use()
    assert str(refusal.value) == SENTENCE


def test_refusal_is_printed_by_rasa_without_a_traceback() -> None:
    exceptions = importlib.import_module("rasa.shared.exceptions")
    for use in (Network, lambda: skops.io.load("model.skops")):
        with pytest.raises(exceptions.RasaException) as refusal:
            use()
        assert isinstance(refusal.value, ImportError)


def test_missing_attribute_of_a_subclass_stays_missing() -> None:
    assert not hasattr(Network, "no_such_method")
    assert not hasattr(tf, "_private")


@pytest.mark.parametrize("name", ["dump", "dumps", "load", "loads", "get_untrusted_types"])
def test_skops_refuses_with_one_sentence(name: str) -> None:
    with pytest.raises(skops.io.StandInError, match="skops, which Puente replaces by a stand-in;"):
        getattr(skops.io, name)("model.skops")


def test_skops_refusal_is_no_value_error() -> None:
    # LogisticRegressionClassifier.load answers a ValueError with an untrained model.
    assert not issubclass(skops.io.StandInError, ValueError)


def test_requirements_of_rasa_are_met_by_the_stand_ins() -> None:
    lines = importlib.metadata.requires("rasa") or []
    wanted = [
        requirement
        for requirement in map(Requirement, lines)
        if requirement.name.replace("_", "-") in STOOD_IN_FOR
        and (requirement.marker is None or requirement.marker.evaluate({"extra": ""}))
    ]
    assert {"tensorflow", "skops"} <= {requirement.name for requirement in wanted}
    for requirement in wanted:
        version = importlib.metadata.version(requirement.name)
        assert version.endswith("+puente.standin")
        assert requirement.specifier.contains(version), requirement
