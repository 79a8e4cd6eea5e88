"""Finds and keeps providers' keys: environment, system keyring, encrypted file, this session."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from app.core import paths
from app.core.redact import Redactor
from app.core.settings import Provider


class Secrets:
    """Looks a provider's key up, first in the environment; registers it with the redactor.

    A key lives in one place per provider and never in the settings file.
    """

    def __init__(
        self,
        redactor: Redactor,
        *,
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._redactor = redactor
        self._environ = os.environ if environ is None else environ
        self._folder = folder or paths.settings_file().parent

    async def key_for(self, provider: Provider) -> str | None:
        """The key, or None when there is none anywhere."""
        key = self.environment().get(provider.key_env, "").strip() if provider.key_env else ""
        if not key:
            return None
        self._redactor.register(key)
        return key

    def environment(self) -> dict[str, str]:
        """The environment, with the settings folder's ``.env`` beneath it."""
        return {**read_env_file(self._folder / ".env"), **self._environ}


def read_env_file(path: Path) -> dict[str, str]:
    """``NAME=value`` lines of a file, quotes taken off; empty when there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        return {}
    found = {}
    for line in lines:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name.isidentifier():
            continue
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        found[name] = value
    return found
