"""python -m tests.toy_policy --out ../test/fixtures/models

Writes a language model of a few kilobytes, with random weights, the policy's graphs and a tokenizer of single bytes:
for tests of the engine that reads it, which must hold whatever the weights are."""

import argparse
import json
from pathlib import Path

import numpy as np

from policy.base import BLOCK, Q4, Q8, Base, Config, Layer
from policy.export_onnx import FILES, GRAPHS, export, zero_adapter
from shared.manifest import add_entry

CONFIG = Config(layers=2, width=32, heads=2, kv_heads=1, head=16, mlp=32, vocabulary=259)
MAX_TOKENS = 512


def random_q4(rng: np.random.Generator, rows: int, columns: int) -> Q4:
    blocks = (rows, columns // BLOCK)
    nibbles = rng.integers(0, 16, (rows, columns), dtype=np.uint8)
    scale = np.full(blocks, 0.06, np.float16)
    return Q4(nibbles, scale, (-7.5 * scale).astype(np.float16))


def random_base(rng: np.random.Generator) -> Base:
    c = CONFIG
    matrix = lambda rows, columns: random_q4(rng, rows, columns)
    ones = np.ones(c.width, np.float32)
    own = lambda: Layer(
        ones,
        matrix(c.heads * c.head, c.width),
        matrix(c.kv_heads * c.head, c.width),
        matrix(c.kv_heads * c.head, c.width),
        matrix(c.width, c.heads * c.head),
        ones,
        matrix(c.mlp, c.width),
        matrix(c.mlp, c.width),
        matrix(c.width, c.mlp),
    )
    embedding = Q8(
        rng.integers(-127, 128, (c.vocabulary, c.width), dtype=np.int8), np.full((c.vocabulary, 1), 0.004, np.float16)
    )
    return Base(c, embedding, [own() for _ in range(c.layers)], 2 * ones)


def byte_letters() -> list[str]:
    """The letter that byte-level tokenizers write for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in plain else chr(next(others)) for byte in range(256)]


def tokenizer_json() -> dict:
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    vocabulary = {name: i for i, name in enumerate(["<|endoftext|>", "<|im_start|>", "<|im_end|>", *byte_letters()])}
    model = {
        "type": "BPE",
        "dropout": None,
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "ignore_merges": False,
        "vocab": vocabulary,
        "merges": [],
    }
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": model,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("../test/fixtures/models"))
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    base, folder = random_base(rng), arguments.out / "toy"
    adapter = zero_adapter(base, 2)
    export(base, adapter, folder, MAX_TOKENS)
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json(), ensure_ascii=False, separators=(",", ":")))
    names = [
        *(f"{part}.{name}.onnx" for part in ("fold", "policy") for name in GRAPHS),
        *FILES.values(),
        "tokenizer.json",
    ]
    roles = {"user": "user", "agent": "assistant", "search-query": "search-query", "search-results": "search-results"}
    prompt = {"preamble": "Be brief.", "tokens": {"start": 1, "end": 2}, "roles": roles}
    entry = {
        "id": "toy",
        "kind": "language-model",
        "graph": {name: {"fold": f"toy/fold.{name}.onnx", "run": f"toy/policy.{name}.onnx"} for name in GRAPHS},
        "tokenizer": "toy/tokenizer.json",
        "maxTokens": MAX_TOKENS,
        "licence": "Apache-2.0",
        "card": "toy/README.md",
        "layers": CONFIG.layers,
        "keyValueHeads": CONFIG.kv_heads,
        "headSize": CONFIG.head,
        "prompt": prompt,
    }
    add_entry(arguments.out, entry, [f"toy/{name}" for name in names])
    print(json.dumps({"bytes": sum((folder / name).stat().st_size for name in names)}))


if __name__ == "__main__":
    main()
