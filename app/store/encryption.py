"""Recordings sealed with a key of their owner: AES-256-GCM on each line and each image."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import json
import os
from typing import Protocol

from app.core.errors import GhostPilotError
from app.store.gpcast import Line

CIPHER = "aes-256-gcm"
KEY_BYTES = 32
ENTRY = "session recordings"
"""Name of the key's entry in the system's keyring."""
_NONCE_BYTES = 12


class Keyring(Protocol):
    """Where the key is kept; both calls may block on the system or its user."""

    def get_password(self, service: str, name: str) -> str | None: ...

    def set_password(self, service: str, name: str, value: str) -> None: ...


class Cipher:
    """Seals and opens the data of lines, and images, with one key of 32 bytes.

    Times and kinds of lines stay readable; what was said, asked and answered does not. A
    line opens only under the time and kind it was sealed with.
    """

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._box = AESGCM(key)
        self.key_id = hashlib.sha256(b"ghostpilot key id" + key).hexdigest()[:16]
        """Tells keys apart without giving them away."""

    def seal_line(self, line: Line) -> Line:
        """The line with its data unreadable."""
        text = json.dumps(line.data, separators=(",", ":")).encode()
        sealed = self.seal(text, _bound_to(line))
        return dataclasses.replace(line, data={"sealed": base64.b64encode(sealed).decode()})

    def open_line(self, line: Line) -> Line:
        """The line as it was; ValueError when it was changed or sealed with another key."""
        sealed = line.data.get("sealed")
        if not isinstance(sealed, str):
            return line
        try:
            text = self.open(base64.b64decode(sealed, validate=True), _bound_to(line))
        except binascii.Error as error:
            raise ValueError("not sealed data") from error
        data = json.loads(text)
        if not isinstance(data, dict):
            raise ValueError("no data")
        return dataclasses.replace(line, data=data)

    def seal(self, content: bytes, bound_to: bytes = b"") -> bytes:
        """Content that only `open` with the same ``bound_to`` gives back."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._box.encrypt(nonce, content, bound_to)

    def open(self, sealed: bytes, bound_to: bytes = b"") -> bytes:
        """The content; ValueError when it was changed or sealed with another key."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._box.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
        except (InvalidTag, ValueError) as error:
            raise ValueError("changed, or sealed with another key") from error


def recording_key(keyring: Keyring, service: str, *, make: bool) -> bytes | None:
    """The key in the system's keyring; without one it is made, or None where ``make`` is False.

    Blocking. Raises `GhostPilotError` when the keyring refuses or holds something else: a
    recording must never be sealed with a key that was not kept.
    """
    try:
        kept = keyring.get_password(service, ENTRY)
        if kept is None:
            if not make:
                return None
            kept = base64.b64encode(os.urandom(KEY_BYTES)).decode()
            keyring.set_password(service, ENTRY, kept)
            if keyring.get_password(service, ENTRY) != kept:
                raise ValueError("it does not give back what it was given")
        key = base64.b64decode(kept, validate=True)
        if len(key) != KEY_BYTES:
            raise ValueError("the entry is no key")
    except Exception as error:  # every keyring has failures of its own
        raise GhostPilotError(
            "The key of the recordings cannot be reached in the system's keyring",
            str(error) or type(error).__name__,
            "Unlock the keyring, or turn the encryption of recordings off.",
            exit_code=3,
        ) from error
    return key


def _bound_to(line: Line) -> bytes:
    return f"{line.ms} {line.code}".encode()
