"""How a provider refuses before it says a word: an HTTP status, its headers, its body."""

from __future__ import annotations

from typing import Any

from aiohttp import web

STATUS: dict[str, tuple[int, dict[str, str], Any]] = {
    "400": (400, {}, {"error": {"message": "messages: invalid role", "code": None}}),
    "400ctx": (400, {}, {"error": {
        "message": "This model's maximum context length is 4096 tokens.",
        "code": "context_length_exceeded"}}),
    "400cf": (400, {}, {"error": {
        "message": "The response was filtered.", "code": "content_filter"}}),
    "400key": (400, {}, [{"error": {
        "code": 400, "status": "INVALID_ARGUMENT",
        "message": "API key not valid. Please pass a valid API key."}}]),
    "401": (401, {}, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}),
    "402": (402, {}, {"error": {"message": "Insufficient credits", "code": 402}}),
    "403": (403, {}, {"error": {"message": "Not allowed", "code": None}}),
    "404": (404, {}, {"error": {"message": "The model does not exist",
                                "code": "model_not_found"}}),
    "408": (408, {}, {"error": {"message": "Request timeout"}}),
    "409": (409, {}, {"error": {"message": "Conflict"}}),
    "413": (413, {}, {"error": {"message": "Request too large"}}),
    "418": (418, {}, {"error": {"message": "I am a teapot"}}),
    "425": (425, {}, {"error": {"message": "Too early"}}),
    "429": (429, {}, {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}),
    "429ra2": (429, {"Retry-After": "2"}, {"error": {"message": "Slow down"}}),
    "429ra30": (429, {"Retry-After": "30"}, {"error": {"message": "Slow down"}}),
    "429days": (429, {"Retry-After": "172800"}, {"error": {"message": "Slow down"}}),
    "503date": (503, {"Retry-After": "Fri, 20 Nov 2099 10:00:00 GMT"},
                {"error": {"message": "Down for maintenance"}}),
    "429quota": (429, {}, {"error": {"message": "You exceeded your current quota",
                                     "code": "insufficient_quota"}}),
    "500": (500, {}, {"error": {"message": "Internal error"}}),
    "502": (502, {}, "<html>Bad gateway</html>"),
    "503": (503, {}, {"error": {"message": "Overloaded"}}),
    "504": (504, {}, "upstream timed out"),
    "529": (529, {}, {"error": {"type": "overloaded_error", "message": "Overloaded"}}),
}  # fmt: skip
"""Refusals by HTTP status: status, headers, body."""


def refuse(scenario: str) -> web.Response:
    """The answer of a provider that refuses in this way."""
    status, headers, body = STATUS[scenario]
    if isinstance(body, str):
        kind = "text/html" if body.startswith("<") else "text/plain"
        return web.Response(status=status, headers=headers, text=body, content_type=kind)
    return web.json_response(body, status=status, headers=headers)
