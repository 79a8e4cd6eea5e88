"""A local model hub over real sockets, with manners to choose."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

BREAKS_AT = 14_000_000
"""The hub's library keeps what arrived in steps of some 10 MB."""
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub:
    """Publishes a few small files as a Whisper model."""

    def __init__(self) -> None:
        self.files = {
            "config.json": b"{}",
            "model.bin": b"weights " * 3_000_000,
            "README.md": b"no",
        }
        self.manner = "good"
        self.ranges: list[str] = []
        self.served: list[str] = []
        self.endpoint = ""

    async def info(self, request: web.Request) -> web.Response:
        siblings = []
        for name, data in self.files.items():
            entry: dict[str, object] = {"rfilename": name, "size": len(data), "blobId": "b" * 40}
            if name == "model.bin":
                digest = hashlib.sha256(data).hexdigest()
                entry["lfs"] = {"sha256": digest, "size": len(data), "pointerSize": 1}
            siblings.append(entry)
        return web.json_response(
            {"id": "x", "sha": COMMIT, "siblings": siblings, "tags": [], "private": False}
        )

    async def file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        data = self.files[name]
        if self.manner == "damaged" and name == "model.bin":
            data = b"x" + data[1:]
        tag = hashlib.sha256(self.files[name]).hexdigest()
        headers = {"ETag": f'"{tag}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if request.method == "HEAD":
            return web.Response(headers=headers | {"Content-Length": str(len(data))})
        self.served.append(name)
        start = 0
        if wanted := request.headers.get("Range"):
            self.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        headers["Content-Length"] = str(len(data) - start)
        response = web.StreamResponse(status=206 if wanted else 200, headers=headers)
        await response.prepare(request)
        if self.manner == "breaks" and name == "model.bin":
            await response.write(data[start:BREAKS_AT])
            assert request.transport is not None
            request.transport.close()
            return response
        await response.write(data[start:])
        return response


@asynccontextmanager
async def fake_hub() -> AsyncIterator[FakeHub]:
    """The hub on a free port of this machine."""
    hub = FakeHub()
    app = web.Application()
    app.router.add_get("/api/models/{owner}/{repo}", hub.info)
    app.router.add_get("/api/models/{owner}/{repo}/revision/{revision}", hub.info)
    app.router.add_get("/{owner}/{repo}/resolve/{revision}/{name}", hub.file)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hub.endpoint = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield hub
    finally:
        await runner.cleanup()
