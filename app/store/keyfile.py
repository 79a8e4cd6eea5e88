"""Keys in one file that a passphrase opens: scrypt and AES-GCM, for systems without a keyring."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from app.core.errors import GhostPilotError
from app.store.files import write_whole

VERSION = 1
SCRYPT = {"n": 2**15, "r": 8, "p": 1}
"""About 0.1 s and 32 MB for each guess."""
MOST_WORK = 2**20
"""A file that claims to need more is not opened: it could only exhaust the machine."""


class KeyFile:
    """A small JSON file, 0600 in a 0700 folder; names are plain, keys are sealed one by one.

    A name is bound to its sealed key, so entries cannot be swapped. All methods block and
    raise `GhostPilotError` that names the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def exists(self) -> bool:
        """Whether there is such a file."""
        return self._path.is_file()

    def holds(self, name: str) -> bool:
        """Whether there is a key under this name; needs no passphrase."""
        return self.exists() and name in self._load()["keys"]

    def read(self, name: str, passphrase: str) -> str | None:
        """The key of a name, None when there is none."""
        from cryptography.exceptions import InvalidTag

        document = self._load()
        sealed = document["keys"].get(name)
        if sealed is None:
            return None
        try:
            nonce, data = base64.b64decode(sealed["nonce"]), base64.b64decode(sealed["data"])
            opened = self._cipher(document, passphrase).decrypt(nonce, data, name.encode())
        except InvalidTag:
            raise GhostPilotError(
                f"The passphrase does not open {self._path}", next_step="Type it again."
            ) from None
        except (KeyError, TypeError, ValueError) as error:
            raise self._broken() from error
        return bytes(opened).decode()

    def write(self, name: str, key: str, passphrase: str) -> None:
        """Seal a key under a name; the passphrase must be that of the keys already there."""
        document = self._load() if self.exists() else self._new()
        for other in document["keys"]:
            self.read(other, passphrase)
            break
        nonce = os.urandom(12)
        data = self._cipher(document, passphrase).encrypt(nonce, key.encode(), name.encode())
        document["keys"][name] = {
            "nonce": base64.b64encode(nonce).decode(),
            "data": base64.b64encode(data).decode(),
        }
        self._save(document)

    def remove(self, name: str) -> None:
        """Remove a name, if it is there; who may delete the file needs no passphrase for it."""
        if self.holds(name):
            document = self._load()
            del document["keys"][name]
            if document["keys"]:
                self._save(document)
            else:
                self._path.unlink()  # the next key may have another passphrase

    def _new(self) -> dict[str, Any]:
        salt = base64.b64encode(os.urandom(16)).decode()
        return {"version": VERSION, "kdf": {"salt": salt, **SCRYPT}, "keys": {}}

    def _load(self) -> dict[str, Any]:
        try:
            document: Any = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._broken() from error
        sound = (
            isinstance(document, dict)
            and document.get("version") == VERSION
            and isinstance(document.get("keys"), dict)
            and isinstance(document.get("kdf"), dict)
        )
        if not sound:
            raise self._broken()
        loaded: dict[str, Any] = document
        return loaded

    def _save(self, document: dict[str, Any]) -> None:
        write_whole(self._path, json.dumps(document, indent=1).encode())

    def _cipher(self, document: dict[str, Any], passphrase: str) -> Any:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        kdf = document["kdf"]
        try:
            n, r, p = int(kdf["n"]), int(kdf["r"]), int(kdf["p"])
            salt = base64.b64decode(kdf["salt"])
            if n * r * p > MOST_WORK:
                raise self._broken()
            derived = Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(passphrase.encode())
        except (KeyError, TypeError, ValueError) as error:
            raise self._broken() from error
        return AESGCM(derived)

    def _broken(self) -> GhostPilotError:
        return GhostPilotError(
            f"The key file {self._path} cannot be used",
            "it is damaged or from another version",
            "Move it away and store the keys again.",
        )
