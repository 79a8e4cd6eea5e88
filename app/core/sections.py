"""Every setting, declared once: its default, words for people, limits and how it takes effect.

A section is a frozen dataclass; a field made by `setting` carries what the settings file,
the settings window and the validation need. Nothing else repeats a default or a limit.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.declared import setting

BACKENDS = ("auto", "wasapi", "sounddevice", "pulse", "coreaudio", "file")
MODES = ("meeting", "support", "incident", "presentation", "interview")
WHISPER_MODELS = (
    "tiny.en", "base.en", "small.en", "medium.en",
    "tiny", "base", "small", "medium", "large-v3", "large-v3-turbo",
)  # fmt: skip
ENGINES = ("moonshine", "azure", "openai", "whisper", "pocketsphinx", "scripted")


@dataclass(frozen=True, slots=True)
class Audio:
    """Where sound comes from."""

    backend: str = setting(
        "auto", "System audio from", applies="rebuild", choices=BACKENDS, env="AUDIO_BACKEND",
        help="auto takes what this system offers; file plays a recording instead of devices.",
    )  # fmt: skip
    them: bool = setting(True, "Listen to the other side", applies="rebuild")
    me: bool = setting(True, "Listen to my microphone", applies="rebuild")
    them_device: str = setting("", "System audio device", applies="rebuild", form="device")
    me_device: str = setting("", "Microphone", applies="rebuild", form="device")
    file: str = setting(
        "", "Recording to play", applies="rebuild", env="AUDIO_FILE", form="file",
        help="Heard instead of devices where system audio comes from a file.",
    )  # fmt: skip
    silent_after: float = setting(
        30.0, "Say so when a channel is silent for", applies="rebuild", low=2, high=600, unit="s"
    )
    auto_start: bool = setting(
        False, "Begin by itself when the other side speaks",
        help="The system audio stays open to notice voices; nothing is understood or recorded "
        "before.",
    )  # fmt: skip
    auto_start_s: float = setting(3.0, "Begin after this much speech", low=0.5, high=60.0, unit="s")
    auto_pause_min: int = setting(
        0, "Pause by itself when both sides are silent for", low=0, high=240, unit="min",
        help="0: never.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speech:
    """How sound becomes text."""

    engine: str = setting(
        "moonshine", "Recogniser", applies="rebuild", choices=ENGINES,
        help="moonshine, whisper and pocketsphinx work on this machine; openai and azure are "
        "sent the sound.",
    )  # fmt: skip
    language: str = setting(
        "en", "Language spoken", applies="rebuild", help="A code such as en, de or fr."
    )
    repair: bool = setting(
        True, "Put names from the notes right", applies="rebuild",
        help="A name that was heard wrong is written as your notes write it.",
    )  # fmt: skip
    openai_url: str = setting(
        "https://api.openai.com/v1", "Address of the transcription service", applies="rebuild"
    )
    openai_model: str = setting("gpt-4o-mini-transcribe", "Its model", applies="rebuild")
    openai_key_env: str = setting(
        "OPENAI_API_KEY", "Name of its key", applies="rebuild",
        help="An environment variable or an entry of the keyring; never the key itself.",
    )  # fmt: skip
    azure_region: str = setting("", "Azure region", applies="rebuild")
    azure_endpoint: str = setting(
        "", "Azure endpoint", applies="rebuild", help="Empty: that of the region."
    )
    azure_key_env: str = setting(
        "AZURE_SPEECH_KEY", "Name of the Azure key", applies="rebuild",
        help="An environment variable or an entry of the keyring; never the key itself.",
    )  # fmt: skip
    whisper_download: bool = setting(
        False, "Fetch the Whisper model when it is missing", applies="rebuild"
    )
    whisper_model: str = setting(
        "base.en", "Whisper model", applies="rebuild", choices=WHISPER_MODELS
    )


@dataclass(frozen=True, slots=True)
class Questions:
    """When a question counts as asked."""

    mode: str = setting(
        "question", "Answer", choices=("question", "pause", "tap"), env="GHOSTPILOT_QUESTIONS",
        help="Every question, whatever is said before a pause, or only when you ask for it.",
    )  # fmt: skip
    me_asks: bool = setting(False, "My own questions count too")
    ask_seconds: float = setting(20.0, "Answer now takes the last", low=2, high=300, unit="s")


@dataclass(frozen=True, slots=True)
class Notes:
    """Where the user's own notes are."""

    folders: tuple[str, ...] = setting(
        (), "Notes folders", applies="rebuild", form="folders",
        help="Without one, the sample notes are searched.",
    )  # fmt: skip
    passages: int = setting(4, "Passages shown", low=1, high=10)
    editor: str = setting(
        "", "Opens a note with",
        help="Empty: your editor. Else a command such as: kate -l {line} {path}",
    )  # fmt: skip
    encoder: str = setting(
        "", "Encoder", applies="rebuild",
        help="Empty: the one inside. Else the name of a sentence-transformers model.",
    )  # fmt: skip
    fusion: str = setting(
        "rrf", "Words and meaning are joined by", applies="rebuild", choices=("rrf", "convex")
    )
    index: str = setting(
        "memory", "The index lives in", applies="rebuild", choices=("memory", "qdrant")
    )
    qdrant_url: str = setting(
        "http://127.0.0.1:6333", "Address of the Qdrant server", applies="rebuild"
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """How answers are asked for."""

    instructions: str = setting("", "Standing instructions added to every prompt", form="long")
    mode: str = setting("meeting", "Kind of conversation", choices=MODES)
    screenshot: str = setting("screen", "A screenshot shows", choices=("screen", "all", "region"))
    temperature: float = setting(
        0.2, "Freedom of wording", low=0.0, high=2.0, help="0 says the same each time."
    )
    max_tokens: int = setting(400, "Longest answer", low=32, high=8192, unit="tokens")
    talk_chars: int = setting(3000, "Recent talk sent along", low=0, high=40000, unit="characters")
    budget_ms: int = setting(0, "Wanted first word within", low=0, unit="ms", help="0: no limit.")
    retries_per_provider: int = setting(1, "Retries of a busy provider", low=0, high=3)
    backoff_base: float = setting(0.5, "Wait before a retry", low=0.05, high=5.0, unit="s")
    retry_after_max: float = setting(2.0, "Longest wait a provider may ask", low=0.0, unit="s")
    chain_s: float = setting(
        12.0, "Give up on all providers after", low=1.0, high=120.0, unit="s",
        help="A provider that reasons has its own longest time.",
    )  # fmt: skip
    strict: bool = setting(False, "Stop at a missing model, retry a refused connection")
    next_on_bad_key: bool = setting(False, "Go on with another provider when a key is refused")
    next_on_refusal: bool = setting(False, "Go on with another provider when one declines")
    hedge: bool = setting(
        False, "Ask a second provider when the first is slow", help="Both may have to be paid."
    )
    hedge_after_s: float = setting(1.5, "Ask the second after at least", low=0.05, unit="s")


@dataclass(frozen=True, slots=True)
class Overlay:
    """How the overlay looks."""

    theme: str = setting("dark", "Theme", choices=("dark", "light", "contrast"))
    opacity: float = setting(0.92, "Opacity", low=0.3, high=1.0)
    font_size: int = setting(15, "Text size", low=9, high=40, unit="pt")
    width: int = setting(560, "Width", low=280, high=1600, unit="px")
    click_through: bool = setting(
        True, "Let clicks through", help="Clicks reach the window behind the overlay."
    )
    seen_by_captures: str = setting(
        "warn", "When screen captures see it", choices=("hide", "warn", "ignore"),
        help="What to do when the self-test finds that a screen share would show the overlay.",
    )  # fmt: skip
    mode: str = setting("full", "Shows", choices=("full", "compact", "captions", "teleprompter"))
    adapt_contrast: bool = setting(True, "Stay readable over bright or busy windows")
    reduced_motion: bool = setting(False, "Avoid movement")
    scroll_speed: int = setting(30, "Teleprompter speed", low=5, high=200, unit="lines/min")
    language: str = setting("en", "Language", applies="restart", choices=("en", "de"))


@dataclass(frozen=True, slots=True)
class Hotkeys:
    """Keys that work in every program; an empty text leaves an action without a key.

    The defaults pair Ctrl+Alt with keys that type nothing: on many keyboards Ctrl+Alt with a
    letter is how a character is typed.
    """

    toggle: str = setting("Ctrl+Alt+Space", "Show or hide the overlay", form="key")
    ask_now: str = setting("Ctrl+Alt+Return", "Answer now", form="key")
    hold_to_capture: str = setting("Ctrl+Alt+End", "Hold through a long question", form="key")
    screenshot: str = setting("Ctrl+Alt+Shift+Return", "Ask about the screen", form="key")
    screenshot_region: str = setting("", "Ask about a part of the screen", form="key")
    screenshot_all: str = setting("", "Ask about all screens", form="key")
    click_through: str = setting("Ctrl+Alt+Shift+Space", "Let clicks through, or not", form="key")
    type_question: str = setting("Ctrl+Alt+Shift+End", "Type a question", form="key")
    keyboard: str = setting(
        "Ctrl+Alt+Home", "Give the keyboard to the overlay, or take it back", form="key"
    )
    stop_answer: str = setting("Ctrl+Alt+Shift+Backspace", "Stop the answer", form="key")
    pause: str = setting("Ctrl+Alt+Shift+Home", "Pause or resume listening", form="key")
    mark: str = setting("Ctrl+Shift+F11", "Mark this moment in the recording", form="key")
    next_answer: str = setting("Ctrl+Alt+Shift+PgDown", "Next answer", form="key")
    previous_answer: str = setting("Ctrl+Alt+Shift+PgUp", "Previous answer", form="key")
    scroll_up: str = setting("Ctrl+Alt+PgUp", "Scroll up", form="key")
    scroll_down: str = setting("Ctrl+Alt+PgDown", "Scroll down", form="key")
    move_left: str = setting("Ctrl+Alt+Shift+Left", "Move the overlay left", form="key")
    move_right: str = setting("Ctrl+Alt+Shift+Right", "Move the overlay right", form="key")
    move_up: str = setting("Ctrl+Alt+Shift+Up", "Move the overlay up", form="key")
    move_down: str = setting("Ctrl+Alt+Shift+Down", "Move the overlay down", form="key")


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is kept and what may leave."""

    keep_audio: bool = setting(False, "Keep the sound of sessions", applies="rebuild")
    agreed: tuple[str, ...] = setting(
        (), "Hosts that talk and notes may be sent to",
        help="You are asked before anything goes to another host. Take one away to be asked again.",
    )  # fmt: skip
    refused: tuple[str, ...] = setting(
        (), "Hosts that nothing may be sent to",
        help="You said no to these. Take one away to be asked again.",
    )  # fmt: skip
    conceal: tuple[str, ...] = setting(
        (), "Hide before sending", choices=("email", "phone", "card", "key"),
        help="Providers see a placeholder; you see the words in the answer.",
    )  # fmt: skip
    conceal_terms: tuple[str, ...] = setting((), "Words to hide before sending")
    tell_them: str = setting(
        "A heads-up: I use an assistant that transcribes this call on my computer and looks "
        "things up in my notes. Tell me if you would rather I turned it off.",
        "Message that tells the others",
        form="long",
        help="One key of the overlay copies it.",
    )


@dataclass(frozen=True, slots=True)
class Storage:
    """How sessions are recorded and how long they stay."""

    record: bool = setting(True, "Record sessions", applies="rebuild")
    keep_days: int = setting(
        0, "Keep sessions for", low=0, high=36500, unit="days", help="0: for ever."
    )
    keep_mb: int = setting(0, "Keep at most", low=0, high=1_000_000, unit="MB", help="0: no limit.")
    encrypt: bool = setting(
        False, "Encrypt recordings on this disk", applies="rebuild",
        help="The key is kept in the system's keyring.",
    )  # fmt: skip
