"""python -m reward.export_onnx --run ../runs/reward --models ../models [--size large --encoder out/mpnet]

The trained reward model as an int8 ONNX graph: models/reward.onnx with its weights in reward/reward.bin. The small
one's word embeddings were frozen in training, so the graph reads encoder/words.bin; ONNX Runtime wants external data
below the graph's own folder, which is why the graphs lie at the root of models/. The large one has words of its own,
and a second graph over the same weights for CUDA, which has no product of whole numbers. Calibration is kept where it
was measured before."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from encoder.export_onnx import Shape, Weights, below, bert_layer, embed_words, model_folder, word_table
from shared.manifest import add_entry, read_manifest
from shared.onnx_int8 import GraphBuilder, TensorProto, additive_mask, gelu, layer_norm, linear, linear_int8

from .model import FACT_CLASSES, PLACES, bert_names, relative_buckets
from .render import REPLY
from .runtime import ENTRIES, FOLDERS

RULE_HEADS = 6
COMMON = {
    "kind": "reward",
    "tokenizer": "encoder/tokenizer.json",
    "maxTokens": 484,
    "licence": "Apache-2.0",
    "limits": {"dialogue": 96, "evidence": 192, "reply": 192},
    "factClasses": list(FACT_CLASSES),
}


@dataclass(frozen=True)
class Files:
    """Where a size's parts lie below models/."""

    entry: str
    folder: str
    words: str
    graphs: dict[str, str]  # cpu, cuda
    shape: Shape


FILES = {
    "small": Files(
        ENTRIES["small"], FOLDERS["small"], "encoder/words.bin", {"cpu": "reward.onnx", "cuda": "reward.onnx"}, Shape()
    ),
    "large": Files(
        ENTRIES["large"],
        FOLDERS["large"],
        "reward-large/words.bin",
        {"cpu": "reward-large.onnx", "cuda": "reward-large.cuda.onnx"},
        Shape(layers=12, width=768, heads=12, epsilon=1e-5),
    ),
}


def squeeze(g: GraphBuilder, x: str, axis: int = -1) -> str:
    return g.op("Squeeze", x, g.const([axis], np.int64))


def dense(g: GraphBuilder, w: Weights, name: str, x: str) -> str:
    return linear(g, name, x, w[f"{name}.weight"].T, w[f"{name}.bias"], "weights")


def mean(g: GraphBuilder, x: str, weights: str) -> str:
    """x [B,T,W], weights [B,T] of 0 and 1 -> [B,W]; zeros where nothing is marked"""
    total = g.op(
        "ReduceSum",
        g.op("Mul", x, g.op("Unsqueeze", weights, g.const([-1], np.int64))),
        g.const([1], np.int64),
        keepdims=0,
    )
    count = g.op("ReduceSum", weights, g.const([1], np.int64), keepdims=1)
    return g.op("Div", total, g.op("Max", count, g.const(1, np.float32)))


def embed(g: GraphBuilder, w: Weights, words: tuple[str, str], ids: str, segments: str, shape: Shape) -> str:
    x = embed_words(g, ids, *words)
    length = g.op("Shape", ids, start=1, end=2)
    places = g.weight("places", w["places.weight"], "weights")
    x = g.op("Add", x, g.op("Slice", places, g.const([0], np.int64), length, g.const([0], np.int64)))
    x = g.op("Add", x, g.op("Gather", g.weight("segments", w["segments.weight"], "weights"), segments, axis=0))
    return layer_norm(g, "embeddings", x, w["norm.weight"], w["norm.bias"], shape.epsilon, "weights")


