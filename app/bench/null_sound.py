"""A PulseAudio server of our own whose speakers and microphone lead nowhere, to play a call on."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("pulseaudio", "pactl", "parec", "paplay")
SINKS = ("speakers", "voice")
"""What the other side says is played into the first; the second is the microphone."""


def missing() -> str:
    """The first program that is needed and not installed; empty when all are."""
    return next((name for name in PROGRAMS if not shutil.which(name)), "")


@contextmanager
def sound_server() -> Iterator[dict[str, str]]:
    """Run the server for the block; yields the environment in which programs find it."""
    with tempfile.TemporaryDirectory(prefix="gp") as folder:
        socket = f"{folder}/native"
        environment = {
            "XDG_RUNTIME_DIR": folder,
            "PULSE_RUNTIME_PATH": f"{folder}/pulse",
            "PULSE_STATE_PATH": folder,
            "PULSE_SERVER": f"unix:{socket}",
        }
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"]
        command += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"]
        for sink in SINKS:
            module = f"module-null-sink sink_name={sink} rate=48000 channels=2 norewinds=1"
            command += ["-L", module]
        quiet = subprocess.DEVNULL
        around = {**os.environ, **environment, "HOME": folder}
        with subprocess.Popen(command, env=around, stdout=quiet, stderr=quiet) as server:
            try:
                _wait(around)
                _pactl(around, "set-default-sink", SINKS[0])
                _pactl(around, "set-default-source", f"{SINKS[1]}.monitor")
                yield environment
            finally:
                server.terminate()


def _wait(environment: dict[str, str]) -> None:
    deadline = time.monotonic() + 10
    while subprocess.run(["pactl", "info"], capture_output=True, env=environment).returncode:
        if time.monotonic() > deadline:
            raise RuntimeError("the sound server did not start")
        time.sleep(0.05)


def _pactl(environment: dict[str, str], *words: str) -> None:
    subprocess.run(["pactl", *words], check=True, capture_output=True, env=environment, timeout=10)


@contextmanager
def playing(call: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Play both sides of a stereo 16-bit recording into the sinks; yields the players."""
    with tempfile.TemporaryDirectory(prefix="gp") as folder:
        players = [
            subprocess.Popen(["paplay", "-d", sink, path])
            for sink, path in zip(SINKS, split(call, Path(folder)), strict=True)
        ]
        try:
            yield players
        finally:
            for player in players:
                player.kill()
                player.wait()


def split(call: Path, folder: Path) -> list[Path]:
    """The left and the right channel of a recording as files of their own."""
    with wave.open(str(call)) as sound:
        rate, frames = sound.getframerate(), sound.readframes(sound.getnframes())
    paths = []
    for number, name in enumerate(("left", "right")):
        samples = memoryview(frames).cast("h")[number::2]
        paths.append(folder / f"{name}.wav")
        with wave.open(str(paths[-1]), "wb") as side:
            side.setnchannels(1)
            side.setsampwidth(2)
            side.setframerate(rate)
            side.writeframes(samples.tobytes())
    return paths
