"""The parts of a session are checked as a session uses them, and say what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from app.checks import parts as check_parts
from app.checks.base import Checker, Subject, carry_out
from app.core.check import Check
from app.core.errors import GhostPilotError
from app.core.settings import Provider, Settings, replace_values

DEFAULTS = Settings()


async def checked(
    look: Callable[[Subject], Awaitable[list[Check]]], settings: Settings = DEFAULTS
) -> Check:
    (check,) = await carry_out(Checker(("one",), look, 20.0), Subject(settings))
    return check


async def test_the_recogniser_understands_the_shipped_call() -> None:
    check = await checked(check_parts.recogniser)
    assert check.verdict == "PASS"
    assert "Thanks for joining" in check.words


async def test_a_recogniser_elsewhere_hears_nothing_without_agreement() -> None:
    settings = replace_values(Settings(), {"speech.engine": "openai"})
    check = await checked(check_parts.recogniser, settings)
    assert check.verdict == "FAIL"
    assert "you have not agreed" in check.words
    assert 'ghostpilot providers agree "speech openai"' in check.next_step


async def test_the_encoder_matches_its_references() -> None:
    check = await checked(check_parts.encoder)
    assert check.verdict == "PASS"
    assert "matches its references" in check.words


async def test_the_sample_notes_are_said_to_be_the_sample() -> None:
    check = await checked(check_parts.notes)
    assert check.verdict == "PASS"
    assert check.words.startswith("Only the sample")
    assert "folders" in check.next_step


async def test_a_file_that_is_left_out_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Deploys\nRun the rollback command.\n", encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"\0\1\2")
    check = await checked(
        check_parts.notes, replace_values(Settings(), {"notes.folders": [str(tmp_path)]})
    )
    assert check.verdict == "PASS"
    assert check.words.startswith("1 note in 1 piece,")
    assert "bad.md" in check.words


async def test_a_notes_folder_that_is_gone_fails(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    check = await checked(check_parts.notes, replace_values(Settings(), {"notes.folders": [gone]}))
    assert check.verdict == "FAIL"
    assert check.words == f"The notes folder {gone} does not exist."
    assert check.next_step


@pytest.fixture
async def service() -> AsyncIterator[str]:
    """An endpoint that knows the model ``good``, and refuses the key of any other."""

    async def complete(request: web.Request) -> web.StreamResponse:
        if (await request.json())["model"] != "good":
            return web.json_response({"error": {"message": "Incorrect API key"}}, status=401)
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "good",
            "choices": [{"index": 0, "delta": {"content": "OK"}, "finish_reason": None}],
        }
        await response.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())
        return response

    app = web.Application()
    app.router.add_post("/v1/chat/completions", complete)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    await runner.cleanup()


async def test_each_provider_has_its_line(service: str) -> None:
    given = (
        Provider("fine", service, "good"),
        Provider("locked", service, "other"),
        Provider("dead", "http://127.0.0.1:9/v1", "any"),
        Provider("far", "https://models.example/v1", "any"),
    )
    found = await check_parts.providers(Subject(replace(Settings(), providers=given)))
    checks = {check.name: check for check in found}
    assert {name: check.verdict for name, check in checks.items()} == {
        "provider fine": "PASS",
        "provider locked": "FAIL",
        "provider dead": "FAIL",
        "provider far": "SKIP",
    }
    assert "first word after" in checks["provider fine"].words
    assert "key" in checks["provider locked"].words
    assert "dead" in checks["provider dead"].words
    assert "models.example" in checks["provider far"].next_step
    assert all(check.next_step for name, check in checks.items() if name != "provider fine")


async def test_without_a_provider_the_notes_answer() -> None:
    check = await checked(check_parts.providers)
    assert check.verdict == "SKIP"
    assert "notes" in check.words


async def test_the_settings_file_is_named_with_what_is_wrong(private_home: Path) -> None:
    assert (await checked(check_parts.settings_file)).verdict == "PASS"
    broken = GhostPilotError("The settings file is not valid TOML", "line 3", "Correct that line.")
    (check,) = await check_parts.settings_file(Subject(Settings(), trouble=broken))
    assert (check.verdict, check.words) == ("FAIL", "The settings file is not valid TOML: line 3.")
    assert "default settings" in check.next_step
    (check,) = await check_parts.settings_file(Subject(Settings(), unknown=("No setting x.",)))
    assert check.verdict == "FAIL"
    assert "No setting x." in check.words


async def test_notes_that_take_long_are_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_parts, "NOTES_S", 0.0)
    check = await checked(check_parts.notes)
    assert check.verdict == "SKIP"
    assert "Still being read" in check.words
