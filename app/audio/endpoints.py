"""Tells on Windows when sound devices come, go or become the default, which PortAudio does not."""

from __future__ import annotations

from typing import Any

from app.core.errors import GhostPilotError

Signature = tuple[str, ...]
"""Ids of the active endpoints and, first, of the default output and input."""


def read_signature() -> Signature:
    """The present endpoints, asked of Windows; equal as long as nothing changes.

    Raises `GhostPilotError` (exit 3) when the package pycaw is missing.
    """
    try:
        import comtypes
        from pycaw.constants import DEVICE_STATE, EDataFlow, ERole
        from pycaw.utils import AudioUtilities
    except ImportError as error:
        raise GhostPilotError(
            "The package pycaw is missing",
            str(error),
            "Install it with: pip install pycaw",
            exit_code=3,
        ) from error
    comtypes.CoInitialize()
    endpoints: Any = AudioUtilities.GetDeviceEnumerator()
    defaults = []
    for flow in (EDataFlow.eRender, EDataFlow.eCapture):
        try:
            default = endpoints.GetDefaultAudioEndpoint(flow.value, ERole.eMultimedia.value)
            defaults.append(str(default.GetId()))
        except comtypes.COMError:
            defaults.append("")
    active = endpoints.EnumAudioEndpoints(EDataFlow.eAll.value, DEVICE_STATE.ACTIVE.value)
    ids = sorted(str(active.Item(number).GetId()) for number in range(active.GetCount()))
    return (*defaults, *ids)
