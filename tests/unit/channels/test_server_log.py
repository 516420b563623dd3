from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sanic.exceptions import InvalidUsage, ServerError

from bot.channels.server_log import SANICS_LOG, OneLine, keep_to_one_line


@pytest.fixture
def sanics() -> Iterator[logging.Logger]:
    """Sanic's logger, as it was again afterwards."""
    log = logging.getLogger(SANICS_LOG)
    before = list(log.filters)
    keep_to_one_line()
    yield log
    log.filters[:] = before


def failing(log: logging.Logger, error: Exception) -> None:
    try:
        raise error
    except Exception:
        log.exception("protocol.connection_task uncaught")


def test_an_error_outside_of_a_route_is_one_line(sanics: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    failing(sanics, ZeroDivisionError("jane@acme.com"))
    assert [each.getMessage() for each in caplog.records] == ["protocol.connection_task uncaught: ZeroDivisionError"]
    assert "Traceback" not in caplog.text and "jane" not in caplog.text


@pytest.mark.parametrize(("error", "level"), [(InvalidUsage("bad chunks"), "INFO"), (ServerError("ours"), "ERROR")])
def test_what_the_client_did_wrong_is_no_error_of_ours(
    sanics: logging.Logger, caplog: pytest.LogCaptureFixture, error: Exception, level: str
) -> None:
    caplog.set_level(logging.INFO)
    failing(sanics, error)
    assert [each.levelname for each in caplog.records] == [level]


def test_a_quiet_server_stays_quiet_about_its_clients(sanics: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    failing(sanics, InvalidUsage("bad chunks"))
    assert not caplog.records


def test_what_is_no_error_is_left_as_it_is(sanics: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    sanics.warning("%s workers", 2)
    assert caplog.messages == ["2 workers"]


def test_the_filter_is_there_once(sanics: logging.Logger) -> None:
    keep_to_one_line()
    assert sum(isinstance(each, OneLine) for each in sanics.filters) == 1
