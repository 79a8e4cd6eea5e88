"""The factory of engines."""

import pytest

from app.asr import make_engine
from app.core.errors import GhostPilotError
from app.core.settings import Speech


def test_an_unknown_name_is_a_clear_error():
    with pytest.raises(GhostPilotError, match="no recogniser named 'siri'"):
        make_engine(Speech(engine="siri"))
