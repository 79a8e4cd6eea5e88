"""Write what a frozen program must say of its parts: a bill of materials and their licences.

    python packaging/make_papers.py FOLDER

FOLDER is the one PyInstaller made; what went into it is read from PyInstaller's own table, so
the list cannot differ from the folder. Writes ``sbom.cdx.json`` (CycloneDX 1.6) and
``THIRD-PARTY-LICENCES.txt``. Ends with 1 when a part has no known licence.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import subprocess
import sys
import sysconfig
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "build" / "frozen" / "ghostpilot"
CLASSIFIED = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-2.1-or-later",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
}
"""What the older kind of metadata calls a licence, and its SPDX name."""
NAMED = {
    "MIT License": "MIT",
    "LGPL v3": "LGPL-3.0-only",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "LGPLv2+": "LGPL-2.1-or-later",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
}
COMMON = Path("/usr/share/common-licenses")
"""Where Debian keeps the licences that the texts of its packages only name."""
NAMES_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9])")
LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Something bundled: a Python distribution, a library of the system, or a model."""

    name: str
    version: str
    licence: str
    text: str
    purl: str = ""


def main() -> int:
    """Write both papers into the folder named."""
    folder = Path(sys.argv[1])
    parts = [*python_parts(), *system_parts(folder), *models(folder)]
    (folder / "sbom.cdx.json").write_text(json.dumps(bill(parts), indent=1), encoding="utf-8")
    (folder / "THIRD-PARTY-LICENCES.txt").write_text(licences(parts), encoding="utf-8")
    print(f"{len(parts)} parts are listed in sbom.cdx.json and THIRD-PARTY-LICENCES.txt")
    unknown = [part.name for part in parts if not part.licence and not part.text]
    if unknown:
        print(f"no licence is known of: {', '.join(unknown)}", file=sys.stderr)
    return 1 if unknown else 0


def bundled() -> Iterable[tuple[str, str, str]]:
    """Name, source file and kind of everything PyInstaller took."""
    for table in ("PYZ-00.toc", "COLLECT-00.toc"):
        yield from _entries(ast.literal_eval((TABLES / table).read_text(encoding="utf-8")))


def _entries(value: object) -> Iterable[tuple[str, str, str]]:
    if isinstance(value, tuple) and len(value) >= 3 and all(isinstance(v, str) for v in value[:3]):
        yield value[0], value[1], value[2]
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _entries(item)


def python_parts() -> list[Part]:
    """Python itself and each distribution of which a file was taken."""
    owners = {
        str(Path(str(distribution.locate_file(file))).resolve()): distribution
        for distribution in metadata.distributions()
        for file in distribution.files or ()
    }
    taken = {}
    for _, source, _ in bundled():
        distribution = owners.get(str(Path(source).resolve())) if source else None
        if distribution is not None and distribution.name != "ghostpilot":
            taken[distribution.name.lower()] = distribution
    python = Part(
        "Python", sys.version.split()[0], "PSF-2.0", _python_licence(), "pkg:generic/python"
    )
    return [python, *(_part(taken[name]) for name in sorted(taken))]


def _part(distribution: metadata.Distribution) -> Part:
    texts = [
        Path(str(distribution.locate_file(file))).read_text(encoding="utf-8", errors="replace")
        for file in distribution.files or ()
        if LICENCE_FILE.search(file.name)
        and file.suffix.lower() not in (".py", ".pyc", ".pyi", ".h")
        and Path(str(distribution.locate_file(file))).is_file()
    ]
    version = distribution.version
    purl = f"pkg:pypi/{distribution.name.lower().replace('_', '-')}@{version}"
    unique = dict.fromkeys(text.strip() for text in texts)
    return Part(distribution.name, version, _licence(distribution), "\n\n".join(unique), purl)


def _licence(distribution: metadata.Distribution) -> str:
    """The SPDX expression, as far as the metadata tells it."""
    about = distribution.metadata
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    for classifier in about.get_all("Classifier") or ():
        name = classifier.rpartition(" :: ")[2]
        if classifier.startswith("License ::") and name in CLASSIFIED:
            return CLASSIFIED[name]
    said = (about.get("License") or "").strip()
    return NAMED.get(said, said if "\n" not in said and len(said) < 60 else "")


def _python_licence() -> str:
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        for path in sorted(Path(folder).glob("LICENSE*")):
            return path.read_text(encoding="utf-8", errors="replace")
    return "See https://docs.python.org/3/license.html"


