"""What a provider's failure means: the evidence of one request in, one kind of failure out."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

FailureKind = Literal[
    "request",  # our own input is wrong; another provider would say the same
    "fit",  # too long for this model
    "filter",  # the provider declines the content
    "auth",  # the key is refused
    "quota",  # the account is out of money
    "model",  # the model does not exist there
    "busy",  # overloaded or limited for a while
    "unreachable",  # no connection
    "stall",  # connected, but no useful word in time
    "hollow",  # a success without an answer
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of a failed request, free of any library's types."""

    status: int | None = None
    """HTTP status; 200 for an error inside a stream."""
    body: Any = None
    """The parsed body or error object, or its text."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    exception: Literal["", "refused", "connect_timeout", "tls", "dropped", "garbled"] = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure with what the policy and the user need of it."""

    kind: FailureKind
    label: str
    """A few words: ``503``, ``refused``, ``no word in 4 s``."""
    text: str = ""
    """What the provider itself said."""
    retry_after: float | None = None
    """Seconds the provider asks to wait."""
    in_band: bool = False
    """Seen inside a successful response."""

    @property
    def told(self) -> str:
        """The label, with what the provider itself said."""
        return f"{self.label}; it says: {self.text}" if self.text else self.label


class ProviderFailure(Exception):
    """A request failed. It carries no request and no response, which hold the key."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.kind}: {failure.label}")
        self.failure = failure


_CODES: dict[str, FailureKind] = {
    "context_length_exceeded": "fit",
    "string_above_max_length": "fit",
    "request_too_large": "fit",
    "exceed_context_size_error": "fit",
    "content_filter": "filter",
    "content_policy_violation": "filter",
    "responsibleaipolicyviolation": "filter",
    "data_inspection_failed": "filter",
    "moderation": "filter",
    "invalid_api_key": "auth",
    "invalid_authentication_error": "auth",
    "authentication_error": "auth",
    "api_key_invalid": "auth",
    "account_deactivated": "auth",
    "unauthorized": "auth",
    "unauthenticated": "auth",
    "permission_denied": "auth",
    "insufficient_quota": "quota",
    "insufficient_balance": "quota",
    "billing_hard_limit_reached": "quota",
    "billing_not_active": "quota",
    "model_not_found": "model",
    "model_not_available": "model",
    "rate_limit_exceeded": "busy",
    "rate_limit_error": "busy",
    "overloaded_error": "busy",
    "server_overloaded": "busy",
    "server_error": "busy",
    "resource_exhausted": "busy",
    "unavailable": "busy",
}
_PATTERNS: dict[FailureKind, str] = {
    "auth": (
        r"api[ _-]?key[^.]{0,40}(not valid|invalid|incorrect|expired|missing|not found)"
        r"|(invalid|incorrect|missing|wrong|no)[^.]{0,20}api[ _-]?key"
    ),
    "fit": (
        r"context[ _-]?(length|window|size)|maximum (prompt|input|context)"
        r"|(prompt|input|request)[^.]{0,30}too (long|large)|too many (input )?tokens"
        r"|exceeds?[^.]{0,40}(token limit|number of tokens)"
    ),
    "filter": r"content (management|policy|filter)|moderation|was flagged|safety system",
    "quota": r"insufficient (quota|balance|funds|credits?)|out of credits",
    "model": (
        r"model[^.]{0,80}(not found|does not exist|not exist|not available|deprecated"
        r"|decommissioned|no longer (available|supported))|no such model|unknown model"
        r"|access to (the )?model"
    ),
}
_WORDS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _PATTERNS.items()}
_EXCEPTIONS: dict[str, tuple[FailureKind, str]] = {
    "refused": ("unreachable", "no connection"),
    "connect_timeout": ("unreachable", "no connection in time"),
    "tls": ("unreachable", "no safe connection"),
    "dropped": ("busy", "connection dropped"),
    "garbled": ("hollow", "garbled answer"),
}
LONGEST_RETRY_AFTER_S = 86_400.0
_BUSY_STATUS = {408, 409, 425, 429}


def classify(seen: Evidence) -> Failure:
    """The kind of failure: error code first, then status, then class, then words of the text.

    An error inside a 200 response whose code says nothing is ``hollow``.
    """
    if seen.exception:
        kind, label = _EXCEPTIONS[seen.exception]
        return Failure(kind, seen.note or label, in_band=seen.exception == "garbled")
    error = error_object(seen.body)
    text = _text(error, seen.body)
    codes = [str(error[name]) for name in ("code", "type", "status") if error.get(name)]
    in_band = seen.status is None or 200 <= seen.status < 400
    numbers = [int(code) for code in codes if re.fullmatch(r"[45]\d\d", code)]
    status = numbers[0] if in_band and numbers else seen.status
    kind = _by_code(codes, error) or _by_status(status, text)
    if in_band and kind in ("busy", "unknown", "request"):
        kind = "hollow"
    label = seen.note or (str(status) if status and status >= 300 else "error in the answer")
    return Failure(kind, label, text, retry_after(seen.headers), in_band)


def _by_code(codes: list[str], error: Mapping[str, Any]) -> FailureKind | None:
    for code in codes:
        kind = _CODES.get(code.lower())
        if kind is not None:
            return kind
    metadata = error.get("metadata")
    if isinstance(metadata, Mapping) and "flagged_input" in metadata:
        return "filter"
    return None


def _by_status(status: int | None, text: str) -> FailureKind:
    by_words = next((kind for kind, words in _WORDS.items() if words.search(text)), None)
    if status is None or status < 300:
        return by_words or "unknown"
    if status in (401, 407):
        return "auth"
    if status == 402:
        return "quota"
    if status == 403:
        return by_words if by_words in ("filter", "model", "quota") else "auth"
    if status == 404:
        return "model"
    if status == 413:
        return "fit"
    if status in (400, 422):
        return by_words or "request"
    if status in _BUSY_STATUS or status >= 500:
        return "quota" if status == 429 and by_words == "quota" else "busy"
    if status < 400:
        return "hollow"
    return "unknown"


def error_object(body: Any) -> Mapping[str, Any]:
    """The error inside a body, in the shapes providers use; empty when there is none."""
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, Mapping):
        return {}
    inner = body.get("error", body)
    if isinstance(inner, str):
        return {"message": inner}
    return inner if isinstance(inner, Mapping) else {}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a ``retry-after-ms`` or ``retry-after`` header, at most a day.

    The second may be a date (RFC 9110, 10.2.3); one that has passed means now.
    """
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        try:
            seconds = float(value) * scale
        except ValueError:
            seconds = _seconds_until(value)
        if seconds >= 0:  # false for what is not a number
            return min(seconds, LONGEST_RETRY_AFTER_S)
    return None


def _seconds_until(date: str) -> float:
    """Seconds from now to a date of a header, 0 for the past; not a number for no date."""
    from email.utils import parsedate_to_datetime  # ten modules that few answers need

    try:
        then = parsedate_to_datetime(date)
        if then.tzinfo is None:  # "-0000" is UTC from a place that is not told
            then = then.replace(tzinfo=UTC)
        return max(0.0, (then - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return math.nan


def _text(error: Mapping[str, Any], body: Any) -> str:
    for name in ("message", "detail", "error_description", "msg"):
        if isinstance(error.get(name), str):
            return " ".join(error[name].split())[:500]
    if isinstance(body, str) and not body.lstrip().startswith("<"):
        return " ".join(body.split())[:500]
    return ""
