"""What parts below the windows say of themselves, as texts that a catalogue can translate.

Those parts write English, with names and numbers in it, and that is what is recorded. Here
each such sentence stands once with its fields named, so that it is known again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from app.core.errors import GhostPilotError
from app.ui.language import tr as translate

_FIELD = re.compile(r"\\\{(\w+)\\\}")


def in_the_language(text: str) -> str:
    """The text in the language of the windows; as it is where nobody here wrote it."""
    for pattern, wanted in zip(_patterns(), sentences(translate), strict=True):
        if found := pattern.fullmatch(text):
            return wanted.format(**{name: _inner(part) for name, part in found.groupdict().items()})
    if "; " in text:
        return "; ".join(_inner(part) for part in text.split("; "))
    return text


def error_words(error: GhostPilotError) -> str:
    """A failure in one line, as `str` of it gives it, in the language of the windows."""
    parts = (in_the_language(part) for part in (error.title, error.detail, error.next_step))
    return str(GhostPilotError(*parts))


def _inner(text: str) -> str:
    """A part of a sentence, which may be one of ours itself."""
    return in_the_language(text) if " " in text else text


def _patterns() -> list[re.Pattern[str]]:
    if not _compiled:
        for text in sentences(str):
            pattern = _FIELD.sub(r"(?P<\1>.+?)", re.escape(text))
            _compiled.append(re.compile(pattern, re.DOTALL))
    return _compiled


_compiled: list[re.Pattern[str]] = []


def sentences(tr: Callable[[str], str]) -> tuple[str, ...]:
    """All of them through ``tr``, in an order that stays; more particular ones come first."""
    return (
        tr("Not in your notes."),
        tr("No model was asked"),
        tr("No model was asked."),
        tr("No model answered."),
        tr("No model was asked: these are your own notes."),
        tr("No model answered: these are your own notes."),
        tr("no provider is set up"),
        tr("Add a provider in the settings, or set OPENAI_API_KEY."),
        tr("check that the device is the right one and not muted"),
        tr("no sound for {seconds} s"),
        # Of captures and the desktop.
        tr(
            "X11 shows every window to every program: share one window instead of the screen, or "
            "put the overlay on a screen you do not share."
        ),
        tr(
            "This desktop has no rule that hides a window: share one window instead of the "
            "screen, or put the overlay on a screen you do not share."
        ),
        tr("Running through XWayland: a Wayland window can neither place itself nor stay on top."),
        tr(
            "This Wayland desktop has no XWayland: the overlay cannot stay on top by itself. "
            "Install Xwayland, or give the window a rule of your desktop."
        ),
        # Of providers.
        tr("No provider answered"),
        tr("{provider} rejected the question"),
        tr("Look at the prompt; nothing was asked again."),
        tr("The question is too long for {provider}"),
        tr("Shorten the prompt or add a larger model."),
        tr("{provider} declined to answer"),
        tr("Ask in other words, or ask another provider."),
        tr("{provider} does not accept the key"),
        tr("Correct its key, then run `ghostpilot providers test {provider}`."),
        tr("The account at {provider} is used up"),
        tr("Top it up, or choose another provider."),
        tr("{provider} does not have the model"),
        tr("Correct its model; `ghostpilot providers test {provider}` names some."),
        tr("{provider} is overloaded"),
        tr("Ask again in a moment."),
        tr("{provider} cannot be reached"),
        tr("Check the network and its base_url."),
        tr("{provider} gave no word in time"),
        tr("Ask again, or raise its first_token_s in the settings file."),
        tr("{provider} gave no answer"),
        tr("Check its base_url and model with `ghostpilot providers test {provider}`."),
        tr("{provider} failed"),
        tr("Ask again, or choose another provider."),
        tr("There is no key for {provider}"),
        tr("{host} needs one"),
        tr("Keep the key: `ghostpilot providers key {provider} set`."),
        tr("Set {variable}, or keep the key: `ghostpilot providers key {provider} set`."),
        tr("Nothing was sent to {provider}"),
        tr("you have not agreed that talk and notes may go to {host}"),
        tr("To allow it: `ghostpilot providers agree {provider}`; or use one here."),
        # Of sound.
        tr("The other side cannot be heard"),
        tr("Your microphone cannot be heard"),
        tr("{device} sends no sound"),
        tr("{device} is not connected; listening to {other}"),
        tr("listening to {device}"),
        tr("sound is back after {seconds} s"),
        tr("Connect it again, or choose another in the settings."),
        tr("No sound server answers"),
        tr("Start PulseAudio or PipeWire, or set AUDIO_BACKEND=sounddevice."),
        tr("The sound server has no output to listen to"),
        tr("The sound server has no microphone"),
        tr("Connect one, or choose another device in the settings."),
        tr("The recogniser is too slow: {seconds} s of speech were left out"),
        tr("More than {seconds} s of sound were waiting"),
        tr("Close other programs or choose a lighter recogniser."),
        # Of keys and settings.
        tr("The key {key} for {action} does not work"),
        tr("another program holds it"),
        tr("Choose another key in the settings; all other keys work."),
        tr("The settings file {file} is not valid TOML"),
        tr("The settings file {file} is read-only"),
        tr("Allow writing to it to keep them."),
        tr("changes last until GhostPilot ends"),
        tr("The settings file knows more than this version"),
        tr("These are ignored and kept; a newer GhostPilot may have written them."),
        tr("The notes folder {folder} cannot be read"),
        tr("Check the path and its permissions."),
    )
