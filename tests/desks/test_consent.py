"""The facts for the note on consent come from the settings and from earlier sessions."""

from __future__ import annotations

from pathlib import Path

from app.core import paths
from app.core.events import Egress
from app.core.sections import Privacy, Speech, Storage
from app.core.settings import Provider, Settings
from app.desks.consent import ConsentDesk, recipients
from app.ui.consent_source import Past
from tests.recorded import conversation, record

OPENAI = Provider("openai", "https://api.openai.com/v1", "m")
LOCAL = Provider("ollama", "http://127.0.0.1:11434/v1", "m")


async def test_an_empty_home_tells_of_the_real_folder_and_of_nothing_sent() -> None:
    facts = await ConsentDesk(Settings).facts()
    assert facts.folder == str(paths.sessions())
    assert facts.recorded
    assert (facts.recipients, facts.past) == ((), ())


async def test_the_settings_of_the_moment_count() -> None:
    settings = Settings(storage=Storage(encrypt=True), privacy=Privacy(keep_audio=True))
    facts = await ConsentDesk(lambda: settings).facts()
    assert facts.sealed
    assert not facts.sound_kept, "no sound lies beside a sealed recording"


def test_providers_and_the_recogniser_are_recipients() -> None:
    settings = Settings(
        speech=Speech(engine="openai"),
        privacy=Privacy(agreed=("api.openai.com",)),
        providers=(OPENAI, LOCAL),
    )
    told = [(one.name, one.content, one.local, one.agreed) for one in recipients(settings)]
    assert told == [
        ("openai", ("audio", "names"), False, True),
        ("openai", ("talk", "passages"), False, True),
        ("ollama", ("talk", "passages"), True, False),
    ]


async def test_what_earlier_sessions_sent_is_added_up(private_home: Path) -> None:
    for count in (100, 250):
        record([*conversation(), Egress("openai", "api.openai.com", ("talk",), count, at=1.0)])
    record([*conversation(), Egress("ollama", "127.0.0.1:11434", ("talk",), 9, at=1.0)])
    (paths.sessions() / "20200101-000000.gpcast").write_text("not a session")
    facts = await ConsentDesk(Settings).facts()
    assert facts.past == (Past("api.openai.com", ("talk",), 350, 2),)
