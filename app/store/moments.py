"""Times of a session in the words of its documents."""

from __future__ import annotations

from datetime import datetime

from app.store.sessions import Session


def clock(seconds: float) -> str:
    """Session seconds as ``m:ss`` or ``h:mm:ss``."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def when(session: Session) -> str:
    """When a session began, by the clock of where it was recorded, and how long it is."""
    try:
        started = f"{datetime.fromisoformat(session.header.started):%Y-%m-%d %H:%M}"
    except ValueError:
        started = "unknown time"
    return f"{started}, {clock(session.duration)} long"
