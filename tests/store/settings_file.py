"""A file of settings as a user writes it, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.store.settings import load

EXAMPLE = """\
# my settings
[overlay]
theme = "light"   # easier on the eyes
font_size = 18

[[providers]]
name = "local"
base_url = "http://127.0.0.1:8080/v1"
model = "any"
key_env = "LOCAL_KEY"
context = 8192
vision = false
reasoning = false
first_token_s = 4
idle_s = 8
"""


def refused(file: Path, text: str) -> GhostPilotError:
    """What is said of a file with this text; it names the file."""
    file.write_text(text)
    with pytest.raises(GhostPilotError) as caught:
        load(file)
    assert caught.value.exit_code == 2
    assert str(file) in str(caught.value)
    return caught.value
