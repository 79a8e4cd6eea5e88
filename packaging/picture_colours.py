"""Measures the contrast of text in the pictures of make_screenshots.py, and keeps them small."""

from __future__ import annotations

import dataclasses

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage


def least_contrast(with_text: QImage, without: QImage, around: int) -> float:
    """The least WCAG contrast of any piece of text line, or 0 where no text was seen.

    Letters are where the two pictures differ. In each piece the strongest pixel of the letters
    is compared with the lightest and with the darkest pixel of the background there. Both have
    a margin of ``around`` pixels, which does not count.
    """

    def luminance(image: QImage) -> np.ndarray:
        values = _pixels(image) / 255.0
        linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
        return linear @ np.array([0.2126, 0.7152, 0.0722])

    text, ground = luminance(with_text), luminance(without)
    if text.shape != ground.shape:
        return 0.0
    within = slice(around + 2, -around - 2)
    inside = np.s_[within, within]
    text, ground = text[inside], ground[inside]
    changed = np.abs(text - ground) > 0.02
    near = changed.copy()
    for axis in (0, 1):
        near = near | np.roll(near, 2, axis) | np.roll(near, -2, axis)
    rows = np.flatnonzero(np.diff(np.r_[0, changed.any(axis=1), 0]))
    found = []
    for top, bottom in zip(rows[::2], rows[1::2], strict=True):
        for left in range(0, text.shape[1], 48):
            piece = np.s_[top:bottom, left : left + 48]
            if changed[piece].sum() < 40:
                continue
            letters, behind = text[piece][changed[piece]], ground[piece][near[piece]]
            for other in (behind.min(), behind.max()):
                high, low = np.maximum(letters, other), np.minimum(letters, other)
                found.append(((high + 0.05) / (low + 0.05)).max())
    return float(min(found, default=0.0))


def with_few_colours(image: QImage, theme: str) -> QImage:
    """The picture in the theme's own and its commonest colours: it then stays small."""
    flat = Qt.ImageConversionFlag.ThresholdDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, _common_colours(image, theme), flat)


def _common_colours(image: QImage, theme: str) -> list[int]:
    """The theme's own and the commonest other colours: with few, a picture stays small."""
    from app.ui.styles import PALETTES

    rgb = _pixels(image).reshape(-1, 3).astype(np.int64)
    groups = (rgb >> 3) @ np.array([1 << 10, 1 << 5, 1])
    counts = np.bincount(groups, minlength=1 << 15)
    own = dataclasses.astuple(PALETTES[theme])
    table = [0xFF000000 | int(colour[1:], 16) for colour in own if isinstance(colour, str)]
    for group in np.argsort(counts)[::-1][:44]:
        if counts[group]:
            red, green, blue = np.median(rgb[groups == group], axis=0).astype(int)
            table.append(int(0xFF000000 | red << 16 | green << 8 | blue))
    return table


def _pixels(image: QImage) -> np.ndarray:
    """Rows of RGB values from 0 to 255."""
    image = image.convertToFormat(image.Format.Format_RGB32)
    bits = image.constBits()
    assert bits is not None
    raw = np.frombuffer(bits.asstring(image.sizeInBytes()), np.uint8)
    return raw.reshape(image.height(), -1, 4)[:, : image.width(), 2::-1]
