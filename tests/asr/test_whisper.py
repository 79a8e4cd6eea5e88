"""Whisper, as far as it goes without its weights."""

import sys

import pytest

from app.asr.engine import BatchEngine
from app.asr.whisper import WhisperDecoder
from app.asr.whisper_model import WHOLE, model_folder
from app.core.errors import GhostPilotError


async def test_a_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    engine = BatchEngine(WhisperDecoder("base.en"))
    with pytest.raises(GhostPilotError, match=r"ghostpilot\[whisper\]") as caught:
        await engine.prepare()
    assert caught.value.exit_code == 3
    await engine.aclose()


async def test_a_missing_model_is_told_before_anything_is_fetched():
    pytest.importorskip("faster_whisper", reason="the whisper extra is not installed")
    engine = BatchEngine(WhisperDecoder("base.en"))
    with pytest.raises(GhostPilotError, match=r"base\.en is not downloaded") as caught:
        await engine.prepare()
    assert caught.value.exit_code == 3
    await engine.aclose()


async def test_a_hub_that_is_not_there_is_told():
    pytest.importorskip("faster_whisper", reason="the whisper extra is not installed")
    decoder = WhisperDecoder("base.en", may_fetch=True, endpoint="http://127.0.0.1:9")
    engine = BatchEngine(decoder)
    with pytest.raises(GhostPilotError, match="could not be fetched"):
        await engine.prepare()
    await engine.aclose()


@pytest.mark.parametrize("weights", [None, b"", b"these are no weights"])
async def test_files_that_are_no_model_are_told(weights: bytes | None):
    pytest.importorskip("faster_whisper", reason="the whisper extra is not installed")
    folder = model_folder("base.en")
    folder.mkdir(parents=True)
    (folder / WHOLE).touch()
    if weights is not None:
        (folder / "model.bin").write_bytes(weights)
    engine = BatchEngine(WhisperDecoder("base.en"))
    with pytest.raises(GhostPilotError, match="cannot be loaded") as caught:
        await engine.prepare()
    assert str(folder) in str(caught.value)
    await engine.aclose()
