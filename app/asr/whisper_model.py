"""The files of a Whisper model: where they are, whether they are whole, how to fetch them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.asr.base import Progress
from app.core import paths
from app.core.errors import GhostPilotError, describe

if TYPE_CHECKING:
    from huggingface_hub.hf_api import RepoSibling

NEEDED = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*")
WHOLE = "whole"
"""A file written last, when every other one has been checked."""
_BLOCK = 1 << 20


def model_folder(model: str) -> Path:
    """Where a model's files are kept."""
    return paths.cache() / "whisper" / model


def is_whole(model: str) -> bool:
    """Whether the model was fetched and checked to the end."""
    return (model_folder(model) / WHOLE).is_file()


def repository(model: str) -> str:
    """Where the model is published."""
    if model == "large-v3-turbo":
        return "mobiuslabsgmbh/faster-whisper-large-v3-turbo"
    return f"Systran/faster-whisper-{model}"


def fetch(model: str, progress: Progress, *, endpoint: str | None = None) -> Path:
    """Fetch a model, going on where an earlier try broke off, and check every file.

    Blocking; for a worker. ``endpoint`` is another hub than the public one. Raises
    `GhostPilotError` (exit 3) when the hub cannot be reached or a file is damaged.
    """
    from huggingface_hub import HfApi, hf_hub_download

    folder = paths.private_folder(model_folder(model))
    name = repository(model)
    try:
        files = list(_needed(HfApi(endpoint=endpoint).model_info(name, files_metadata=True)))
        total = sum(file.size or 0 for file in files) or 1
        done = 0
        for file in files:
            bar = _bar(progress, model, done, total)
            # Whatever comes, `_check` compares it with the digest in the list.
            hf_hub_download(  # nosec B615
                name, file.rfilename, local_dir=folder, endpoint=endpoint, tqdm_class=bar
            )
            _check(folder / file.rfilename, file)
            done += file.size or 0
    except GhostPilotError:
        raise
    except Exception as error:  # the hub's library passes on those of several others
        raise GhostPilotError(
            f"The Whisper model {model} could not be fetched",
            describe(error)[:200],
            "Check the connection and try again: what has arrived is kept.",
            exit_code=3,
        ) from error
    (folder / WHOLE).write_text(name, encoding="utf-8")
    progress(f"Fetched the Whisper model {model}", 1.0)
    return folder


def _needed(info: Any) -> Iterator[RepoSibling]:
    for file in info.siblings or ():
        if any(fnmatch(file.rfilename, pattern) for pattern in NEEDED):
            yield file


def _check(path: Path, file: RepoSibling) -> None:
    """Compare a file with its published size and hash; a damaged one is removed."""
    right = file.size is None or path.stat().st_size == file.size
    if right and file.lfs is not None:
        right = _sha256(path) == file.lfs.sha256
    if right:
        return
    path.unlink()
    raise GhostPilotError(
        f"The file {path.name} of the Whisper model arrived damaged",
        "its size or checksum is not the published one",
        "Fetch it again.",
        exit_code=3,
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _bar(progress: Progress, model: str, done: int, total: int) -> type:
    """A progress bar class that reports to ``progress`` and draws nothing."""
    from tqdm.auto import tqdm

    class Bar(tqdm):
        monitor_interval = 0  # no watching thread

        def __init__(self, *args: Any, **options: Any) -> None:
            options.pop("name", None)
            super().__init__(*args, **(options | {"disable": False, "file": _Nowhere()}))

        def update(self, n: float | None = 1) -> None:
            super().update(n)
            progress(f"Fetching the Whisper model {model}", min(1.0, (done + self.n) / total))

    return Bar


class _Nowhere:
    """A stream that keeps nothing."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing to flush."""
