"""PDF and Word files are notes too where their readers are installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.knowledge import Skipped
from app.retrieval.documents import read_document
from app.retrieval.notes import list_notes, read_note


def small_pdf(*pages: str) -> bytes:
    """A minimal PDF with one line of text on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>"
    return data + f"{trailer}\nstartxref\n{len(data)}\n%%EOF\n".encode()


def test_a_pdf_has_a_heading_for_each_page(tmp_path: Path) -> None:
    pytest.importorskip("pypdf", reason="the documents extra is not installed")
    path = tmp_path / "manual.pdf"
    path.write_bytes(small_pdf("Turn the key.", "Press the pedal."))
    chunks = read_document(path)
    assert [(c.title, c.heading, c.text) for c in chunks] == [
        ("manual", "Page 1", "Turn the key."),
        ("manual", "Page 2", "Press the pedal."),
    ]


def test_a_word_file_keeps_its_headings_and_tables(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="the documents extra is not installed")
    document = docx.Document()
    document.add_heading("Pricing", 1)
    document.add_paragraph("All prices are in euro.")
    document.add_heading("Plans", 2)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Plan", "Price", "Growth", "290"], strict=True):
        cell.text = text
    document.save(str(tmp_path / "p.docx"))
    chunks = read_document(tmp_path / "p.docx")
    assert [(c.heading, c.text) for c in chunks] == [
        ("Pricing", "All prices are in euro."),
        ("Pricing > Plans", "| Plan | Price |\n|---|---|\n| Growth | 290 |"),
    ]


@pytest.mark.parametrize("name", ["broken.pdf", "broken.docx"])
def test_a_broken_file_is_skipped_with_the_reason(tmp_path: Path, name: str) -> None:
    pytest.importorskip("pypdf", reason="the documents extra is not installed")
    pytest.importorskip("docx", reason="the documents extra is not installed")
    (tmp_path / name).write_bytes(b"not what it says")
    (file,) = list_notes([tmp_path]).files
    skipped = read_note(file)
    assert isinstance(skipped, Skipped) and skipped.reason.startswith("It cannot be read")


def test_without_the_reader_the_reason_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (tmp_path / "a.pdf").write_bytes(small_pdf("x"))
    with pytest.raises(GhostPilotError, match="pip install"):
        read_document(tmp_path / "a.pdf")
