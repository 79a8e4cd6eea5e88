"""Providers people use, ready to be chosen, and the one that an environment variable implies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.core.settings import Provider

LOCAL_FIRST_TOKEN_S = 30.0
"""A local server may have to load its model first."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A provider to start from; the user may change every field."""

    title: str
    provider: Provider
    keys_at: str = ""
    """Where the user gets a key."""
    local: bool = False
    """A server on this machine, which needs no key."""


def _hosted(
    name: str, title: str, base_url: str, model: str, key_env: str, keys_at: str, *,
    context: int = 128_000, vision: bool = False,
) -> Preset:  # fmt: skip
    provider = Provider(name, base_url, model, key_env, context=context, vision=vision)
    return Preset(title, provider, keys_at)


def _local(name: str, title: str, base_url: str, model: str) -> Preset:
    provider = Provider(
        name, base_url, model, context=8192, first_token_s=LOCAL_FIRST_TOKEN_S, idle_s=15.0
    )
    return Preset(title, provider, local=True)


PRESETS: tuple[Preset, ...] = (
    _hosted("openai", "OpenAI", "https://api.openai.com/v1", "gpt-4.1-mini",
            "OPENAI_API_KEY", "https://platform.openai.com/api-keys", vision=True),
    _hosted("deepseek", "DeepSeek", "https://api.deepseek.com/v1", "deepseek-chat",
            "DEEPSEEK_API_KEY", "https://platform.deepseek.com/api_keys", context=64_000),
    _hosted("gemini", "Google Gemini",
            "https://generativelanguage.googleapis.com/v1beta/openai", "gemini-flash-latest",
            "GEMINI_API_KEY", "https://aistudio.google.com/apikey", vision=True),
    _hosted("qwen", "Qwen (DashScope)",
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "qwen-plus",
            "DASHSCOPE_API_KEY", "https://bailian.console.alibabacloud.com/?tab=api"),
    _hosted("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", "openrouter/auto",
            "OPENROUTER_API_KEY", "https://openrouter.ai/keys"),
    _hosted("groq", "Groq", "https://api.groq.com/openai/v1", "llama-3.3-70b-versatile",
            "GROQ_API_KEY", "https://console.groq.com/keys"),
    _hosted("mistral", "Mistral", "https://api.mistral.ai/v1", "mistral-small-latest",
            "MISTRAL_API_KEY", "https://console.mistral.ai/api-keys", vision=True),
    _local("ollama", "Ollama", "http://127.0.0.1:11434/v1", "llama3.2"),
    _local("lmstudio", "LM Studio", "http://127.0.0.1:1234/v1", ""),
    _local("llamaserver", "llama-server", "http://127.0.0.1:8080/v1", "any"),
    Preset("Custom", Provider("custom", "https://", "")),
)  # fmt: skip


def preset(name: str) -> Preset:
    """The preset of a name; raises `KeyError`."""
    return {one.provider.name: one for one in PRESETS}[name]


def default_providers(environ: Mapping[str, str]) -> tuple[Provider, ...]:
    """What is used while no provider is set up: OpenAI where its key is in the environment.

    ``OPENAI_BASE_URL`` and ``OPENAI_MODEL`` are respected, as other programs do.
    """
    if not environ.get("OPENAI_API_KEY", "").strip():
        return ()
    provider = preset("openai").provider
    base_url = environ.get("OPENAI_BASE_URL", "").strip() or provider.base_url
    model = environ.get("OPENAI_MODEL", "").strip() or provider.model
    return (replace(provider, base_url=base_url, model=model),)
