"""What every platform promises, checked on the parts that can be made on any system."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.core.sections import Hotkeys as HotkeySettings
from app.platforms.autostart import LinuxAutostart, MacAutostart
from app.platforms.base import (
    REPEATS,
    Autostart,
    CallingHotkeys,
    CaptureExclusion,
    MessageHotkeys,
    ReadableHotkeys,
)
from app.platforms.linux import LinuxExclusion
from app.platforms.macos_hotkeys import MacHotkeys
from app.platforms.null import NullAutostart, NullExclusion, NullHotkeys
from app.platforms.wayland_portal import PortalHotkeys
from app.platforms.windows import WindowsExclusion
from app.platforms.windows_hotkeys import WindowsHotkeys
from app.platforms.x11 import X11Hotkeys
from tests.platforms.fake_user32 import User32


@pytest.mark.parametrize(
    "exclusion",
    [NullExclusion(), LinuxExclusion({}), WindowsExclusion(User32())],
    ids=lambda part: type(part).__name__,
)
def test_an_exclusion_answers_in_one_of_four_words(exclusion: CaptureExclusion) -> None:
    assert exclusion.exclude(0x2A) in ("excluded", "blacked_out", "unsupported", "failed")
    assert isinstance(exclusion.advice(), str)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (X11Hotkeys, ReadableHotkeys),
        (WindowsHotkeys, MessageHotkeys),
        (MacHotkeys, CallingHotkeys),
        (PortalHotkeys, CallingHotkeys),
        (NullHotkeys, CallingHotkeys),
    ],
)
def test_each_source_of_hotkeys_is_of_one_kind(source: type, kind: type) -> None:
    kinds = (ReadableHotkeys, MessageHotkeys, CallingHotkeys)
    assert [k for k in kinds if issubclass(source, k)] == [kind]


@pytest.mark.parametrize("kind", [LinuxAutostart, MacAutostart, NullAutostart])
def test_autostart_can_be_switched(kind: type, tmp_path: Path) -> None:
    autostart: Autostart = kind() if kind is NullAutostart else kind(tmp_path / "not" / "yet")
    assert not autostart.enabled()
    autostart.disable()
    autostart.enable()
    autostart.enable()
    assert autostart.enabled()
    autostart.disable()
    assert not autostart.enabled()


def test_what_repeats_is_an_action_of_the_settings() -> None:
    assert REPEATS <= {field.name for field in dataclasses.fields(HotkeySettings)}
