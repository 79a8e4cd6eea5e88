"""Writes a tiny random language model as a GGUF file: it babbles letters, and that is enough.

Needs numpy and gguf: ``python tests/llm/tiny_model.py OUT.gguf``.
"""

from __future__ import annotations

import sys

import gguf
import numpy as np

WIDTH, HEADS, INNER, CONTEXT = 64, 4, 128, 2048
TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "assistant: "
)


def main(path: str) -> None:
    """One layer of the llama architecture with a vocabulary of bytes and letters."""
    letters = [f"\u2581{a}{b}" for a in "bdfglmnrst" for b in "aeiou"]
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{n:02X}>" for n in range(256)), "\u2581", *letters]
    kinds = [2, 3, 3, *[6] * 256, 1, *[1] * len(letters)]
    chance = np.random.default_rng(7)

    def weights(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.3, shape).astype(np.float32)

    out = weights(len(tokens), WIDTH)
    out[: -len(letters)] *= 0.01
    file = gguf.GGUFWriter(path, "llama")
    file.add_name("tiny")
    file.add_context_length(CONTEXT)
    file.add_embedding_length(WIDTH)
    file.add_block_count(1)
    file.add_feed_forward_length(INNER)
    file.add_head_count(HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(WIDTH // HEADS)
    file.add_tokenizer_model("llama")
    file.add_token_list(tokens)
    file.add_token_scores([-float(n) for n in range(len(tokens))])
    file.add_token_types(kinds)
    file.add_bos_token_id(1)
    file.add_eos_token_id(2)
    file.add_chat_template(TEMPLATE)
    file.add_tensor("token_embd.weight", weights(len(tokens), WIDTH))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        file.add_tensor(f"blk.0.{name}.weight", weights(WIDTH, WIDTH))
    file.add_tensor("blk.0.ffn_gate.weight", weights(INNER, WIDTH))
    file.add_tensor("blk.0.ffn_up.weight", weights(INNER, WIDTH))
    file.add_tensor("blk.0.ffn_down.weight", weights(WIDTH, INNER))
    for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        file.add_tensor(f"{name}.weight", np.ones(WIDTH, np.float32))
    file.add_tensor("output.weight", out)
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


if __name__ == "__main__":
    main(sys.argv[1])
