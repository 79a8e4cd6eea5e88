"""The laws of the house: floors, file sizes, banned calls, a test beside every file."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
FILES = sorted(APP.rglob("*.py"))


def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=150)


def test_floors_hold() -> None:
    result = _lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("retrieval", "import PyQt6"),
        ("core", "import app.llm.base"),
        ("asr", "import app.audio.base"),
        ("ui", "import app.pipeline"),
    ],
)
def test_floors_fail_when_broken(tmp_path: Path, room: str, line: str) -> None:
    shutil.copytree(APP, tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / "app" / room / "__init__.py"
    broken.write_text(f"{_source(broken)}\n{line}\n", encoding="utf-8")
    result = _lint_imports(tmp_path)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_module_opens_with_a_sentence(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(_source(path)))
    assert docstring, "no docstring"
    assert docstring.split("\n\n")[0].rstrip().endswith((".", ":", "?")), "not a sentence"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_stays_readable(path: Path) -> None:
    assert len(_source(path).splitlines()) <= 400


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name not in ("__init__.py", "__main__.py")], ids=_name
)
def test_a_file_has_its_test_twin(path: Path) -> None:
    inside = path.relative_to(APP)
    twin = ROOT / "tests" / inside.parent / f"test_{inside.name}"
    assert twin.exists(), f"expected {twin.relative_to(ROOT)}"


BANNED = {
    r"\.exec\(": "a nested Qt loop loses tasks",
    r"\bprocessEvents\(": "a nested Qt loop loses tasks",
    r"\bwaitSignal\(": "a nested Qt loop loses tasks",
    r"\bQThread\b": "threads come home by the inbox or an executor",
    r"\.(create_task|ensure_future)\(": "use app.core.tasks.spawn",
}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nothing_banned_is_called(path: Path) -> None:
    code = _source(path)
    for pattern, reason in BANNED.items():
        if path == APP / "core" / "tasks.py" and "create_task" in pattern:
            continue
        assert not re.search(pattern, code), f"{pattern}: {reason}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_system_is_asked_in_one_place(path: Path) -> None:
    if path == APP / "core" / "host.py" or APP / "platforms" in path.parents:
        return
    assert not re.search(r"sys\.platform|platform\.system\(|os\.name\b", _source(path))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_muted_rule_says_why(path: Path) -> None:
    for line in _source(path).splitlines():
        if re.search(r"# noqa|# type: ignore", line):
            assert re.search(r"noqa: [A-Z0-9, ]+ - \S|type: ignore\[[a-z-]+\]( -|  #) \S", line), (
                line
            )


def test_packaging_is_no_python_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would shadow the PyPI package"
