"""Placeholders for every name of TensorFlow and Keras: importable, subclassable, and refusing to work.

Errors:
    ImportError
    └── StandInError    something used TensorFlow; while Rasa runs it is a RasaException too
"""

from __future__ import annotations

import importlib.util
import sys
from abc import ABCMeta
from collections.abc import Callable, Sequence
from functools import cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import NoReturn

SENTENCE = (
    "This component needs TensorFlow, which Puente replaces by a stand-in; "
    "see standins/README.md for how to put the real one back."
)
ROOTS = ("tensorflow", "keras")
# Used as `@name` or `@name(...)` on a definition; they must let a module be imported.
DECORATORS = frozenset({"function", "custom_gradient", "recompute_grad", "register_keras_serializable"})


class StandInError(ImportError):
    """TensorFlow was used. An ImportError, so that code which asks "is it there?" gets its no."""


@cache
def _error_type(rasa_exception: type[Exception] | None) -> type[StandInError]:
    if rasa_exception is None:
        return StandInError
    return type("StandInError", (StandInError, rasa_exception), {"__module__": __name__})


def refuse() -> NoReturn:
    """Raises the one sentence; where Rasa is loaded, one that `rasa` prints without a traceback."""
    rasa = sys.modules.get("rasa.shared.exceptions")
    raise _error_type(getattr(rasa, "RasaException", None))(SENTENCE)


# ABCMeta, so that a class may inherit from a placeholder and from an abstract class.
class PlaceholderType(ABCMeta):
    """Type of the placeholders: attributes are placeholders too, a call refuses."""

    def __getattr__(cls, name: str) -> object:
        # A subclass outside the stand-in has the attributes it defines and no others.
        if name.startswith("_") or not is_ours(cls.__module__):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        return placeholder(f"{cls.__module__}.{cls.__name__}", name)

    def __call__(cls, *args: object, **kwargs: object) -> NoReturn:
        refuse()


def is_ours(module: str) -> bool:
    """Whether a dotted module name lies in the stand-in."""
    return module.partition(".")[0] in ROOTS


# Cached: `tf.keras.Model` must be one class, whether or not `tensorflow.keras` was imported in between.
@cache
def placeholder(module: str, name: str) -> object:
    """A class, or for the names in DECORATORS a function, which stands for `module.name`."""
    if name in DECORATORS:
        return pass_through
    return PlaceholderType(name, (), {"__module__": module})


def pass_through(*args: object, **kwargs: object) -> object:
    """Decorator with or without arguments that changes nothing."""
    if len(args) == 1 and not kwargs and isinstance(args[0], FunctionType | type):
        return args[0]
    return pass_through


def attribute_of(module: str) -> Callable[[str], object]:
    """`__getattr__` for a module of the stand-in."""

    def find(name: str) -> object:
        # `__path__`, `__all__`, `__wrapped__` and their like are questions of Python itself.
        if name.startswith("_"):
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        return placeholder(module, name)

    return find


class SubmoduleFinder(MetaPathFinder, Loader):
    """Makes any `import tensorflow.x.y` succeed with an empty module of placeholders."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname in ROOTS or not is_ours(fullname):
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__getattr__"] = attribute_of(module.__name__)


def install() -> None:
    """Appends the finder once; files on disk go first."""
    if not any(isinstance(finder, SubmoduleFinder) for finder in sys.meta_path):
        sys.meta_path.append(SubmoduleFinder())
