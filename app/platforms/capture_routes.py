"""The public ways another program on this machine could capture the screen."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping

from app.core.errors import GhostPilotError
from app.platforms.base import CaptureRoute, Region, Shot

PATIENCE_S = 10.0


class MssRoute:
    """The screen as python-mss gets it: GDI on Windows, Quartz on macOS, XGetImage on X11."""

    name = "mss"

    def grab(self, region: Region) -> Shot:
        import mss
        from mss.exception import ScreenShotError

        box = {
            "left": region.x,
            "top": region.y,
            "width": region.width,
            "height": region.height,
        }
        try:
            with mss.MSS() as screen:
                image = screen.grab(box)
                return Shot(image.width, image.height, bytes(image.rgb))
        except (ScreenShotError, OSError) as error:
            raise GhostPilotError(f"{self.name} cannot capture the screen", str(error)) from error


class ImportRoute:
    """ImageMagick's ``import`` of the X11 root window."""

    name = "import"

    def grab(self, region: Region) -> Shot:
        crop = f"{region.width}x{region.height}+{region.x}+{region.y}"
        options = ("-silent", "-window", "root", "-crop", crop, "+repage", "-depth", "8")
        return read_ppm(_run("import", *options, "ppm:-"))


class GrimRoute:
    """``grim``, which captures through the compositor on wlroots desktops."""

    name = "grim"

    def grab(self, region: Region) -> Shot:
        box = f"{region.x},{region.y} {region.width}x{region.height}"
        return read_ppm(_run("grim", "-g", box, "-t", "ppm", "-"))


def make_routes(environ: Mapping[str, str]) -> list[CaptureRoute]:
    """Every route that can be tried on this machine."""
    routes: list[CaptureRoute] = [MssRoute()]
    if environ.get("DISPLAY") and shutil.which("import"):
        routes.append(ImportRoute())
    if environ.get("WAYLAND_DISPLAY") and shutil.which("grim"):
        routes.append(GrimRoute())
    return routes


def read_ppm(data: bytes) -> Shot:
    """Read a binary PPM of 8 bits a channel; raises `GhostPilotError` for anything else."""
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    if header is not None:
        width, height = int(header[1]), int(header[2])
        rgb = data[header.end() :]
        if len(rgb) == width * height * 3:
            return Shot(width, height, rgb)
    raise GhostPilotError("The capture is not a picture that can be read", f"{data[:20]!r}")


def _run(*command: str) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GhostPilotError(f"{command[0]} cannot capture the screen", str(error)) from error
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip()
        raise GhostPilotError(f"{command[0]} cannot capture the screen", reason)
    return done.stdout
