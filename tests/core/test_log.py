"""The log is short, goes to stderr, and carries no secret, not even in a traceback."""

from __future__ import annotations

import logging

import pytest

from app.core.log import set_up_logging
from app.core.redact import Redactor


@pytest.fixture(autouse=True)
def restored_logger():
    """Give the project's logger back as it was."""
    logger = logging.getLogger("app")
    before = (logger.handlers[:], logger.level, logger.propagate)
    yield
    logger.handlers[:], logger.propagate = before[0], before[2]
    logger.setLevel(before[1])


def test_a_key_in_a_message_or_traceback_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    redactor = Redactor()
    redactor.register("my-very-secret-key")
    set_up_logging(redactor)
    log = logging.getLogger("app.test")
    try:
        raise ValueError("my-very-secret-key was refused")
    except ValueError:
        log.exception("asking with %s", "my-very-secret-key")
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "my-very-secret-key" not in written


def test_only_warnings_are_written_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(Redactor())
    logging.getLogger("app.test").info("chatter")
    assert capsys.readouterr().err == ""
    set_up_logging(Redactor(), verbose=True)
    logging.getLogger("app.test").info("chatter")
    assert "chatter" in capsys.readouterr().err
