"""PDF and Word files as notes, through kept readers that are an optional extra."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

from app.core.errors import GhostPilotError, describe
from app.retrieval.chunking import Chunk, chunk_note, chunk_text


def read_document(path: Path) -> list[Chunk]:
    """The passages of a .pdf (a heading for each page) or .docx (its own headings).

    Raises `GhostPilotError` when the reader is not installed or cannot read the file. Line
    numbers count lines of the extracted text.
    """
    read = _read_pdf if path.suffix.lower() == ".pdf" else _read_docx
    try:
        return read(path)
    except ImportError as error:
        raise GhostPilotError(
            "Its reader is not installed",
            next_step="Install it with: pip install 'ghostpilot[documents]'",
            exit_code=3,
        ) from error
    except Exception as error:  # whatever a broken file does to its reader
        raise GhostPilotError("It cannot be read", describe(error)) from error


def _read_pdf(path: Path) -> list[Chunk]:
    from pypdf import PdfReader

    # What it remarks on its way is no news for a terminal: a file it cannot read is listed.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    chunks: list[Chunk] = []
    for number, page in enumerate(PdfReader(path).pages, 1):
        for chunk in chunk_text(page.extract_text(), path.stem):
            chunks.append(dataclasses.replace(chunk, heading=f"Page {number}"))
    return chunks


def _read_docx(path: Path) -> list[Chunk]:
    import docx
    from docx.table import Table

    blocks: list[str] = []
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Table):
            rows = ["| " + " | ".join(cell.text for cell in row.cells) + " |" for row in item.rows]
            blocks.append("\n".join([rows[0], "|---" * len(item.columns) + "|", *rows[1:]]))
            continue
        style = item.style.name if item.style is not None else ""
        if style.startswith("Heading") and style[-1].isdigit():
            blocks.append("#" * min(6, int(style[-1])) + " " + item.text)
        elif style == "Title":
            blocks.append("# " + item.text)
        elif item.text.strip():
            blocks.append(("- " if style.startswith("List") else "") + item.text)
    return chunk_note("\n\n".join(blocks), path.stem)
