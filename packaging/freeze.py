"""Make the frozen program in ``dist/ghostpilot``, complete with its papers, and try it.

    python packaging/freeze.py [--no-demo]

Runs PyInstaller, takes debugging symbols out of the libraries, adds licences, bill of materials
and the desktop's files, says how big the folder is and plays the demo with it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "dist" / "ghostpilot"
PROGRAM = FOLDER / ("ghostpilot.exe" if os.name == "nt" else "ghostpilot")
LARGEST_MIB = 400
LINUX = sys.platform == "linux"


def main() -> int:
    """Build, add, weigh, try; 1 when the demo of the frozen program fails."""
    parser = argparse.ArgumentParser(description="Make the frozen program and try it.")
    parser.add_argument("--no-demo", action="store_true", help="do not play the demo with it")
    args = parser.parse_args()
    freeze()
    if LINUX:
        strip()
    add_papers()
    size = weigh(FOLDER)
    verdict = "within" if size <= LARGEST_MIB else "OVER"
    print(f"{FOLDER}: {size:.0f} MiB in files, {verdict} the goal of {LARGEST_MIB} MiB")
    if args.no_demo:
        return 0
    return try_demo()


def freeze() -> None:
    """Run PyInstaller on the spec."""
    spec = ROOT / "packaging" / "ghostpilot.spec"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR"]
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "frozen")]
    subprocess.run([*command, *places, str(spec)], check=True, cwd=ROOT)


def strip() -> None:
    """Take what only a debugger reads out of the libraries, where ``strip`` is installed.

    Libraries that their wheel has already rewritten (``*.libs``) and Qt's own are left alone:
    they are stripped, and rewriting them again can damage them.
    """
    tool = shutil.which("strip")
    if tool is None:
        print("strip (binutils) is not installed: the folder stays bigger than it could be")
        return
    for path in sorted((FOLDER / "parts").rglob("*.so*")):
        parts = path.relative_to(FOLDER).parts
        if path.is_symlink() or "Qt6" in parts or any(p.endswith(".libs") for p in parts):
            continue
        subprocess.run([tool, "--strip-unneeded", str(path)], check=True)


def add_papers() -> None:
    """Licences, bill of materials, and what an installation needs, beside the program."""
    subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "make_papers.py"), str(FOLDER)], check=True
    )
    shutil.copy(ROOT / "LICENSE", FOLDER / "LICENSE")
    if not LINUX:
        return
    for name in ("install.sh", "uninstall.sh"):
        shutil.copy2(ROOT / "packaging" / "linux" / name, FOLDER / name)
    share = FOLDER / "share"
    app_id = "org.ghostpilot.GhostPilot"
    for source, target in {
        f"packaging/linux/{app_id}.desktop": f"applications/{app_id}.desktop",
        f"packaging/linux/{app_id}.metainfo.xml": f"metainfo/{app_id}.metainfo.xml",
        "assets/icons/ghostpilot.svg": f"icons/hicolor/scalable/apps/{app_id}.svg",
        **{
            f"assets/icons/ghostpilot-{size}.png": f"icons/hicolor/{size}x{size}/apps/{app_id}.png"
            for size in (16, 24, 32, 48, 64, 128, 256, 512)
        },
    }.items():
        (share / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, share / target)


def weigh(folder: Path) -> float:
    """MiB of all files in a folder, each file once."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 2**20


def try_demo() -> int:
    """Play the demo with the frozen program in a home of its own; its exit code."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "GHOSTPILOT_HOME": home}
        return subprocess.run([str(PROGRAM), "demo"], env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
