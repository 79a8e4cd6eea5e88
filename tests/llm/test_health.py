"""Providers rest after failures, are probed once, and are latched until the user acts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.settings import Provider
from app.llm.classify import Failure
from app.llm.health import Health

A = Provider("a", "http://127.0.0.1:1/v1", "m")
A2 = Provider("a2", "http://127.0.0.1:1/v1", "other")
B = Provider("b", "http://127.0.0.1:2/v1", "m")
KEY, OTHER = "sk-one-0123456789", "sk-two-0123456789"
BUSY = Failure("busy", "503")


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def health(time: Time) -> Health:
    return Health(time, jitter=lambda: 0.0)


def test_a_provider_nobody_knows_is_ready(health: Health) -> None:
    state = health.state(A, KEY)
    assert state.ready
    assert not state.probe


def test_rests_double_up_to_a_minute_and_end_with_success(health: Health, time: Time) -> None:
    rests = []
    for _ in range(6):
        health.failed(A, KEY, BUSY)
        rests.append(health.state(A, KEY).free_in)
    assert rests == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]
    assert health.worked(A, KEY, 100.0)
    assert health.state(A, KEY).ready
    assert not health.worked(A, KEY, 100.0)


def test_jitter_makes_a_rest_longer(time: Time) -> None:
    health = Health(time, jitter=lambda: 1.0)
    health.failed(A, KEY, BUSY)
    assert health.state(A, KEY).free_in == 6.25


def test_after_the_rest_one_probe_is_let_through(health: Health, time: Time) -> None:
    health.failed(A, KEY, BUSY)
    time.now += 5.1
    assert health.state(A, KEY).probe
    assert health.state(A, KEY).ready
    health.asking(A, KEY)
    assert not health.state(A, KEY).ready
    health.left(A, KEY)
    assert health.state(A, KEY).ready


def test_a_long_wait_asked_for_is_kept_to_a_limit(health: Health) -> None:
    health.failed(A, KEY, Failure("busy", "429", retry_after=30.0))
    state = health.state(A, KEY)
    assert (state.free_in, state.asked) == (30.0, True)
    health.failed(B, OTHER, Failure("busy", "429", retry_after=9000.0))
    assert health.state(B, OTHER).free_in == 600.0


def test_a_refused_key_latches_all_that_use_it_and_nobody_else(health: Health) -> None:
    health.failed(A, KEY, Failure("auth", "401"))
    assert health.state(A, KEY).latched is not None
    assert health.state(B, KEY).latched is not None
    assert health.state(B, OTHER).ready
    assert health.state(A, OTHER).ready, "a changed key has a fresh start"


def test_a_missing_model_latches_that_model_alone(health: Health) -> None:
    health.failed(A, KEY, Failure("model", "404"))
    assert health.state(A, KEY).latched is not None
    assert health.state(A2, KEY).ready


@pytest.mark.parametrize("kind", ["quota", "auth", "model"])
def test_a_latch_is_looked_at_again_after_half_an_hour(
    health: Health, time: Time, kind: str
) -> None:
    health.failed(A, KEY, Failure(kind, "402"))  # type: ignore[arg-type] - literal
    time.now += 1799
    assert health.state(A, KEY).latched is not None
    time.now += 2
    assert health.state(A, KEY).latched is None


def test_a_changed_table_or_key_lifts_a_latch_and_nothing_else(health: Health) -> None:
    health.met(A, KEY)
    health.failed(A, KEY, Failure("auth", "401"))
    health.met(A, KEY)
    assert health.state(A, KEY).latched is not None
    mended = replace(A, base_url="http://127.0.0.1:3/v1")
    health.met(mended, KEY)
    assert health.state(mended, KEY).latched is None
    health.failed(mended, KEY, Failure("auth", "401"))
    health.met(mended, OTHER)
    health.met(mended, KEY)
    assert health.state(mended, KEY).latched is None
    health.failed(mended, KEY, BUSY)
    health.met(replace(mended, idle_s=9.0), KEY)
    assert not health.state(mended, KEY).ready


def test_a_limit_is_shared_by_the_key_and_an_outage_by_the_host(health: Health) -> None:
    health.failed(A, KEY, Failure("busy", "429"))
    assert health.state(B, KEY).shared
    assert not health.state(B, KEY).ready
    assert health.state(A2, OTHER).ready
    health.failed(A, OTHER, Failure("unreachable", "refused"))
    assert not health.state(A2, OTHER).ready
    assert health.state(B, OTHER).ready


def test_an_error_of_one_model_leaves_the_others_of_the_host(health: Health) -> None:
    health.failed(A, KEY, BUSY)
    assert health.state(A2, KEY).ready


@pytest.mark.parametrize("kind", ["request", "fit", "filter"])
def test_what_is_ours_costs_the_provider_nothing(health: Health, kind: str) -> None:
    health.failed(A, KEY, Failure(kind, "400"))  # type: ignore[arg-type] - literal
    assert health.state(A, KEY).ready


def test_forgiving(health: Health) -> None:
    health.failed(A, KEY, Failure("auth", "401"))
    health.forgive(A, KEY)
    assert health.state(A, KEY).ready


def test_first_token_times(health: Health) -> None:
    assert health.first_token_ms(A, KEY, 50) is None
    for ms in range(1, 101):
        health.worked(A, KEY, float(ms))
    assert health.first_token_ms(A, KEY, 50) == 91.0
    assert health.first_token_ms(A, KEY, 95) == 100.0


def test_how_a_stream_may_end(health: Health) -> None:
    assert health.ended(A, KEY, finish_reason=True, done=True)
    assert not health.ended(A, KEY, finish_reason=False, done=False)
    for _ in range(5):
        assert not health.ended(A, KEY, finish_reason=False, done=True)
    ends = [health.ended(B, KEY, finish_reason=False, done=True) for _ in range(3)]
    assert ends == [False, False, True]


def test_no_key_is_kept_in_plain(health: Health) -> None:
    health.failed(A, KEY, Failure("auth", "401"))
    assert KEY not in repr(vars(health))
