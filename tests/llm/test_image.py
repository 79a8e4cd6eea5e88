"""Screenshots are made small; what is no image is told."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from app.core.errors import GhostPilotError
from app.llm.image import LONGEST_SIDE, shrink


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 80).convert(mode).save(out, "PNG")
    return out.getvalue()


async def test_a_large_screen_is_scaled_and_compressed() -> None:
    png = picture(3000, 1500)
    small = await shrink(png)
    assert (small.width, small.height) == (LONGEST_SIDE, 784)
    assert small.media_type == "image/jpeg"
    assert len(small.data) < len(png) / 3
    with Image.open(io.BytesIO(small.data)) as image:
        assert image.size == (LONGEST_SIDE, 784)


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "1", "LA"])
async def test_a_small_one_keeps_its_size_in_any_mode(mode: str) -> None:
    small = await shrink(picture(300, 200, mode))
    assert (small.width, small.height) == (300, 200)


def bomb() -> bytes:
    """A PNG header that claims 40,000 x 40,000 pixels."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    checksum = struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + checksum


@pytest.mark.parametrize("data", [b"", b"text", picture(50, 50)[:200], bomb()])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
async def test_what_is_no_image_is_told(data: bytes) -> None:
    with pytest.raises(GhostPilotError, match="screenshot cannot be sent"):
        await shrink(data)
