"""Any OpenAI-compatible transcription service: each stretch of speech as one HTTP upload."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.asr.base import RATE, Capabilities, Progress
from app.asr.vocabulary import Vocabulary
from app.core.errors import GhostPilotError, describe
from app.core.provider import host_of

if TYPE_CHECKING:
    from openai import OpenAI

PROVIDER = "openai"
TIMEOUT_S = 15.0


class OpenAIDecoder:
    """Uploads WAV to ``{url}/audio/transcriptions``; the notes' terms go along as the prompt."""

    name = "openai"
    capabilities = Capabilities(
        offline=False, partials=False, punctuation=True, needs_download=False, languages=()
    )

    def __init__(
        self,
        url: str,
        model: str,
        key: str,
        *,
        language: str = "",
        vocabulary: Vocabulary | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.host = host_of(url)
        self._url = url
        self._model = model
        self._key = key
        self._language = language
        self._vocabulary = vocabulary or Vocabulary()
        self._timeout_s = timeout_s
        self._client: OpenAI | None = None

    def load(self, progress: Progress) -> None:
        """Make the client; a second of import. Raises `GhostPilotError` without a key."""
        if urlsplit(self._url).scheme not in ("http", "https") or not self.host:
            raise GhostPilotError(
                f"The transcription address {self._url!r} is not an http address",
                next_step="Correct speech.openai_url in the settings.",
            )
        local = urlsplit(self._url).hostname in ("localhost", "127.0.0.1", "::1")
        if not self._key and not local:
            raise GhostPilotError(
                f"There is no key for the transcription service {self.host}",
                next_step="Set the variable named by speech.openai_key_env, or save the key.",
            )
        progress("Preparing the transcription service", 0.0)
        from openai import OpenAI

        self._client = OpenAI(
            base_url=self._url,
            api_key=self._key or "none",
            timeout=self._timeout_s,
            max_retries=1,
        )

    def decode(self, pcm: bytes) -> str:
        """The text of 16 kHz mono s16 sound; raises `GhostPilotError` for every failure."""
        import openai

        assert self._client is not None, "load() comes first"
        hints = ", ".join(self._vocabulary.hints)
        try:
            answer = self._client.audio.transcriptions.create(
                file=("speech.wav", as_wav(pcm), "audio/wav"),
                model=self._model,
                response_format="json",
                language=self._language or openai.omit,
                prompt=hints or openai.omit,
            )
        except openai.AuthenticationError as error:
            raise self._failed("did not accept the key", error, "Check the key.") from error
        except openai.PermissionDeniedError as error:
            raise self._failed("does not permit this", error, "Check the key's rights.") from error
        except openai.NotFoundError as error:
            raise self._failed("has no such model", error, "Check the model's name.") from error
        except openai.RateLimitError as error:
            raise self._failed("is out of quota", error, "Wait, or check the plan.") from error
        except openai.APITimeoutError as error:
            raise self._failed("did not answer in time", error, "It is tried again.") from error
        except openai.APIConnectionError as error:
            raise self._failed("cannot be reached", error, "Check the connection.") from error
        except (openai.APIError, ValueError) as error:
            raise self._failed("gave no usable answer", error, "It is tried again.") from error
        text = getattr(answer, "text", None)
        if not isinstance(text, str):
            raise self._failed("gave no usable answer", None, "Check speech.openai_url.")
        return text

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _failed(self, what: str, error: Exception | None, next_step: str) -> GhostPilotError:
        """One sentence for the user; the service's own words stay in the detail."""
        return GhostPilotError(
            f"The transcription service {self.host} {what}",
            describe(error)[:200] if error else "",
            f"{next_step} The words just said are lost.",
        )


def as_wav(pcm: bytes) -> bytes:
    """16 kHz mono s16 samples as a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(pcm)
    return buffer.getvalue()
