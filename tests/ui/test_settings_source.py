"""The desk is what the settings window expects, method for method."""

from __future__ import annotations

import inspect

from app.desks.settings import SettingsDesk
from app.ui.settings_source import SettingsSource


def test_the_desk_fits_the_window() -> None:
    for name, wanted in vars(SettingsSource).items():
        if name.startswith("_"):
            continue
        given = inspect.getattr_static(SettingsDesk, name)
        assert type(given) is type(wanted)
        if inspect.isfunction(wanted):
            assert inspect.iscoroutinefunction(given) == inspect.iscoroutinefunction(wanted)
            assert list(inspect.signature(given).parameters) == list(
                inspect.signature(wanted).parameters
            )
