"""The factory of engines."""

import pytest

from app.asr import make_engine, service_of
from app.core.errors import GhostPilotError
from app.core.sections import Speech


def test_an_unknown_name_is_a_clear_error():
    with pytest.raises(GhostPilotError, match="no recogniser named 'siri'"):
        make_engine(Speech(engine="siri"))


async def test_an_engine_is_named_by_the_settings():
    engine = make_engine(Speech(engine="openai"), key="k")
    assert not engine.capabilities.offline
    await engine.aclose()


def test_an_english_recogniser_says_so_and_names_others():
    with pytest.raises(GhostPilotError, match="knows only English, not 'de'") as caught:
        make_engine(Speech(language="de"))
    assert "whisper" in str(caught.value)


def test_an_address_is_known_once_the_settings_name_one():
    assert service_of(Speech(engine="azure")) == ""
    westeurope = Speech(engine="azure", azure_region="westeurope")
    assert service_of(westeurope) == "wss://westeurope.stt.speech.microsoft.com"
    assert service_of(Speech(engine="azure", azure_endpoint="wss://x.example")) == "wss://x.example"
    assert service_of(Speech()) == ""
