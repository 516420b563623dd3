"""Stand-in for TensorFlow 2.12.0: see standins/README.md of Puente."""

from tensorflow import _standin
from tensorflow._standin import StandInError

__all__ = ["StandInError", "__version__"]
__version__ = "2.12.0+puente.standin"

_standin.install()
__getattr__ = _standin.attribute_of(__name__)
