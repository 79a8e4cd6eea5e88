"""Settings change in one way: checked, applied, told, kept, and merged with hand-made edits."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.settings import Settings
from app.store.settings import load
from tests.desks.settings_desk import LOCAL, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "settings.toml")


async def test_a_change_counts_is_told_and_kept(desk: Desk) -> None:
    assert desk.plan.change is not None
    await desk.plan.change({"overlay.theme": "light", "notes.folders": ("/a",)})
    assert desk.it.now.overlay.theme == "light"
    assert [now.overlay.theme for _, now in desk.changes] == ["light"]
    assert load(desk.file) == desk.it.now
    assert desk.told == []


async def test_a_value_that_does_not_fit_changes_nothing(desk: Desk) -> None:
    with pytest.raises(GhostPilotError, match="from 9 to 40"):
        await desk.it.change({"overlay.theme": "light", "overlay.font_size": 400})
    assert (desk.it.now, desk.changes, desk.file.exists()) == (Settings(), [], False)


async def test_the_same_value_again_is_no_change(desk: Desk) -> None:
    await desk.it.change({"overlay.theme": "dark"})
    assert (desk.changes, desk.file.exists()) == ([], False)


async def test_providers_change_like_settings(desk: Desk) -> None:
    await desk.it.change({}, providers=[LOCAL])
    assert desk.it.now.providers == (LOCAL,)
    assert load(desk.file).providers == (LOCAL,)
    await desk.it.change({}, providers=[])
    assert load(desk.file).providers == ()


async def test_a_refused_change_is_undone_everywhere(desk: Desk) -> None:
    done: list[tuple[str, str]] = []

    async def bind(before: Settings, wanted: Settings) -> None:
        done.append((before.speech.language, wanted.speech.language))

    async def refuse(before: Settings, wanted: Settings) -> None:
        raise GhostPilotError("No such recogniser")

    desk.it.on_try(bind)
    desk.it.on_try(refuse)
    with pytest.raises(GhostPilotError, match="No such recogniser"):
        await desk.it.change({"speech.language": "de"})
    assert done == [("en", "de"), ("de", "en")]
    assert (desk.it.now, desk.file.exists()) == (Settings(), False)


async def test_what_is_seen_at_once_does_not_wait_for_what_is_built(desk: Desk) -> None:
    building, ready = asyncio.Event(), asyncio.Event()

    async def build(before: Settings, wanted: Settings) -> None:
        building.set()
        await ready.wait()

    desk.it.on_try(build)
    slow = asyncio.ensure_future(desk.it.change({"speech.language": "de"}))
    await building.wait()
    await desk.it.change({"overlay.theme": "light"})
    assert desk.it.now.overlay.theme == "light"
    ready.set()
    await slow
    assert (desk.it.now.speech.language, desk.it.now.overlay.theme) == ("de", "light")
    assert load(desk.file) == desk.it.now


async def test_many_changes_at_once_are_all_kept(desk: Desk) -> None:
    await asyncio.gather(
        *(desk.it.change({"overlay.width": width}) for width in range(500, 520)),
        desk.it.change({"overlay.theme": "light"}),
    )
    assert load(desk.file) == desk.it.now


async def test_who_no_longer_listens_is_not_told(desk: Desk) -> None:
    heard: list[Settings] = []
    end = desk.it.on_change(lambda before, now: heard.append(now))
    end()
    await desk.it.change({"overlay.theme": "light"})
    assert heard == []


async def test_a_read_only_file_is_told_once_and_the_change_stays(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    desk.file.chmod(0o444)
    await desk.it.change({"overlay.theme": "contrast"})
    await desk.it.change({"overlay.font_size": 20})
    assert (desk.it.now.overlay.theme, desk.it.now.overlay.font_size) == ("contrast", 20)
    assert [title.endswith("is read-only") for title in desk.titles] == [True]
    assert load(desk.file).overlay.theme == "light"

    desk.file.chmod(0o600)
    await desk.it.change({"overlay.width": 700})
    assert load(desk.file) == desk.it.now


async def test_the_environment_wins_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIO_BACKEND", "file")
    assert desk.it.overridden == {"audio.backend": "AUDIO_BACKEND"}
    with pytest.raises(GhostPilotError, match="AUDIO_BACKEND"):
        await desk.it.change({"audio.backend": "pulse"})


async def test_an_export_can_be_imported_and_holds_no_key(desk: Desk, tmp_path: Path) -> None:
    secret = "sk-this-is-a-secret-of-nobody-0000"
    await desk.it.change(
        {
            "answers.instructions": f"Never say {secret}.",
            "overlay.theme": "light",
            "privacy.agreed": ("a.example",),
        },
        providers=[LOCAL],
    )
    target = tmp_path / "export.toml"
    await desk.it.export_to(target)
    assert secret not in target.read_text()
    assert "a.example" not in target.read_text()
    assert os.stat(target).st_mode & 0o077 == 0

    other = Desk(tmp_path / "other.toml")
    assert await other.it.import_from(target) == 3
    assert other.it.now.overlay.theme == "light"
    assert other.it.now.providers == (LOCAL,)
    assert other.it.now.privacy.agreed == ()
    assert load(other.file) == other.it.now


async def test_an_import_changes_only_what_it_states(desk: Desk, tmp_path: Path) -> None:
    await desk.it.change({"overlay.theme": "light"})
    source = tmp_path / "some.toml"
    source.write_text(
        '[overlay]\nwidth = 700\n[privacy]\nagreed = ["evil.example"]\n[new]\nx = 1\n'
    )
    assert await desk.it.import_from(source) == 1
    assert (desk.it.now.overlay.theme, desk.it.now.overlay.width) == ("light", 700)
    assert desk.it.now.privacy.agreed == ()
    assert "new.x" in desk.told[0].detail


async def test_an_import_that_does_not_fit_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "some.toml"
    source.write_text('[overlay]\nwidth = 700\ntheme = "pink"\n')
    with pytest.raises(GhostPilotError, match=r"some\.toml, line 3"):
        await desk.it.import_from(source)
    assert desk.it.now == Settings()
