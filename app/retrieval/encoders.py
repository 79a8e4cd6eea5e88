"""Texts to vectors: the shipped encoder on onnxruntime, or any sentence-transformers model."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core import paths
from app.core.errors import GhostPilotError, describe

if TYPE_CHECKING:
    from app.retrieval.base import Encoder, Vectors

DEFAULT = "all-MiniLM-L6-v2"
MAX_PIECES = 256
"""Word pieces of a text that the model was made for; the rest is not read."""
EXACT = "-exact"
"""Ends the id of an encoder that had to fall back to exact products."""
LEAST_LIKENESS = 0.96
"""Cosine to the original model's vectors below which this processor gets them wrong."""
CHECKED = 4
"""Reference sentences compared at start: about 8 ms."""
BATCH = 8
"""Texts at a time: larger batches are no faster and keep more memory."""


def load_encoder(name: str = DEFAULT) -> Encoder:
    """The encoder named in the settings, ready to use. Blocking: loads a model.

    Raises `GhostPilotError` (exit 3) when its files or its library are missing.
    """
    if name in ("", DEFAULT):
        return load_checked(paths.shipped("assets") / "models" / DEFAULT)
    return SentenceTransformerEncoder(name)


def load_checked(folder: Path) -> OnnxEncoder:
    """The encoder of a folder, compared with the reference vectors beside it.

    Processors without VNNI can overflow in 8-bit products. Where that shows, slower exact
    products are used and said in the id; where those are wrong too, it is a
    `GhostPilotError` (exit 3).
    """
    for exact in (False, True):
        encoder = OnnxEncoder(folder, exact_products=exact)
        likeness = least_likeness(encoder, folder / "reference.json")
        if likeness >= LEAST_LIKENESS:
            return encoder
    raise GhostPilotError(
        "The encoder gives wrong vectors on this processor",
        f"likeness to the reference vectors is {likeness:.2f}, it must be {LEAST_LIKENESS}",
        "Name a sentence-transformers model in the settings (notes.encoder).",
        exit_code=3,
    )


def least_likeness(encoder: Encoder, reference: Path, most: int = CHECKED) -> float:
    """The lowest cosine between the encoder's vectors and the stored ones, over ``most`` texts."""
    import numpy as np

    try:
        stored = json.loads(reference.read_text(encoding="utf-8"))
        texts, truth = stored["texts"][:most], np.array(stored["vectors"][:most], dtype=np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise GhostPilotError(
            f"The encoder's file {reference} is missing or damaged",
            describe(error),
            "Install GhostPilot again.",
            exit_code=3,
        ) from error
    return float((encoder.encode(texts) * truth).sum(axis=1).min())


class OnnxEncoder:
    """all-MiniLM-L6-v2 with 8-bit weights: 384 numbers for a text, about 2 ms for a query."""

    def __init__(self, folder: Path, *, threads: int = 1, exact_products: bool = False) -> None:
        """Load ``model.int8.onnx`` and ``tokenizer.json`` of the folder.

        One thread is as fast as two for a query and leaves the rest of the machine alone.
        ``exact_products`` avoids the 8-bit products that overflow on processors without VNNI.
        """
        model, pieces = folder / "model.int8.onnx", folder / "tokenizer.json"
        for file in (model, pieces):
            if not file.is_file():
                raise GhostPilotError(
                    f"The encoder's file {file} is missing",
                    next_step="Install GhostPilot again, or make it with "
                    "packaging/export_encoder.py.",
                    exit_code=3,
                )
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.disable_telemetry_events()  # Windows asks this beside the word in app/__init__
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        if exact_products:
            options.add_session_config_entry("session.x64quantprecision", "1")
        try:
            self._session = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(pieces))
        except Exception as error:  # whatever a broken model does to its libraries
            raise GhostPilotError(
                f"The encoder in {folder} cannot be loaded",
                describe(error),
                "Install GhostPilot again.",
                exit_code=3,
            ) from error
        # The file asks for 128 pieces padded to 128, which costs every query ten times as much.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)
        self.id = f"{folder.name}/int8" + (EXACT if exact_products else "")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), 384). Blocking."""
        import numpy as np

        # A lone half of a surrogate pair is no text the tokenizer takes.
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        encodings = self._tokenizer.encode_batch(clean)
        # Texts of like length together: a batch is as long as its longest text.
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._run([encodings[i].ids for i in batch])
        return vectors

    def ordinary(self, word: str) -> bool:
        """Whether a lower-case word has a word piece of its own, as common words do."""
        return self._tokenizer.token_to_id(word) is not None

    def _run(self, rows: list[list[int]]) -> Any:
        import numpy as np

        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return self._session.run(None, feed)[0]


class SentenceTransformerEncoder:
    """Any model that the sentence-transformers library loads, in full precision."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
            from tqdm import tqdm
        except ImportError as error:
            raise GhostPilotError(
                f"The encoder {name} needs the sentence-transformers library",
                next_step="Install it with: pip install 'ghostpilot[models]'",
                exit_code=3,
            ) from error
        tqdm.monitor_interval = 0  # its watching thread would outlive the model
        try:
            # Only from this machine: a name alone is no leave to fetch from elsewhere.
            self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except Exception as error:  # as above
            raise GhostPilotError(
                f"The encoder {name} cannot be loaded",
                describe(error),
                "Name a model that is on this machine.",
                exit_code=3,
            ) from error
        self.id = f"{name}/fp32"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension of the model). Blocking."""
        import numpy as np

        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)
