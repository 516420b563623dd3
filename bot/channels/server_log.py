"""What Sanic itself logs, in the house's manner: one line and no traceback."""

from __future__ import annotations

import logging

from sanic.exceptions import SanicException

SANICS_LOG = "sanic.error"


class OneLine(logging.Filter):
    """Sanic logs with a traceback what breaks outside of a route, a body in bad chunks for one.

    The traceback is kept for DEBUG; what only the client did wrong is no error of ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged; what it says is shortened on the way."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        logging.getLogger(__name__).debug("details", exc_info=error)
        record.msg = f"{record.getMessage()}: {type(error).__name__}"
        record.args, record.exc_info, record.exc_text = (), None, None
        if isinstance(error, SanicException) and error.status_code < 500:
            record.levelno, record.levelname = logging.INFO, "INFO"
        return record.levelno >= logging.getLogger().getEffectiveLevel()


def keep_to_one_line() -> None:
    """From now on, whatever Sanic logs is a line."""
    log = logging.getLogger(SANICS_LOG)
    if not any(isinstance(each, OneLine) for each in log.filters):
        log.addFilter(OneLine())
