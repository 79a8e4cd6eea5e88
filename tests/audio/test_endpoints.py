"""Windows' own list of sound devices, through the calls of pycaw; not run on Windows itself."""

from __future__ import annotations

import sys
from enum import Enum
from types import ModuleType

import pytest

from app.audio.endpoints import read_signature
from app.core.errors import GhostPilotError


class COMError(Exception):
    """As comtypes raises it when there is no default device."""


class Endpoint:
    def __init__(self, name: str) -> None:
        self._name = name

    def GetId(self) -> str:
        return self._name


class Endpoints:
    def __init__(self, outputs: list[str], inputs: list[str]) -> None:
        self._flows = [outputs, inputs]

    def GetDefaultAudioEndpoint(self, flow: int, role: int) -> Endpoint:
        assert role == 1
        if not self._flows[flow]:
            raise COMError(-2147023728, "Element not found.", None)
        return Endpoint(self._flows[flow][0])

    def EnumAudioEndpoints(self, flow: int, state: int) -> Endpoints:
        assert (flow, state) == (2, 1)
        return self

    def GetCount(self) -> int:
        return len(self._flows[0] + self._flows[1])

    def Item(self, number: int) -> Endpoint:
        return Endpoint((self._flows[0] + self._flows[1])[number])


def plug(monkeypatch: pytest.MonkeyPatch, outputs: list[str], inputs: list[str]) -> None:
    """Put a made-up Windows with these devices in place; the first of each is the default."""
    modules = {
        "comtypes": {"CoInitialize": lambda: None, "COMError": COMError},
        "pycaw": {},
        "pycaw.constants": {
            "DEVICE_STATE": Enum("DEVICE_STATE", {"ACTIVE": 1}),
            "EDataFlow": Enum("EDataFlow", {"eRender": 0, "eCapture": 1, "eAll": 2}),
            "ERole": Enum("ERole", {"eConsole": 0, "eMultimedia": 1}),
        },
        "pycaw.utils": {
            "AudioUtilities": type(
                "AudioUtilities",
                (),
                {"GetDeviceEnumerator": staticmethod(lambda: Endpoints(outputs, inputs))},
            )
        },
    }
    for name, content in modules.items():
        module = ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)


def test_the_signature_changes_with_devices_and_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, ["speakers", "headset"], ["microphone"])
    first = read_signature()
    assert first == read_signature()
    plug(monkeypatch, ["headset", "speakers"], ["microphone"])
    second = read_signature()
    plug(monkeypatch, ["headset", "speakers"], [])
    assert len({first, second, read_signature()}) == 3


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "comtypes", None)
    with pytest.raises(GhostPilotError, match="pycaw"):
        read_signature()
