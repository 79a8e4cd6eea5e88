"""The words of the settings for people: sections, labels, help and choices, in their language."""

from __future__ import annotations

from app.core.declared import Declared
from app.ui.language import tr

translated = tr
"""For texts that are declared elsewhere: every label, help and choice of `core/sections.py`."""

SECTIONS = {
    "audio": "Sound",
    "speech": "Speech",
    "questions": "Questions",
    "notes": "Notes",
    "answers": "Answers",
    "overlay": "Overlay",
    "hotkeys": "Hotkeys",
    "privacy": "Privacy",
    "storage": "Storage",
}
CHOICES = {
    "audio.backend": {
        "auto": "automatic",
        "wasapi": "Windows (WASAPI)",
        "sounddevice": "any device (PortAudio)",
        "pulse": "PulseAudio or PipeWire",
        "coreaudio": "macOS (Core Audio)",
        "file": "a recording",
    },
    "speech.engine": {
        "moonshine": "Moonshine, the one inside",
        "azure": "Azure Speech",
        "openai": "an OpenAI-compatible service",
        "whisper": "Whisper",
        "pocketsphinx": "PocketSphinx (basic)",
        "scripted": "none: lines of a script, for trials",
    },
    "questions.mode": {
        "question": "every question",
        "pause": "whatever is said before a pause",
        "tap": "only when I ask for it",
    },
    "notes.fusion": {"rrf": "their ranks", "convex": "their scores"},
    "notes.index": {"memory": "this program", "qdrant": "a Qdrant server"},
    "answers.mode": {
        "meeting": "Meeting",
        "support": "Support",
        "incident": "Incident",
        "presentation": "Presentation",
        "interview": "Interview",
    },
    "answers.screenshot": {
        "screen": "the screen under the mouse",
        "all": "all screens",
        "region": "a part I choose each time",
    },
    "overlay.theme": {"dark": "dark", "light": "light", "contrast": "high contrast"},
    "overlay.seen_by_captures": {
        "hide": "hide it",
        "warn": "warn me",
        "ignore": "leave it as it is",
    },
    "overlay.mode": {
        "full": "everything",
        "compact": "passages and answer",
        "captions": "captions",
        "teleprompter": "a note to read from",
    },
    "overlay.language": {"en": "English", "de": "Deutsch"},
    "privacy.conceal": {
        "email": "e-mail addresses",
        "phone": "phone numbers",
        "card": "card numbers",
        "key": "keys and passwords",
    },
}
"""Choices whose names in the file say too little; others are shown as they are."""


def section_words(section: str) -> str:
    """The name of a section."""
    return translated(SECTIONS.get(section, section.capitalize()))


def label_words(declared: Declared) -> str:
    """What a setting is called."""
    return translated(declared.about.label)


def help_words(declared: Declared) -> str:
    """What it means and which values fit; may be empty."""
    about = declared.about
    words = [translated(about.help)] if about.help else []
    if about.low is not None and about.high is not None:
        low, high = (f"{limit:,.10g}".replace(",", "\u202f") for limit in (about.low, about.high))
        words.append(tr("{low} to {high}.").format(low=low, high=high))
    return " ".join(words)


def misfit_words(declared: Declared) -> str:
    """Which values fit, for one that was typed and does not; empty where any of its type does."""
    low, high = declared.about.low, declared.about.high
    if low is not None and high is not None:
        return tr("It must be from {low} to {high}.").format(low=f"{low:.10g}", high=f"{high:.10g}")
    if low is not None:
        return tr("It must be {low} or more.").format(low=f"{low:.10g}")
    if high is not None:
        return tr("It must be {high} or less.").format(high=f"{high:.10g}")
    return ""


def choice_words(declared: Declared, choice: str) -> str:
    """What one choice means."""
    known = CHOICES.get(declared.key, {})
    return translated(known[choice]) if choice in known else choice


def mode_words(mode: str) -> str:
    """A kind of conversation as the settings name it; one they do not know stays as it is."""
    return translated(CHOICES["answers.mode"].get(mode, mode)) if mode else ""
