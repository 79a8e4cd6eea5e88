"""Azure Speech: sound is streamed to the service, which finds the utterances itself."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from urllib.parse import urlsplit

from app.asr.azure_session import AzureSession
from app.asr.azure_stream import AzureService
from app.asr.base import Capabilities, Progress
from app.asr.listening import unchanged
from app.asr.vocabulary import Vocabulary
from app.asr.worker import DecodeWorker
from app.core.errors import GhostPilotError
from app.core.events import Channel

ADDRESSES = ("ws", "wss", "http", "https")


class AzureEngine:
    """Streams each channel to Azure; see `AsrEngine`."""

    capabilities = Capabilities(
        offline=False, partials=True, punctuation=True, needs_download=False, languages=()
    )

    def __init__(
        self,
        service: AzureService,
        *,
        vocabulary: Vocabulary | None = None,
        mend: Callable[[str], str] = unchanged,
        max_lag_s: float | None = None,
    ) -> None:
        self._service = service
        self._vocabulary = vocabulary or Vocabulary()
        self._mend = mend
        self._max_lag_s = max_lag_s
        self._worker = DecodeWorker("azure")

    async def prepare(self, progress: Progress | None = None) -> None:
        """Load the library; raises `GhostPilotError` when it, the key or the region is missing."""
        service = self._service
        await self._worker.run(_load)
        if not (service.region or service.endpoint):
            raise GhostPilotError(
                "Azure Speech needs a region",
                next_step="Set speech.azure_region, as in westeurope.",
            )
        if service.endpoint and urlsplit(service.endpoint).scheme not in ADDRESSES:
            raise GhostPilotError(
                f"The Azure endpoint {service.endpoint!r} is no address",
                next_step="Correct speech.azure_endpoint: it begins with wss:// or https://.",
            )
        if not service.key:
            raise GhostPilotError(
                "There is no key for Azure Speech",
                next_step="Set the variable named by speech.azure_key_env, or save the key.",
            )
        if progress:
            progress("Ready", 1.0)

    def open(self, channel: Channel) -> AzureSession:
        """Start recognising a channel; `prepare` must have returned."""
        return AzureSession(
            channel,
            self._service,
            self._worker,
            self._vocabulary,
            self._mend,
            self._max_lag_s,
        )

    async def aclose(self) -> None:
        """End the worker."""
        self._worker.close()


def _load() -> None:
    try:
        importlib.import_module("azure.cognitiveservices.speech")
    except ImportError as error:
        raise GhostPilotError(
            "Azure Speech is not installed",
            str(error),
            "Install it with: pip install 'ghostpilot[azure]'",
            exit_code=3,
        ) from error
