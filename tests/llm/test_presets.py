"""Presets are complete, and a key in the environment is enough to begin."""

from __future__ import annotations

import pytest

from app.core.provider import on_this_machine
from app.llm.presets import PRESETS, default_providers, preset


def test_all_that_were_promised() -> None:
    names = {one.provider.name for one in PRESETS}
    assert names == {
        "openai", "deepseek", "gemini", "qwen", "openrouter", "groq", "mistral",
        "ollama", "lmstudio", "llamaserver", "custom",
    }  # fmt: skip
    assert len(names) == len(PRESETS)


@pytest.mark.parametrize("one", PRESETS, ids=lambda one: one.provider.name)
def test_each_is_complete(one) -> None:  # type: ignore[no-untyped-def] - a Preset
    provider = one.provider
    assert one.title
    assert one.local == on_this_machine(provider.base_url)
    if one.local:
        assert provider.key_env == ""
        assert provider.first_token_s > 10
    elif provider.name != "custom":
        assert provider.base_url.startswith("https://")
        assert provider.key_env.endswith("_API_KEY")
        assert one.keys_at.startswith("https://")
        assert provider.model


def test_a_key_in_the_environment_is_enough() -> None:
    (provider,) = default_providers({"OPENAI_API_KEY": "sk-x"})
    assert provider == preset("openai").provider


def test_the_usual_variables_are_respected() -> None:
    environ = {"OPENAI_API_KEY": "x", "OPENAI_BASE_URL": "http://127.0.0.1/v1", "OPENAI_MODEL": "m"}
    (provider,) = default_providers(environ)
    assert (provider.base_url, provider.model) == ("http://127.0.0.1/v1", "m")


@pytest.mark.parametrize("environ", [{}, {"OPENAI_API_KEY": " "}, {"OPENAI_MODEL": "m"}])
def test_without_a_key_there_is_none(environ: dict[str, str]) -> None:
    assert default_providers(environ) == ()


def test_an_unknown_preset() -> None:
    with pytest.raises(KeyError):
        preset("nobody")
