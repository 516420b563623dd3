"""Stand-in for Keras 2.12.0, which Rasa imports beside TensorFlow: see standins/README.md of Puente."""

from tensorflow import _standin

__version__ = "2.12.0+puente.standin"

__getattr__ = _standin.attribute_of(__name__)
