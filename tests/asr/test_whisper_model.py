"""Fetching a Whisper model from a hub over real sockets."""

from __future__ import annotations

import asyncio

import pytest

from app.asr.whisper_model import fetch, is_whole, model_folder, repository
from app.core.errors import GhostPilotError
from tests.asr.hub import FakeHub, fake_hub

pytest.importorskip("huggingface_hub", reason="the whisper extra is not installed")


async def fetched(hub: FakeHub) -> list[float]:
    shares: list[float] = []
    await asyncio.to_thread(
        fetch, "base.en", lambda doing, share: shares.append(share), endpoint=hub.endpoint
    )
    return shares


async def test_the_needed_files_arrive_checked_and_with_progress():
    async with fake_hub() as hub:
        assert not is_whole("base.en")
        shares = await fetched(hub)
    assert is_whole("base.en")
    assert sorted(hub.served) == ["config.json", "model.bin"]
    assert (model_folder("base.en") / "model.bin").read_bytes() == hub.files["model.bin"]
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(shares) > 1


@pytest.mark.expects_log
async def test_a_broken_download_is_told_and_goes_on_where_it_stopped():
    async with fake_hub() as hub:
        hub.manner = "breaks"
        with pytest.raises(GhostPilotError, match="could not be fetched"):
            await fetched(hub)
        assert not is_whole("base.en")
        hub.manner = "good"
        await fetched(hub)
    assert is_whole("base.en")
    assert hub.ranges and int(hub.ranges[-1].removeprefix("bytes=").rstrip("-")) > 9_000_000


async def test_a_damaged_file_is_told_and_removed():
    async with fake_hub() as hub:
        hub.manner = "damaged"
        with pytest.raises(GhostPilotError, match=r"model\.bin .* damaged"):
            await fetched(hub)
    assert not is_whole("base.en")
    assert not (model_folder("base.en") / "model.bin").exists()


def test_where_models_are_published():
    assert repository("base.en") == "Systran/faster-whisper-base.en"
