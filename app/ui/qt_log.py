"""Qt's own messages go to the log like everybody else's."""

from __future__ import annotations

import logging

from PyQt6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("app.qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_HARMLESS = (
    "This plugin does not support raise()",  # drawing into memory: nothing to raise above
    "This plugin does not support propagateSizeHints()",
    "QObject::disconnect: wildcard call disconnects from destroyed signal",  # a socket's own end
)


def log_qt_messages() -> None:
    """From now on Qt writes to the log ``app.qt`` instead of to stderr."""
    qInstallMessageHandler(_to_log)


def _to_log(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    text = message or ""
    level = logging.DEBUG if text.startswith(_HARMLESS) else _LEVELS[kind]
    log.log(level, "%s", text)