def system_parts(folder: Path) -> list[Part]:
    """Libraries taken from the system, by the Debian package they come from."""
    packages: dict[str, str] = {}
    for _, source, _ in bundled():
        if not source.startswith(("/lib/", "/usr/lib/", "/usr/share/fonts/")):
            continue
        owner = _owner(Path(source))
        if owner:
            packages.setdefault(owner, source)
    return [_package(name) for name in sorted(packages)]


def _owner(path: Path) -> str:
    """The installed Debian package a file belongs to; empty where there is no dpkg."""
    for name in {str(path), str(path.resolve()), str(path).removeprefix("/usr")}:
        try:
            done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return ""
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    return ""


def _package(name: str) -> Part:
    command = ["dpkg-query", "-W", "-f", "${Version}\n", name]
    version = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0]
    path = Path("/usr/share/doc") / name / "copyright"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    named = re.findall(r"^License: *(\S+)", text, re.MULTILINE)
    return Part(
        name,
        version,
        " AND ".join(dict.fromkeys(named)) if len(set(named)) == 1 else "",
        text,
        f"pkg:deb/debian/{name}@{version}",
    )


def models(folder: Path) -> list[Part]:
    """The models inside, with the notices that stand beside them."""
    encoder = ROOT / "assets" / "models" / "all-MiniLM-L6-v2" / "NOTICE"
    voices = ROOT / "assets" / "demo" / "NOTICE.md"
    silero = next(folder.rglob("LICENSE.silero"), None)
    return [
        Part("all-MiniLM-L6-v2 (encoder)", "1", "Apache-2.0", encoder.read_text("utf-8")),
        Part("voices of the demo call", "1", "", voices.read_text("utf-8")),
        Part(
            "Silero VAD (model)", "5", "MIT", silero.read_text("utf-8") if silero else "MIT License"
        ),
        Part(
            "Moonshine tiny English (model)",
            "1",
            "MIT",
            "Part of the moonshine-voice package; its licence applies.",
        ),
    ]


def bill(parts: list[Part]) -> dict[str, object]:
    """The parts as a CycloneDX 1.6 document; the same parts give the same document."""
    version = re.search(
        r'__version__ = "(.+)"', (ROOT / "app" / "__init__.py").read_text(encoding="utf-8")
    )
    assert version is not None
    components = [_component(part) for part in parts]
    digest = hashlib.sha256(json.dumps(components).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(digest[:32])}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "GhostPilot",
                "version": version[1],
                "licenses": [{"expression": "GPL-3.0-or-later"}],
            }
        },
        "components": components,
    }


def _component(part: Part) -> dict[str, object]:
    component: dict[str, object] = {
        "type": "machine-learning-model" if "model" in part.name else "library",
        "bom-ref": f"{part.name}@{part.version}",
        "name": part.name,
        "version": part.version,
    }
    if part.licence:
        compound = " AND " in part.licence or " OR " in part.licence or " WITH " in part.licence
        component["licenses"] = [
            {"expression": part.licence} if compound else {"license": {"name": part.licence}}
        ]
    if part.purl:
        component["purl"] = part.purl
    return component


def licences(parts: list[Part]) -> str:
    """A list of all parts, then the text each one came with, then what those texts refer to."""
    lines = ["GhostPilot contains these parts of others. Their licences follow the list.", ""]
    lines += [f"  {p.name} {p.version}: {p.licence or 'see its text below'}" for p in parts]
    for part in parts:
        text = part.text or f"{part.licence}. The package carries no text of its own."
        lines += _section(f"{part.name} {part.version}", text)
    for names, text in referred_to(parts):
        lines += _section(f"For the parts above that name it: {names}", text)
    return "\n".join(lines) + "\n"


def _section(title: str, text: str) -> list[str]:
    return ["", "=" * 78, title, "=" * 78, "", text.strip()]


def referred_to(parts: list[Part]) -> list[tuple[str, str]]:
    """Names and text of each licence that is only named: it is not on every system."""
    named = {name for part in parts for name in NAMES_COMMON.findall(part.text)}
    named |= {part.licence for part in parts if not part.text}
    files: dict[Path, list[str]] = {}
    for name in sorted(named - {""}):
        file = (COMMON / name).resolve()
        if file.is_file():
            files.setdefault(file, []).append(name)
    return [
        (", ".join(names), file.read_text(encoding="utf-8", errors="replace"))
        for file, names in files.items()
    ]


if __name__ == "__main__":
    raise SystemExit(main())
