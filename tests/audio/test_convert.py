"""Any rate, width and channel count becomes 16 kHz mono, without a seam between pieces."""

from __future__ import annotations

import numpy as np
import pytest

from app.audio.base import RATE
from app.audio.convert import WIDTHS, Converter, SampleFormat
from app.core.errors import GhostPilotError
from tests.audio.sounds import chirps, likeness, samples, tone


def encoded(sound: np.ndarray, sample: SampleFormat) -> bytes:
    match sample:
        case "u8":
            return (sound * 127 + 128).astype("u1").tobytes()
        case "s16":
            return (sound * 32767).astype("<i2").tobytes()
        case "s24":
            wide = (sound * (2**31 - 1)).astype("<i4").view("u1").reshape(-1, 4)
            return wide[:, 1:].tobytes()
        case "s32":
            return (sound * (2**31 - 1)).astype("<i4").tobytes()
        case "f32":
            return sound.astype("<f4").tobytes()
        case "f64":
            return sound.astype("<f8").tobytes()


def fed(converter: Converter, data: bytes, piece: int) -> bytes:
    parts = [converter.feed(data[at : at + piece]) for at in range(0, len(data), piece)]
    return b"".join(parts) + converter.finish()


@pytest.mark.parametrize("sample", WIDTHS)
@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000])
def test_the_sound_stays_the_same_at_any_rate_and_width(rate: int, sample: SampleFormat) -> None:
    data = encoded(tone(1.0, rate), sample)
    out = samples(fed(Converter(rate, 1, sample), data, 4096))
    assert abs(len(out) - RATE) <= 2
    assert likeness(out[500:-500], tone(1.0)[500:-500]) > 0.999
    assert np.sqrt(np.mean(out**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.02)


def test_sixteen_kilohertz_mono_passes_through_bit_for_bit() -> None:
    data = np.arange(-(2**15), 2**15, dtype="<i2").tobytes()
    assert fed(Converter(RATE, 1), data, 640) == data


@pytest.mark.parametrize("piece", [1, 7, 641, 50_000])
def test_pieces_of_any_size_join_without_a_seam(piece: int) -> None:
    data = encoded(np.repeat(chirps(0.3, 44100), 3), "s24")
    whole = fed(Converter(44100, 3, "s24"), data, len(data))
    assert (
        np.abs(samples(fed(Converter(44100, 3, "s24"), data, piece)) - samples(whole)).max() < 1e-4
    )


@pytest.mark.parametrize("channels", [1, 2, 3, 6, 8])
def test_channels_are_averaged(channels: int) -> None:
    one = tone(0.2, 48000)
    frames = np.zeros((len(one), channels))
    frames[:, 0] = one
    out = samples(fed(Converter(48000, channels, "f32"), encoded(frames, "f32"), 3840))
    assert np.abs(out).max() == pytest.approx(0.5 / channels, rel=0.05)


def test_tones_above_the_new_band_do_not_fold_back() -> None:
    out = samples(fed(Converter(48000, 1, "f32"), encoded(tone(0.5, 48000, 11_000), "f32"), 1920))
    assert np.abs(out[500:-500]).max() < 1e-3


def test_values_that_are_no_numbers_become_silence_and_loud_ones_are_clipped() -> None:
    odd = np.array([np.nan, np.inf, -np.inf, 7.0, -7.0], "<f4")
    assert samples(Converter(RATE, 1, "f32").feed(odd.tobytes())) == pytest.approx(
        [0, 1, -1, 1, -1], abs=1e-4
    )


def test_what_is_held_back_is_no_more_than_a_few_hundredths_of_a_second() -> None:
    converter = Converter(48000, 2)
    out = b"".join(converter.feed(bytes(960 * 4)) for _ in range(50))
    assert RATE - len(out) / 2 <= 0.04 * RATE


@pytest.mark.parametrize(("rate", "channels"), [(0, 1), (1, 1), (10**9, 1), (48000, 0)])
def test_an_impossible_shape_is_refused(rate: int, channels: int) -> None:
    with pytest.raises(GhostPilotError, match="cannot be used"):
        Converter(rate, channels)
