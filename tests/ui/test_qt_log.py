"""Qt's messages are log lines: its warnings are warnings, its known noise is not."""

from __future__ import annotations

import logging

import pytest
from PyQt6.QtCore import qDebug, qInstallMessageHandler, qWarning

from app.ui.qt_log import log_qt_messages


@pytest.fixture(autouse=True)
def installed(caplog: pytest.LogCaptureFixture):
    previous = qInstallMessageHandler(None)
    log_qt_messages()
    with caplog.at_level(logging.DEBUG, logger="app.qt"):
        yield
    qInstallMessageHandler(previous)


@pytest.mark.expects_log
def test_a_warning_of_qt_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    qWarning("something is off")
    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (logging.WARNING, "something is off")


def test_known_noise_and_details_are_only_details(caplog: pytest.LogCaptureFixture) -> None:
    qWarning("This plugin does not support raise()")
    qDebug("a detail")
    assert {record.levelno for record in caplog.records} == {logging.DEBUG}
