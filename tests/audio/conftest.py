"""A private sound server with null sinks, on which the tests of live capture play and listen."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


class SoundServer:
    """PulseAudio of our own: the sinks ``speakers``, ``headset`` and ``voice`` lead nowhere.

    What is played into a sink is heard on its monitor; the monitor of ``voice`` is the
    default source and so the microphone.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._socket = folder / "native"
        (folder / "state").mkdir()
        for name, value in {
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
            "PULSE_RUNTIME_PATH": folder / "pulse",
            "PULSE_STATE_PATH": folder / "state",
            "PULSE_SERVER": f"unix:{self._socket}",
        }.items():
            monkeypatch.setenv(name, str(value))
        self._process: subprocess.Popen[bytes] | None = None
        self._players: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"]
        command += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"]
        for sink in ("speakers", "headset", "voice"):
            command += ["-L", null_sink(sink)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 45
        while subprocess.run(["pactl", "info"], capture_output=True, timeout=150).returncode:
            assert time.monotonic() < deadline, "the sound server did not start"
            time.sleep(0.02)
        self.pactl("set-default-sink", "speakers")
        self.pactl("set-default-source", "voice.monitor")

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        assert self._process
        self._process.kill()
        self._process.wait(5)
        self._socket.unlink(missing_ok=True)

    def freeze(self) -> None:
        """Let the server hang until `thaw`."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], capture_output=True, text=True, check=True, timeout=150
        )
        return done.stdout.strip()

    def play(self, sink: str, path: Path) -> None:
        """Start playing a file into a sink."""
        self._players.append(subprocess.Popen(["paplay", "-d", sink, str(path)]))

    def close(self) -> None:
        for player in self._players:
            player.kill()
            player.wait(5)
        if self._process and self._process.poll() is None:
            self.thaw()
            self._process.terminate()
            self._process.wait(5)


def null_sink(name: str) -> str:
    """The module that makes a sink; without rewinds, so that its monitor loses nothing."""
    described = f"sink_properties=device.description={name.title()}"
    return f"module-null-sink sink_name={name} rate=48000 channels=2 norewinds=1 {described}"


@pytest.fixture
def sound_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    for program in ("pulseaudio", "pactl", "parec", "paplay"):
        if not shutil.which(program):
            pytest.skip(f"needs {program} (Debian: pulseaudio, pulseaudio-utils)")
    with tempfile.TemporaryDirectory(prefix="gp") as folder:
        server = SoundServer(Path(folder), monkeypatch)
        server.start()
        try:
            yield server
        finally:
            server.close()
