"""Texts stay as written until a catalogue offers better; the German one is complete."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QLabel

from app.core.events import Passages, Status
from app.core.paths import shipped
from app.ui.footer import Footer
from app.ui.language import tr, use_language
from app.ui.passages_view import PassagesView

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


def texts() -> set[str]:
    """Every text that is passed to `tr` anywhere."""
    found = set()
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                words = node.args[0]
                if isinstance(words, ast.Constant):
                    found.add(words.value)
    return found


def test_english_needs_no_catalogue() -> None:
    assert use_language("en")
    assert tr("Listening") == "Listening"


def test_a_language_without_a_catalogue_is_refused_and_changes_nothing() -> None:
    assert not use_language("xx")
    assert tr("Listening") == "Listening"


def test_german_has_every_text_with_the_same_names_in_braces() -> None:
    path = shipped("assets/locale") / "de" / "LC_MESSAGES" / "ghostpilot.mo"
    with path.open("rb") as file:
        catalogue = GNUTranslations(file)
    braces = re.compile(r"\{(\w+)\}")
    for text in sorted(texts()):
        translated = catalogue._catalog.get(text)
        assert translated, f"no German for {text!r}"
        assert sorted(braces.findall(text)) == sorted(braces.findall(translated))


def test_windows_speak_the_chosen_language(qapp: object) -> None:
    assert use_language("de")
    footer, passages = Footer(), PassagesView()
    footer.show_status(Status("listening", recording=True))
    passages.show_passages(Passages("q", False, 1.0, ()))
    words = [label.text() for part in (footer, passages) for label in part.findChildren(QLabel)]
    assert {"Hört zu", "● Aufzeichnung", "Nicht in deinen Notizen."} <= set(words)


def test_the_compiled_catalogues_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "packaging" / "compile_catalogues.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0


def test_german_speaks_to_the_user_in_one_way() -> None:
    path = ROOT / "assets" / "locale" / "de" / "LC_MESSAGES" / "ghostpilot.po"
    formal = re.compile(r"(?:\w[,;:]? |n )Sie\b|\bIhnen\b|\bIhre?[mnrs]?\b")
    found = [line for line in path.read_text(encoding="utf-8").splitlines()
             if line.startswith("msgstr") and formal.search(line)]  # fmt: skip
    assert not found
