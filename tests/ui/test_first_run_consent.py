"""The facts are gathered when the step is reached; yes and no are both answers."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest

from app.core.sections import Privacy, Storage
from app.core.settings import Provider, Settings
from app.desks.consent import ConsentDesk
from app.ui.first_run_consent import ConsentPage
from tests.recorded import until
from tests.ui.walking import Remembered


def made(settings: Remembered) -> ConsentPage:
    return ConsentPage(ConsentDesk(lambda: settings.now), settings)


async def test_a_provider_added_before_is_named() -> None:
    settings = Remembered()
    page = made(settings)
    settings.now = Settings(providers=(Provider("openai", "https://api.openai.com/v1", "m"),))
    page.entered()
    assert not page.ready
    await until(lambda: page.ready)
    assert "openai (api.openai.com)" in page.note.accessibleDescription()


async def test_yes_and_no_are_told() -> None:
    page = made(Remembered())
    told: list[bool] = []
    page.decided.connect(told.append)
    page.go_on()
    page.pass_over()
    assert told == [True, False]
    assert page.skip_words.replace("&", "") == "Not now"


async def test_without_recording_nothing_is_said_of_it() -> None:
    page = made(Remembered(Settings(storage=Storage(record=False))))
    assert page.next_words.replace("&", "") == "Listen"


async def test_t_copies_the_message_for_the_others() -> None:
    page = made(Remembered(Settings(privacy=Privacy(tell_them="I use an assistant."))))
    QTest.keyClick(page, Qt.Key.Key_T)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "I use an assistant."
    assert "copied" in page.copied.text()
