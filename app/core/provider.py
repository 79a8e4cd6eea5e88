"""What the rooms need to know about a provider: its host, and what a test of it showed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.core.events import Problem


@dataclass(frozen=True, slots=True)
class ProviderCheck:
    """What a test of a provider showed; None where the test did not get that far."""

    provider: str
    reachable: bool
    key_accepted: bool | None = None
    model_exists: bool | None = None
    first_token_ms: float | None = None
    models: tuple[str, ...] = ()
    """Models the endpoint lists; empty where it has no list."""
    problem: Problem | None = None

    @property
    def passed(self) -> bool:
        """Whether a question would be answered."""
        return self.problem is None and self.first_token_ms is not None


def host_of(base_url: str) -> str:
    """Host and, where it is not the usual one, port; never a user name, path or query."""
    host = _hostname(base_url)
    if ":" in host:
        host = f"[{host}]"
    try:
        port = urlsplit(base_url).port
    except ValueError:
        port = None
    return f"{host}:{port}" if port else host


def wrong_address(base_url: str) -> str:
    """Why nothing can be sent to an address, in a few words; empty for a sound one."""
    try:
        parts = urlsplit(base_url)
        host = parts.hostname
    except ValueError:
        return "it is no web address"
    if parts.scheme not in ("http", "https"):
        return "it does not begin with http:// or https://"
    if not host or any(character.isspace() for character in host):
        return "it names no host"
    try:
        return "" if parts.port != 0 else "its port is not a number from 1 to 65535"
    except ValueError:
        return "its port is not a number from 1 to 65535"


def on_this_machine(base_url: str) -> bool:
    """Whether the address is this machine's own, judged by its text and never by DNS."""
    host = _hostname(base_url)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def in_this_network(base_url: str) -> bool:
    """Whether the address is this machine's or a private network's, where keys are rare."""
    if on_this_machine(base_url):
        return True
    host = _hostname(base_url)
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host.endswith((".local", ".lan", ".internal")) or "." not in host


def _hostname(base_url: str) -> str:
    """The host's name in lower case; empty for what is no address."""
    try:
        return (urlsplit(base_url).hostname or "").rstrip(".")
    except ValueError:
        return ""
