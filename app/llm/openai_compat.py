"""Asks any OpenAI-compatible provider through the openai library, and reads its stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

from app.core.errors import GhostPilotError
from app.core.redact import MASK, Redactor
from app.core.settings import Provider
from app.core.tasks import spawn
from app.llm.base import Call, Finish, Piece
from app.llm.chunks import pieces_of
from app.llm.classify import Evidence, Failure, ProviderFailure, classify, error_object
from app.llm.sse import EventTooLong

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

KEEPALIVE_S = 180.0
"""Seconds an idle connection is kept: people ask less often than every five."""
WARM_S = 5.0
"""Seconds a connection may take to warm up; nobody waits for it."""


@dataclass(frozen=True, slots=True)
class _Library:
    """What the import of openai gave, with the one http client all providers share."""

    sdk: ModuleType
    web: ModuleType
    http: httpx2.AsyncClient


class OpenAICompatible:
    """A `Model` for every endpoint that speaks the Chat Completions API.

    The library takes a second to import; that happens in a thread at the first use.
    """

    def __init__(self, redactor: Redactor | None = None) -> None:
        self._redactor = redactor or Redactor()
        self._loading: asyncio.Task[_Library] | None = None
        self._clients: dict[tuple[str, str | None], AsyncOpenAI] = {}
        self._used: dict[str, float] = {}
        self._unwanted: dict[tuple[str, str], frozenset[str]] = {}

    async def stream(self, call: Call) -> AsyncGenerator[Piece | Finish, None]:
        """Pieces of the answer, then one `Finish`; raises `ProviderFailure` only."""
        library = await self._library()
        try:
            async with aclosing(self._stream(library, call)) as items:
                async for item in items:
                    yield item
        except ProviderFailure:
            raise
        except Exception as error:  # whatever a server provokes is that provider's failure
            failure = self._clean(_failure_of(library, error), call.key)
            raise ProviderFailure(failure) from None

    async def _stream(self, library: _Library, call: Call) -> AsyncGenerator[Piece | Finish, None]:
        client = self._client(library, call.provider, call.key)
        place = (call.provider.base_url, call.provider.model)
        self._used[call.provider.base_url] = asyncio.get_running_loop().time()
        while True:
            unwanted = self._unwanted.get(place, frozenset())
            request = client.chat.completions.with_streaming_response.create(
                **_parameters(call, unwanted), **_options(library, call.provider, call.key)
            )
            try:
                async with (
                    request as response,
                    aclosing(pieces_of(response.http_response)) as items,
                ):
                    async for item in items:
                        yield item
                return
            except library.sdk.BadRequestError as error:
                refused = _refused_parameter(error, unwanted)
                if refused is None:
                    raise
                self._unwanted[place] = unwanted | {refused}

    async def ready(self) -> None:
        """Import the library, in a thread, if that has not been done."""
        await self._library()

    async def models(self, provider: Provider, key: str | None) -> tuple[str, ...]:
        """Models the endpoint lists, sorted; raises `ProviderFailure`."""
        library = await self._library()
        client = self._client(library, provider, key)
        try:
            page = await client.models.list(**_options(library, provider, key))
            return tuple(sorted(str(model.id) for model in page.data))
        except Exception as error:  # as above
            raise ProviderFailure(self._clean(_failure_of(library, error), key)) from None

    async def warm(self, provider: Provider, key: str | None) -> None:
        """Import the library and open a connection, unless one was in use lately."""
        library = await self._library()
        now = asyncio.get_running_loop().time()
        if now - self._used.get(provider.base_url, -KEEPALIVE_S) < KEEPALIVE_S / 2:
            return
        self._used[provider.base_url] = now
        with suppress(Exception):  # nothing was asked for, so nothing can be missing
            client = self._client(library, provider, key)
            async with asyncio.timeout(WARM_S):
                await client.models.with_raw_response.list(**_options(library, provider, key))

    async def aclose(self) -> None:
        """Close all connections."""
        if self._loading is None:
            return
        loading, self._loading = self._loading, None
        self._clients.clear()
        with suppress(GhostPilotError):  # it was never loaded: there is nothing to close
            await (await loading).http.aclose()

    async def _library(self) -> _Library:
        if self._loading is None:
            self._loading = spawn(_load(), name="load openai")
        if self._loading.done():
            return self._loading.result()
        return await asyncio.shield(self._loading)

    def _client(self, library: _Library, provider: Provider, key: str | None) -> AsyncOpenAI:
        known = self._clients.get((provider.base_url, key))
        if known is not None:
            return known
        if key is not None and not (key.isascii() and key.isprintable()):
            raise ProviderFailure(Failure("auth", "the key has characters that no key has"))
        omit = library.sdk.Omit()
        headers = {"OpenAI-Organization": omit, "OpenAI-Project": omit}
        client: AsyncOpenAI = library.sdk.AsyncOpenAI(
            base_url=provider.base_url,
            api_key=key or "none",
            http_client=library.http,
            max_retries=0,  # the policy of `failover` is the only one that retries
            default_headers=headers,
        )
        self._clients[provider.base_url, key] = client
        return client

    def _clean(self, failure: Failure, key: str | None) -> Failure:
        """The failure without any key that the provider quoted back."""
        text = failure.text
        if key and len(key) >= 8:
            text = text.replace(key, MASK)
        return replace(failure, text=self._redactor.clean(text))


async def _load() -> _Library:
    executor = ThreadPoolExecutor(1, thread_name_prefix="load-openai")
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, _import)
    finally:
        executor.shutdown(wait=False)


def _import() -> _Library:
    try:
        import httpx2
        import openai
    except ImportError as error:
        raise GhostPilotError(
            "No provider can be asked: the openai library does not load",
            str(error),
            "Install GhostPilot again.",
            exit_code=3,
        ) from error

    limits = httpx2.Limits(max_keepalive_connections=20, keepalive_expiry=KEEPALIVE_S)
    direct = httpx2.AsyncHTTPTransport(limits=limits)  # this machine is never behind a proxy
    http = httpx2.AsyncClient(
        limits=limits,
        mounts={f"all://{host}": direct for host in ("localhost", "127.0.0.1", "[::1]")},
        follow_redirects=False,  # the user agreed to one host, not to where it points
    )
    return _Library(openai, httpx2, http)


def _options(library: _Library, provider: Provider, key: str | None) -> dict[str, Any]:
    """What every request is sent with.

    The connect limit is the provider's own; the others only stand behind the limits on
    useful words. Without a key no credentials are sent at all.
    """
    limits = library.web.Timeout(provider.total_s + 5, connect=provider.connect_s)
    headers = {} if key else {"Authorization": library.sdk.Omit()}
    return {"timeout": limits, "extra_headers": headers}


def _parameters(call: Call, unwanted: frozenset[str]) -> dict[str, Any]:
    longest = "max_completion_tokens" if call.provider.reasoning else "max_tokens"
    if "max_tokens" in unwanted:
        longest = "max_completion_tokens"
    wanted: dict[str, Any] = {
        "messages": call.messages,
        longest: call.max_tokens,
        "stream_options": {"include_usage": True},
    }
    if not call.provider.reasoning:
        wanted["temperature"] = call.temperature
    body = {name: value for name, value in wanted.items() if name not in unwanted}
    # In `extra_body` they are sent as they are; as arguments the library would first walk
    # through every message for half a millisecond.
    return {"model": call.provider.model, "messages": (), "stream": True, "extra_body": body}


def _refused_parameter(error: Any, already: frozenset[str]) -> str | None:
    """The optional parameter that a 400 complains about, if it is one we can leave out."""
    said = error_object(error.body)
    text = f"{said.get('param')} {said.get('message')}"
    for name in ("stream_options", "temperature", "max_completion_tokens", "max_tokens"):
        if name in text and name not in already:
            return name
    return None


def _failure_of(library: _Library, error: Exception) -> Failure:
    if isinstance(error, library.sdk.APIStatusError):
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        return classify(Evidence(error.status_code, error.body, headers))
    cause = error.__cause__ if isinstance(error, library.sdk.APIConnectionError) else error
    names = library.web
    if isinstance(cause, names.ConnectTimeout):
        return classify(Evidence(exception="connect_timeout"))
    if isinstance(cause, (names.ConnectError, names.ProxyError, names.UnsupportedProtocol)):
        tls = "ssl" in str(cause).lower() or "certificate" in str(cause).lower()
        if tls:
            return classify(Evidence(exception="tls"))
        return classify(Evidence(exception="refused"))
    if isinstance(cause, (names.TransportError, EventTooLong)):
        return classify(Evidence(exception="dropped"))
    return Failure("unknown", type(error).__name__, str(error)[:500])
