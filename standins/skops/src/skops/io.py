"""The names of skops.io, each refusing: nothing of Puente stores a scikit-learn object.

Errors:
    ImportError
    └── StandInError    skops was used; while Rasa runs it is a RasaException too
"""

from __future__ import annotations

import sys
from functools import cache
from typing import NoReturn

SENTENCE = (
    "This component stores its scikit-learn model with skops, which Puente replaces by a stand-in; "
    "see standins/README.md for how to put the real one back."
)


class StandInError(ImportError):
    """skops was used. Not a ValueError: Rasa's classifiers answer that one with an untrained model."""


@cache
def _error_type(rasa_exception: type[Exception] | None) -> type[StandInError]:
    if rasa_exception is None:
        return StandInError
    return type("StandInError", (StandInError, rasa_exception), {"__module__": __name__})


def refuse(*args: object, **kwargs: object) -> NoReturn:
    """Raises the one sentence; where Rasa is loaded, one that `rasa` prints without a traceback."""
    rasa = sys.modules.get("rasa.shared.exceptions")
    raise _error_type(getattr(rasa, "RasaException", None))(SENTENCE)


dump = dumps = load = loads = get_untrusted_types = visualize = refuse
