"""Makes a screenshot small enough to send: scaled and compressed, off the loop."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from app.core.errors import GhostPilotError

LONGEST_SIDE = 1568
"""Pixels; models scale larger pictures down themselves."""
QUALITY = 82
MOST_PIXELS = 64_000_000
"""A larger picture is no screenshot and may be made to fill the memory."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready to send."""

    media_type: str
    data: bytes
    width: int
    height: int


async def shrink(png: bytes) -> Picture:
    """Scale and compress a screenshot; raises `GhostPilotError` when it is no image."""
    executor = ThreadPoolExecutor(1, thread_name_prefix="shrink-image")
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, _shrink, png)
    finally:
        executor.shutdown(wait=False)


def _shrink(png: bytes) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(png), formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _unusable(f"it has {image.width} x {image.height} pixels")
            picture = image.convert("RGB")
    except Image.DecompressionBombError as error:
        raise _unusable("it is far too large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _unusable("it is not a readable PNG, JPEG or WebP") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture("image/jpeg", out.getvalue(), picture.width, picture.height)


def _unusable(why: str) -> GhostPilotError:
    return GhostPilotError("The screenshot cannot be sent", why, "Take it again.")
