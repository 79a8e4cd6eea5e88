"""The papers of a frozen folder: every part listed once, with its licence, always the same."""

from __future__ import annotations

import importlib.util
import json
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "packaging" / "make_papers.py"


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_papers", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_papers", module)
    spec.loader.exec_module(module)
    qasync = metadata.distribution("qasync").locate_file("qasync/__init__.py")
    table = [("qasync", str(qasync), "PYMODULE"), ("app", "", "PYMODULE")]
    for name in ("PYZ-00.toc", "COLLECT-00.toc"):
        (tmp_path / name).write_text(repr(("somewhere", table)), encoding="utf-8")
    monkeypatch.setattr(module, "TABLES", tmp_path)
    return module


def test_what_was_taken_is_listed_with_its_licence(papers: ModuleType) -> None:
    parts = {part.name: part for part in papers.python_parts()}
    assert set(parts) == {"Python", "qasync"}
    assert parts["qasync"].version == metadata.version("qasync")
    assert "BSD" in parts["qasync"].licence
    assert parts["qasync"].purl.startswith("pkg:pypi/qasync@")
    assert parts["Python"].licence == "PSF-2.0"


def test_both_papers_are_written_and_name_the_models(
    papers: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["make_papers.py", str(tmp_path)])
    assert papers.main() == 0
    first = (tmp_path / "sbom.cdx.json").read_bytes()
    bill = json.loads(first)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    names = [component["name"] for component in bill["components"]]
    assert len(names) == len(set(names))
    assert "all-MiniLM-L6-v2 (encoder)" in names
    text = (tmp_path / "THIRD-PARTY-LICENCES.txt").read_text("utf-8")
    assert "Redistribution and use in source and binary forms" in text
    assert papers.main() == 0
    assert (tmp_path / "sbom.cdx.json").read_bytes() == first


def test_a_part_without_a_licence_is_an_error(
    papers: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["make_papers.py", str(tmp_path)])
    nameless = papers.Part("nameless", "1", "", "")
    monkeypatch.setattr(papers, "python_parts", lambda: [nameless])
    assert papers.main() == 1


def test_a_licence_that_is_only_named_is_there_too(
    papers: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's packages name a file that other systems, and bare ones, do not have."""
    (tmp_path / "GPL-2").write_text("The whole of it.", encoding="utf-8")
    (tmp_path / "GPL").symlink_to("GPL-2")
    (tmp_path / "Apache-2.0").write_text("All of the other.", encoding="utf-8")
    (tmp_path / "Artistic").write_text("Named by nobody.", encoding="utf-8")
    monkeypatch.setattr(papers, "COMMON", tmp_path)
    text = papers.licences(
        [
            papers.Part("one", "1", "", "See /usr/share/common-licenses/GPL-2."),
            papers.Part("two", "1", "", "It is in '/usr/share/common-licenses/GPL'"),
            papers.Part("three", "1", "Apache-2.0", ""),
        ]
    )
    assert text.count("The whole of it.") == 1
    assert "All of the other." in text
    assert "Named by nobody." not in text
