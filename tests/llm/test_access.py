"""Keys are needed where they are needed, and consent is asked for once per host."""

from __future__ import annotations

import pytest

from app.core.errors import GhostPilotError
from app.core.sections import Privacy
from app.core.settings import Provider, Settings
from app.llm.access import Access
from app.llm.turn import Turn
from tests.llm.narrating import KEY, request

AWAY = Provider("away", "https://api.example/v1", "m", key_env="AWAY_KEY")
TWIN = Provider("twin", "https://api.example/v1", "other")
HERE = Provider("here", "http://127.0.0.1:8080/v1", "m")
NEAR = Provider("near", "http://192.168.1.5:8080/v1", "m")


def turn(*providers: Provider, agreed: tuple[str, ...] = ()) -> Turn:
    return Turn(request(), Settings(providers=providers, privacy=Privacy(agreed=agreed)))


class User:
    """Answers every question for consent the same way, and counts them."""

    def __init__(self, says: bool) -> None:
        self.says = says
        self.asked: list[str] = []

    async def __call__(self, provider: Provider, host: str) -> bool:
        self.asked.append(host)
        return self.says


async def no_key(provider: Provider) -> str | None:
    return None


async def one_key(provider: Provider) -> str | None:
    return KEY


async def locked(provider: Provider) -> str | None:
    raise GhostPilotError("The keyring is locked")


async def test_a_key_is_needed_outside_this_network_alone() -> None:
    asked = turn(AWAY, HERE, NEAR)
    await Access(no_key, User(True)).find_keys(asked)
    assert set(asked.missing) == {"away"}
    problem = asked.missing["away"]
    assert problem.title == "There is no key for away"
    assert "AWAY_KEY" in problem.next_step
    assert asked.keys == {}


async def test_keys_are_kept_for_the_turn() -> None:
    asked = turn(AWAY, HERE)
    await Access(one_key, User(True)).find_keys(asked)
    assert asked.keys == {"away": KEY, "here": KEY}


async def test_a_locked_keyring_is_told_where_a_key_is_needed() -> None:
    asked = turn(AWAY, HERE)
    await Access(locked, User(True)).find_keys(asked)
    assert set(asked.missing) == {"away"}
    assert asked.missing["away"].title == "The keyring is locked"


async def test_consent_is_asked_once_per_host() -> None:
    user = User(True)
    access = Access(one_key, user)
    for _ in range(3):
        assert await access.agreed(turn(AWAY), AWAY)
        assert await access.agreed(turn(TWIN), TWIN)
        assert await access.agreed(turn(NEAR), NEAR)
    assert user.asked == ["api.example", "192.168.1.5:8080"]


@pytest.mark.parametrize("provider", [HERE, AWAY])
async def test_what_is_known_is_not_asked(provider: Provider) -> None:
    user = User(False)
    assert await Access(one_key, user).agreed(turn(AWAY, agreed=("api.example",)), provider)
    assert user.asked == []


async def test_a_no_is_not_asked_about_again() -> None:
    user = User(False)
    access = Access(one_key, user)
    for provider in (AWAY, TWIN, AWAY):
        asked = turn(AWAY, TWIN)
        assert not await access.agreed(asked, provider)
        (problem,) = asked.blame.lasting()
        assert f"providers agree {provider.name}" in problem.next_step
    assert user.asked == ["api.example"]


async def test_a_no_of_an_earlier_run_stands_until_it_is_taken_back() -> None:
    user = User(True)
    refused = Settings(providers=(AWAY,), privacy=Privacy(refused=("api.example",)))
    assert not await Access(one_key, user).agreed(Turn(request(), refused), AWAY)
    assert user.asked == []
    assert await Access(one_key, user).agreed(turn(AWAY), AWAY)


async def test_a_no_taken_back_in_the_settings_is_asked_about_again() -> None:
    user = User(False)
    access = Access(one_key, user)
    kept = Settings(providers=(AWAY,), privacy=Privacy(refused=("api.example",)))
    assert not await access.agreed(turn(AWAY), AWAY)
    assert not await access.agreed(Turn(request(), kept), AWAY)
    user.says = True
    assert await access.agreed(turn(AWAY), AWAY)
    assert user.asked == ["api.example", "api.example"]
