"""python -m reader.export_onnx --run out/reader --models ../models

The trained reader as an int8 ONNX graph: models/reader.onnx with its weights in reader/reader.bin. Its words are
the encoder's.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from encoder.export_onnx import Shape, Weights, below, bert_layer, model_folder
from reward.export_onnx import dense, embed, mean, shared_words, squeeze
from reward.model import bert_names
from reward.render import ASKED_FOR, EVIDENCE, REPLY
from shared.manifest import add_entry, read_manifest
from shared.onnx_int8 import GraphBuilder, TensorProto, additive_mask, gelu

from .model import PASSAGE_TOKENS, QUESTION_TOKENS

HEADS = ("answers", "right", "where", "asks")
GRAPH, WEIGHTS = "reader.onnx", "reader/reader.bin"


def build(g: GraphBuilder, w: Weights, words: tuple[str, str], shape: Shape) -> None:
    ids = g.input("input_ids", np.int64, ["B", "T"])
    present = g.input("attention_mask", np.int64, ["B", "T"])
    segments = g.input("segment_ids", np.int64, ["B", "T"])
    body = {name.removeprefix("body."): value for name, value in w.items()}
    x, mask = embed(g, body, words, ids, segments, shape), additive_mask(g, present)
    bert = bert_names(body, shape.layers)
    for index in range(shape.layers):
        x = bert_layer(g, f"layer.{index}", x, mask, below(bert, f"encoder.layer.{index}."), shape, "weights")
    kept = g.op("Cast", present, to=TensorProto.FLOAT)
    at_least = lambda segment: g.op(
        "Cast", g.op("GreaterOrEqual", segments, g.const(segment, np.int64)), to=TensorProto.FLOAT
    )
    reply = at_least(REPLY)
    evidence = g.op("Sub", at_least(EVIDENCE), reply)
    assert ASKED_FOR == EVIDENCE + 1 == REPLY - 1
    first = g.op("Gather", x, g.const(0, np.int64), axis=1)
    shown, said = mean(g, x, g.op("Mul", evidence, kept)), mean(g, x, g.op("Mul", reply, kept))
    for name, parts in (("answers", [first, shown]), ("right", [first, shown, said])):
        hidden = gelu(g, dense(g, w, f"{name}.0", g.op("Concat", *parts, axis=-1)))
        g.output(name, squeeze(g, dense(g, w, f"{name}.2", hidden)), np.float32, ["B"])
    g.output("where", squeeze(g, dense(g, w, "where", x)), np.float32, ["B", "T"])
    g.output("asks", squeeze(g, dense(g, w, "asks", mean(g, x, kept))), np.float32, ["B"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=Path("out/reader"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--encoder", type=Path, default=model_folder())
    args = parser.parse_args()
    (args.models / "reader").mkdir(parents=True, exist_ok=True)
    weights = load_file(args.run / "reader.safetensors")
    meta = json.loads((args.run / "meta.json").read_text())
    shape = Shape()
    g = GraphBuilder("reader", args.models, {"weights": WEIGHTS, "words": "encoder/words.bin"}, whole_products=True)
    build(g, weights, shared_words(g, args.models, args.encoder), shape)
    g.save(GRAPH)
    old = next((m for m in read_manifest(args.models)["models"] if m["id"] == "reader-minilm-l6"), {})
    entry = {
        "id": "reader-minilm-l6",
        "kind": "reader",
        "graph": {"cpu": GRAPH, "cuda": GRAPH},
        "width": shape.width,
        "card": "reader/README.md",
        "tokenizer": "encoder/tokenizer.json",
        "maxTokens": 2 * PASSAGE_TOKENS + QUESTION_TOKENS + 4,
        "licence": "Apache-2.0",
        "calibration": old.get("calibration", {head: [1.0, 0.0] for head in HEADS}),
        "trained": {key: meta.get(key) for key in ("step", "tokens", "minutes", "seed", "final")},
    }
    add_entry(args.models, entry, [GRAPH, WEIGHTS, "encoder/words.bin", "encoder/tokenizer.json"])
    print(json.dumps({"reader.bin": (args.models / WEIGHTS).stat().st_size}))


if __name__ == "__main__":
    main()