def nearness(g: GraphBuilder, w: Weights, ids: str) -> str:
    """ids [B,T] -> bias of each head for each pair of places [1,H,T,T]; the table has a row for each distance"""
    table = w["relative.weight"]
    seen_from_first, seen_from_last = (relative_buckets(PLACES, len(table))[place].numpy() for place in (0, PLACES - 1))
    by_distance = table[
        np.concatenate([seen_from_last[:-1], seen_from_first])
    ]  # rows: key before query by 511, ..., after it by 511
    places = g.op(
        "Range", g.const(0, np.int64), squeeze(g, g.op("Shape", ids, start=1, end=2), 0), g.const(1, np.int64)
    )
    away = g.op(
        "Sub", g.op("Unsqueeze", places, g.const([0], np.int64)), g.op("Unsqueeze", places, g.const([1], np.int64))
    )
    rows = g.op(
        "Gather",
        g.weight("relative", by_distance.astype(np.float32), "weights"),
        g.op("Add", away, g.const(PLACES - 1, np.int64)),
        axis=0,
    )
    return g.op("Unsqueeze", g.op("Transpose", rows, perm=[2, 0, 1]), g.const([0], np.int64))


def rule_logits(g: GraphBuilder, w: Weights, x: str, mask: str, queries: str, shape: Shape) -> str:
    """x [B,T,W], mask [B,1,1,T], queries [R,W] -> [B,R]"""
    head = shape.width // RULE_HEADS
    both = np.concatenate([w["rule_key.weight"], w["rule_value.weight"]]).T
    bias = np.concatenate([w["rule_key.bias"], w["rule_value.bias"]])
    keys, values = g.op(
        "Split",
        linear_int8(g, "rule_kv", x, both, bias, "weights"),
        g.const([shape.width] * 2, np.int64),
        count=2,
        axis=-1,
    )
    split = g.const([0, 0, RULE_HEADS, head], np.int64)
    keys = g.op("Transpose", g.op("Reshape", keys, split), perm=[0, 2, 3, 1])  # [B,H,D,T]
    values = g.op("Transpose", g.op("Reshape", values, split), perm=[0, 2, 1, 3])  # [B,H,T,D]
    asked = g.op("Reshape", queries, g.const([1, -1, RULE_HEADS, head], np.int64))
    asked = g.op("Mul", g.op("Transpose", asked, perm=[0, 2, 1, 3]), g.const(head**-0.5, np.float32))  # [1,H,R,D]
    seen = g.op("MatMul", g.op("Softmax", g.op("Add", g.op("MatMul", asked, keys), mask), axis=-1), values)
    seen = g.op(
        "Reshape", g.op("Transpose", seen, perm=[0, 2, 1, 3]), g.const([0, 0, shape.width], np.int64)
    )  # [B,R,W]
    mix = w["rule_mix.weight"].T  # rows: what was seen, the query, their product
    width = shape.width
    part = linear(
        g,
        "rule_mix.seen",
        g.op("Concat", seen, g.op("Mul", seen, queries), axis=-1),
        np.concatenate([mix[:width], mix[2 * width :]]),
        w["rule_mix.bias"],
        "weights",
    )
    asking = linear(g, "rule_mix.query", queries, mix[width : 2 * width], None, "weights")
    return squeeze(g, dense(g, w, "rule_out", gelu(g, g.op("Add", part, asking))))


