"""What desktops, installers and the bundle say of the program is valid and of this version."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import app
from app.core import settings
from app.platforms.autostart import APP_ID, desktop_entry
from app.platforms.linux import WINDOW_CLASS

ROOT = Path(__file__).parent.parent.parent
PACKAGING = ROOT / "packaging"
DESKTOP = PACKAGING / "linux" / f"{APP_ID}.desktop"
METAINFO = PACKAGING / "linux" / f"{APP_ID}.metainfo.xml"
SPEC = PACKAGING / "ghostpilot.spec"


def fields(entry: str) -> dict[str, str]:
    lines = entry.split("[Desktop Action")[0].splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_the_installed_entry_and_the_one_the_program_writes_agree() -> None:
    installed, written = fields(DESKTOP.read_text("utf-8")), fields(desktop_entry())
    for key in ("Type", "Name", "Comment", "StartupWMClass", "Terminal"):
        assert installed[key] == written[key], key
    assert installed["StartupWMClass"] == WINDOW_CLASS
    assert installed["Icon"] == APP_ID


def test_the_desktop_entry_is_valid() -> None:
    tool = shutil.which("desktop-file-validate")
    if tool is None:
        pytest.skip("needs desktop-file-validate (Debian: desktop-file-utils)")
    done = subprocess.run([tool, str(DESKTOP)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_appstream_data_is_valid() -> None:
    tool = shutil.which("appstreamcli")
    if tool is None:
        pytest.skip("needs appstreamcli (Debian: appstream)")
    command = [tool, "validate", "--no-net", str(METAINFO)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_place_names_this_version() -> None:
    root = ElementTree.parse(METAINFO).getroot()
    newest = root.find("releases/release")
    assert newest is not None and newest.get("version") == app.__version__
    assert root.findtext("id") == APP_ID
    info = (PACKAGING / "windows" / "version_info.txt").read_text("utf-8")
    numbers = (*(int(part) for part in str(app.__version__).split(".")), 0)
    assert f"filevers={numbers}" in info and f"prodvers={numbers}" in info
    assert info.count(f'"{app.__version__}"') == 2
    setup = (PACKAGING / "windows" / "ghostpilot.iss").read_text("utf-8")
    assert f'#define Version "{app.__version__}"' in setup


def test_the_mac_bundle_says_why_it_hears_and_sees() -> None:
    spec = SPEC.read_text("utf-8")
    for what in ("Microphone", "AudioCapture", "ScreenCapture"):
        assert f'"NS{what}UsageDescription": "GhostPilot ' in spec
    assert f'bundle_identifier="{APP_ID}"' in spec
    plist = re.search(r"info_plist=(\{.*?\n        \})", spec, re.DOTALL)
    assert plist is not None
    keys = eval(plist[1], {"VERSION": app.__version__})
    assert plistlib.loads(plistlib.dumps(keys)) == keys


def test_every_icon_size_is_there_and_not_empty() -> None:
    icons = ROOT / "assets" / "icons"
    for size in (16, 24, 32, 48, 64, 128, 256, 512):
        data = (icons / f"ghostpilot-{size}.png").read_bytes()
        assert data.startswith(b"\x89PNG")
        assert int.from_bytes(data[16:20]) == int.from_bytes(data[20:24]) == size
    assert (icons / "ghostpilot.icns").read_bytes().startswith(b"icns")
    assert (icons / "ghostpilot.ico").read_bytes().startswith(b"\x00\x00\x01\x00")


def test_the_bundle_leaves_out_what_is_not_free_or_heavy() -> None:
    spec = SPEC.read_text("utf-8")
    for name in ("azure", "torch", "pytest", "tkinter", "transformers"):
        assert f'"{name}"' in spec.split("left_out = [")[1].split("]")[0]
    assert settings.Speech().engine == "moonshine", "the recogniser inside must be the default"
