"""Azure Speech through its own library against a local service over real sockets."""

from __future__ import annotations

import sys

import pytest

from app.asr.azure import AzureEngine
from app.asr.azure_stream import AzureService
from app.asr.vocabulary import Vocabulary
from app.core.errors import GhostPilotError
from app.core.events import Egress, Speech, Transcript
from tests.asr.azure_service import KEY, SAID, engine_for, fake_azure
from tests.asr.sounds import close_and_collect, feed, finals, voice

pytest.importorskip("azure.cognitiveservices.speech", reason="the azure extra is not installed")


async def test_words_come_back_with_session_times_hints_go_along():
    async with fake_azure() as fake:
        engine = engine_for(fake, vocabulary=Vocabulary(lambda: ("Kafka",)))
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(1.5), at=20.0)
        await session.flush()
        heard = await close_and_collect(session)
        await engine.aclose()
    [final] = finals(heard)
    assert (final.utterance, final.text) == ("them-2010", SAID)
    assert (final.started, final.ended) == pytest.approx((20.1, 20.9))
    partials = [x for x in heard if isinstance(x, Transcript) and not x.final]
    assert [x.text for x in partials] == ["what is"] and partials[0].utterance == "them-2010"
    assert [x.speaking for x in heard if isinstance(x, Speech)] == [True, False]
    [egress] = [x for x in heard if isinstance(x, Egress)]
    assert egress.content == ("audio", "names")
    assert egress.bytes > 30_000 and egress.host.startswith("127.0.0.1")
    assert fake.keys == [KEY]
    assert "Kafka" in str(fake.contexts[0]["dgi"])


@pytest.mark.parametrize(
    ("service", "told"),
    [
        (AzureService("", region="westeurope"), "no key"),
        (AzureService(KEY), "needs a region"),
        (AzureService(KEY, endpoint="nowhere"), "is no address"),
    ],
)
async def test_settings_that_cannot_work_are_told_at_once(service: AzureService, told: str):
    engine = AzureEngine(service)
    with pytest.raises(GhostPilotError, match=told):
        await engine.prepare()
    await engine.aclose()


def test_a_password_in_the_address_is_not_part_of_the_host():
    service = AzureService(KEY, endpoint="wss://user:secret@speech.example:8443/v2")
    assert service.host == "speech.example:8443"


async def test_without_the_package_its_extra_is_named_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "azure.cognitiveservices.speech", None)
    engine = AzureEngine(AzureService(""))
    with pytest.raises(GhostPilotError, match=r"ghostpilot\[azure\]"):
        await engine.prepare()
    await engine.aclose()