def build(g: GraphBuilder, w: Weights, words: tuple[str, str], shape: Shape) -> None:
    ids = g.input("input_ids", np.int64, ["B", "T"])
    present = g.input("attention_mask", np.int64, ["B", "T"])
    segments = g.input("segment_ids", np.int64, ["B", "T"])
    queries = g.input("rule_queries", np.float32, ["R", shape.width])
    x, mask = embed(g, w, words, ids, segments, shape), additive_mask(g, present)
    bert, seen = bert_names(w, shape.layers), mask
    if "relative.weight" in w:
        seen = g.op("Add", mask, nearness(g, w, ids))
    for index in range(shape.layers):
        x = bert_layer(g, f"layer.{index}", x, seen, below(bert, f"encoder.layer.{index}."), shape, "weights")
    kept = g.op("Cast", present, to=TensorProto.FLOAT)
    reply = g.op(
        "Mul", kept, g.op("Cast", g.op("GreaterOrEqual", segments, g.const(REPLY, np.int64)), to=TensorProto.FLOAT)
    )
    whole = mean(g, x, kept)
    first = g.op("Gather", x, g.const(0, np.int64), axis=1)
    hidden = gelu(g, dense(g, w, "preference.0", g.op("Concat", first, mean(g, x, reply), axis=-1)))
    g.output("preference", squeeze(g, dense(g, w, "preference.2", hidden)), np.float32, ["B"])
    g.output("rule_logits", rule_logits(g, w, x, mask, queries, shape), np.float32, ["B", "R"])
    support, checkable = g.op("Split", dense(g, w, "tokens", x), g.const([1, 1], np.int64), count=2, axis=-1)
    g.output("support_logits", squeeze(g, support), np.float32, ["B", "T"])
    g.output("checkable_logits", squeeze(g, checkable), np.float32, ["B", "T"])
    g.output("fact_logits", dense(g, w, "fact", whole), np.float32, ["B", 3])
    g.output("rule_query", dense(g, w, "rule_query", whole), np.float32, ["B", shape.width])


def shared_words(g: GraphBuilder, models: Path, source: Path) -> tuple[str, str]:
    """The encoder's table by reference; its bytes must be those that the frozen embeddings give."""
    table, scale = word_table(load_file(source / "model.safetensors")["embeddings.word_embeddings.weight"])
    after = -(-table.nbytes // 64) * 64
    stored = (models / "encoder/words.bin").read_bytes()
    assert stored[: table.nbytes] == table.tobytes() and stored[after : after + scale.nbytes] == scale.tobytes(), (
        "words.bin differs"
    )
    return (
        g.refer("words", table.dtype, table.shape, "words", 0, table.nbytes),
        g.refer("words.scale", scale.dtype, scale.shape, "words", after, scale.nbytes),
    )


def own_words(g: GraphBuilder, source: Path) -> tuple[str, str]:
    table, scale = word_table(load_file(source / "model.safetensors")["embeddings.word_embeddings.weight"])
    return g.weight("words", table, "words"), g.weight("words.scale", scale, "words")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("../runs/reward"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--size", choices=list(FILES), default="small")
    parser.add_argument("--encoder", type=Path, default=model_folder())
    args = parser.parse_args()
    files = FILES[args.size]
    (args.models / files.folder).mkdir(parents=True, exist_ok=True)
    weights = load_file(args.run / "reward.safetensors")
    meta = json.loads((args.run / "meta.json").read_text())
    for device, path in files.graphs.items():
        if device == "cuda" and path == files.graphs["cpu"]:
            continue
        g = GraphBuilder(
            "reward",
            args.models,
            {"weights": f"{files.folder}/reward.bin", "words": files.words},
            whole_products=device == "cpu",
        )
        words = (
            shared_words(g, args.models, args.encoder)
            if files.words.startswith("encoder/")
            else own_words(g, args.encoder)
        )
        build(g, weights, words, files.shape)
        g.save(path)
    old = next((m for m in read_manifest(args.models)["models"] if m["id"] == files.entry), {})
    plain = {head: [1.0, 0.0] for head in ("preference", "rules", "support", "checkable", "fact")}
    trained = {key: meta.get(key) for key in ("step", "tokens", "minutes", "seed", "final")}
    entry = {
        "id": files.entry,
        "size": args.size,
        "graph": files.graphs,
        "width": files.shape.width,
        "card": f"{files.folder}/README.md",
        **COMMON,
        "calibration": old.get("calibration", plain),
        "trained": trained,
    }
    add_entry(
        args.models,
        entry,
        [*dict.fromkeys(files.graphs.values()), f"{files.folder}/reward.bin", files.words, COMMON["tokenizer"]],
    )
    print(json.dumps({"reward.bin": (args.models / files.folder / "reward.bin").stat().st_size, **trained}))


if __name__ == "__main__":
    main()
