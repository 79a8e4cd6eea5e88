"""Recognition: sound to text, one engine per file behind one factory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    from app.asr.base import AsrEngine
    from app.asr.engine import Decoder
    from app.asr.vocabulary import Vocabulary
    from app.core.sections import Speech


def make_engine(
    speech: Speech,
    *,
    max_lag_s: float | None = None,
    complete: Callable[[str], bool] | None = None,
    vocabulary: Callable[[], tuple[str, ...]] = tuple,
    may_leave: Callable[[str], bool] = lambda term: True,
    key: str = "",
) -> AsrEngine:
    """The recogniser the settings name, not yet prepared.

    ``max_lag_s`` is for live sound: what waits longer is dropped and reported. Without it
    nothing is ever dropped, as a file at full speed needs. ``complete`` says whether a text
    reads like a whole question, which a shorter pause then ends. ``vocabulary`` tells the
    terms of the notes at that moment, ``may_leave`` which of them an engine may be told.
    ``key`` is the secret of an engine that runs elsewhere. Raises `GhostPilotError` for an
    unknown name or a missing setting.
    """
    if speech.engine == "scripted":
        from app.asr.scripted import ScriptedEngine

        return ScriptedEngine()
    from app.asr.engine import BatchEngine
    from app.asr.listening import REMOTE, Listening, unchanged
    from app.asr.repair import Mender
    from app.asr.utterance import ends_like_question
    from app.asr.vocabulary import Vocabulary

    terms = Vocabulary(vocabulary, may_leave)
    mend = Mender(terms) if speech.repair else unchanged
    if speech.engine == "azure":
        from app.asr.azure import AzureEngine
        from app.asr.azure_stream import AzureService

        language = "en-US" if speech.language == "en" else speech.language
        azure = AzureService(key, speech.azure_region, speech.azure_endpoint, language)
        return AzureEngine(azure, vocabulary=terms, mend=mend, max_lag_s=max_lag_s)
    listening = Listening(max_lag_s=max_lag_s, complete=complete or ends_like_question, mend=mend)
    if speech.engine == "openai":
        from app.asr.openai_compat import PROVIDER, OpenAIDecoder

        service = OpenAIDecoder(
            speech.openai_url,
            speech.openai_model,
            key,
            language=speech.language,
            vocabulary=terms,
        )
        sent_to = (PROVIDER, service.host)
        remote = replace(listening, rules=REMOTE, sent_to=sent_to, kinds_sent=terms.kinds_sent)
        return BatchEngine(service, remote)
    return BatchEngine(_decoder_here(speech, terms), listening)


def _decoder_here(speech: Speech, terms: Vocabulary) -> Decoder:
    """What decodes on this machine."""
    match speech.engine:
        case "moonshine":
            from app.asr.moonshine import MoonshineDecoder

            english_only(speech, "moonshine", "whisper, openai or azure")
            return MoonshineDecoder()
        case "whisper":
            from app.asr.whisper import WhisperDecoder

            return WhisperDecoder(
                speech.whisper_model,
                language=speech.language,
                vocabulary=terms,
                may_fetch=speech.whisper_download,
            )
        case "pocketsphinx":
            from app.asr.pocketsphinx import SphinxDecoder

            english_only(speech, "pocketsphinx", "whisper, openai or azure")
            return SphinxDecoder()
    raise GhostPilotError(
        f"There is no recogniser named {speech.engine!r}", next_step="Choose moonshine."
    )


def service_of(speech: Speech) -> str:
    """The address that sound is sent to; empty for a recogniser on this machine, or as long as
    its settings name none."""
    match speech.engine:
        case "openai":
            return speech.openai_url
        case "azure" if speech.azure_endpoint:
            return speech.azure_endpoint
        case "azure" if speech.azure_region:
            return f"wss://{speech.azure_region}.stt.speech.microsoft.com"
    return ""


def english_only(speech: Speech, engine: str, others: str) -> None:
    """Raise `GhostPilotError` when an engine that knows only English is asked for more."""
    if speech.language.lower().split("-")[0] not in ("", "en"):
        raise GhostPilotError(
            f"The recogniser {engine} knows only English, not {speech.language!r}",
            next_step=f"Choose the recogniser {others}, or set speech.language to en.",
        )
