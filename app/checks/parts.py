"""Preflight of the parts a session is made of: recogniser, encoder, notes and providers."""

from __future__ import annotations

import asyncio
import time
import wave
from pathlib import Path

from app.checks.base import Checker, Subject, failed
from app.core import paths
from app.core.check import Check
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Problem, Transcript
from app.core.provider import host_of, on_this_machine
from app.core.settings import Provider

SPOKEN_S = (0.6, 3.2)
"""Where the other side speaks its first words in the shipped call."""
MOST_NAMED = 20
"""Files left out that are named one by one."""
NOTES_S = 9.0
"""Reading notes known from before takes seconds even for thousands; a first time may take more."""


async def recogniser(subject: Subject) -> list[Check]:
    """Load the recogniser of the settings and have it recognise a moment of the shipped call."""
    from app.parts import open_engine

    name, engine_name = "recogniser", subject.settings.speech.engine
    said, trouble = [], None
    async with open_engine(subject.settings, live=False, redactor=subject.redactor) as engine:
        if not engine.capabilities.punctuation:
            engine_name += " (basic)"
        session = engine.open("them")
        started = time.perf_counter()
        session.feed(AudioChunk(_spoken(), "them", 0.0))
        await session.flush()
        took_s = time.perf_counter() - started
        await session.aclose()
        async for heard in session.events():
            if isinstance(heard, Transcript) and heard.final:
                said.append(heard.text)
            elif isinstance(heard, Problem):
                trouble = heard
    if trouble is not None:
        return [failed(name, GhostPilotError.of(trouble))]
    if not said:
        words = f"{engine_name} loads, but recognised nothing in the shipped recording."
        return [Check(name, "FAIL", words, "Choose another recogniser in the settings.")]
    text = " ".join(said)
    return [Check(name, "PASS", f'{engine_name} understood "{text}" in {took_s:.1f} s.')]


def _spoken() -> bytes:
    """A few words of the other side, 16 kHz mono s16, and silence that ends them."""
    import numpy as np

    with wave.open(str(paths.shipped("assets") / "demo" / "call.wav")) as call:
        rate = call.getframerate()
        call.setpos(int(SPOKEN_S[0] * rate))
        frames = call.readframes(int((SPOKEN_S[1] - SPOKEN_S[0]) * rate))
        left = np.frombuffer(frames, "<i2").reshape(-1, call.getnchannels())[:, 0]
    return left.tobytes() + bytes(rate * 2)


async def encoder(subject: Subject) -> list[Check]:
    """Load the encoder of the notes; the shipped one is compared with its reference vectors."""
    wanted = subject.settings.notes.encoder
    return [await asyncio.to_thread(_encoder, wanted)]


def _encoder(wanted: str) -> Check:
    from app.retrieval.encoders import DEFAULT, EXACT, least_likeness, load_encoder

    loaded = load_encoder(wanted)
    if wanted not in ("", DEFAULT):
        loaded.encode(["a sentence"])
        return Check("encoder", "PASS", f"{loaded.id} loads and encodes.")
    reference = paths.shipped("assets") / "models" / DEFAULT / "reference.json"
    like = least_likeness(loaded, reference)
    slow = ", with slower exact products" if loaded.id.endswith(EXACT) else ""
    words = f"{loaded.id} matches its references (likeness {like:.3f} of 1){slow}."
    return Check("encoder", "PASS", words)


async def notes(subject: Subject) -> list[Check]:
    """Read the notes folders as a session does."""
    from app.parts import open_notes

    try:
        async with asyncio.timeout(NOTES_S):
            if subject.notes is not None:
                view = await subject.notes.load()
            else:
                async with open_notes(subject.settings) as found:
                    view = found.view()
    except TimeoutError:
        words = f"Still being read after {NOTES_S:g} s; the first time takes long with many notes."
        step = "Let ghostpilot search anything once run to its end, then run this again."
        return [Check("notes", "SKIP", words, step)]
    folders = ", ".join(view.folders)
    words = f"{_count(len(view.notes), 'note')} in {_count(view.chunks, 'piece')}, from {folders}."
    step, troubles = "", view.troubles()
    if troubles:
        named = "; ".join(f"{one.path}: {one.reason}" for one in troubles[:MOST_NAMED])
        more = len(troubles) - MOST_NAMED
        words += f" {len(troubles)} not read as they are: {named}"
        words += f"; and {more} more." if more > 0 else "."
        step = "Correct those files if you want them found."
    elif not subject.settings.notes.folders:
        words = f"Only the sample: {words}"
        step = "Name your own folders under [notes] in the settings."
    if not view.notes:
        step = step or "Put markdown or text files there, or name another folder."
        return [Check("notes", "FAIL", words, step)]
    return [Check("notes", "PASS", words, step)]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


async def providers(subject: Subject) -> list[Check]:
    """Ask every provider for one word, all at once; nothing of the user's is sent."""
    from app.narration import open_narrator

    settings = subject.settings
    if not settings.providers:
        words = "None is set up: answers will be passages of your notes."
        step = "Set OPENAI_API_KEY, or add [[providers]] to the settings."
        return [Check("provider", "SKIP", words, step)]
    async with open_narrator(lambda: settings, subject.redactor) as narrator:

        async def ask(provider: Provider) -> Check:
            name, host = f"provider {provider.name}", host_of(provider.base_url)
            if not (on_this_machine(provider.base_url) or host in settings.privacy.agreed):
                words = f"Not asked: you have not agreed that anything goes to {host}."
                step = f'If you agree, add "{host}" to agreed under [privacy] in the settings.'
                return Check(name, "SKIP", words, step)
            try:
                found = await narrator.check(provider)
            except GhostPilotError as error:
                return failed(name, error)
            if found.problem is not None:
                return failed(name, GhostPilotError.of(found.problem))
            if found.first_token_ms is None:
                words = f"{host} answered nothing."
                return Check(name, "FAIL", words, "Try another model in the settings.")
            words = f"{provider.model} answers, first word after {found.first_token_ms:.0f} ms."
            return Check(name, "PASS", words)

        return list(await asyncio.gather(*(ask(provider) for provider in settings.providers)))


async def settings_file(subject: Subject) -> list[Check]:
    """Whether the settings could be read, and every key in them is known."""
    file = subject.config or paths.settings_file()
    if subject.trouble is not None:
        check = failed("settings", subject.trouble)
        step = f"{check.next_step} The lines here are of the default settings."
        return [Check(check.name, "FAIL", check.words, step)]
    if subject.unknown:
        return [
            Check(
                "settings",
                "FAIL",
                f"{file} is read, but: {' '.join(subject.unknown)}",
                "Remove or correct them: they have no effect.",
            )
        ]
    exists = await asyncio.to_thread(Path.exists, file)
    words = f"{file} is read." if exists else f"No file yet ({file}): the defaults hold."
    return [Check("settings", "PASS", words)]


CHECKERS = (
    Checker(("settings",), settings_file),
    Checker(("recogniser",), recogniser, 13.0),
    Checker(("encoder",), encoder, 12.0),
    Checker(("notes",), notes, 12.0),
    Checker(("provider",), providers, 12.0),
)
