"""What sessions and their times are called wherever they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PyQt6.QtCore import QDate, QDateTime, QLocale, QTime

from app.ui.language import tr

if TYPE_CHECKING:
    from app.store.rows import SessionRow


def facts(row: SessionRow) -> tuple[str, ...]:
    """Date, length, turns and problems of a session, in words."""
    return (
        day(row.started),
        length(row.duration),
        tr("{count} turns").format(count=row.turns) if row.turns != 1 else tr("1 turn"),
        _problems(row.problems),
        tr("unreadable") if row.trouble else "",
        tr("cancelled") if row.ended == "cancelled" else "",
        tr("cut off") if row.ended == "cut" else "",
        tr("re-run") if row.linked else "",
    )


def _problems(count: int) -> str:
    if count == 1:
        return tr("1 problem")
    return tr("{count} problems").format(count=count) if count else ""


def day(started: str) -> str:
    """Date and time of the start, as the clock of that place showed them."""
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return ""
    wall = QDateTime(
        QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute)
    )
    return QLocale().toString(wall, "d MMM yyyy, hh:mm")


def length(seconds: float) -> str:
    """Seconds as ``m:ss`` or ``h:mm:ss``."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
