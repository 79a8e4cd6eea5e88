"""The overlay with everything around it, put together as the running program does it."""

from __future__ import annotations

import asyncio
import dataclasses
import json

from app import platforms
from app.core import settings
from app.core.tasks import spawn

note = platforms.prepare_windows()

from app.ui.controls import Controls  # noqa: E402 - the window system is chosen first
from app.ui.exit_signals import ExitSignals  # noqa: E402 - the window system is chosen first
from app.ui.local_server import LocalServer  # noqa: E402 - the window system is chosen first
from app.ui.loop import make_loop  # noqa: E402 - the window system is chosen first
from app.ui.overlay import Overlay  # noqa: E402 - the window system is chosen first


def report(kind: str, **fields: object) -> None:
    print(json.dumps({"kind": kind, **fields}), flush=True)


async def main() -> None:
    chosen = settings.Settings()
    leave = asyncio.Event()
    signals = ExitSignals(leave.set)
    signals.install(asyncio.get_running_loop())
    server = LocalServer()
    if not server.start():
        report("ready", second=True)
        return
    overlay = Overlay(
        chosen.overlay,
        on_problem=lambda problem: None,
        translucent=platforms.can_be_translucent(),
    )
    painted = asyncio.Event()
    overlay.first_painted.connect(painted.set)
    overlay.show()
    await painted.wait()
    controls = Controls(
        overlay,
        chosen.overlay,
        exclusion=platforms.make_exclusion(),
        hotkeys=platforms.make_hotkeys(),
        routes=platforms.make_capture_routes(),
        server=server,
    )
    controls.problem.connect(lambda problem: report("problem", title=problem.title))
    controls.ask_now.connect(lambda: report("ask_now"))
    controls.quit.connect(leave.set)
    controls.start()
    binding = spawn(controls.bind(dataclasses.asdict(chosen.hotkeys)), name="hotkeys")
    await binding
    report("ready", translucent=platforms.can_be_translucent(), note=note)
    await leave.wait()
    report("leaving", visible=overlay.isVisible())
    await controls.aclose()
    overlay.close()
    signals.remove()


with make_loop() as loop:
    loop.run_until_complete(main())
report("closed")
