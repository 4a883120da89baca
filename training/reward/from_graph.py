"""python -m reward.from_graph --models ../models --out ../runs/reward0 [--size large --encoder out/mpnet]

Back from the exported graph to PyTorch's names, so that training can go on from the weights in models/ (--start).
What int8 rounded away stays lost; a few hundred steps make up for it."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx.external_data_helper import load_external_data_for_tensor

from encoder.export_onnx import model_folder

from .export_onnx import FILES
from .model import PLACES, RewardModel, from_encoder, relative_buckets
from .train import save

BUCKETS = 32
DENSE = ("preference.0", "preference.2", "tokens", "fact", "rule_query", "rule_out")


def tensors(models: Path, path: str = "reward.onnx") -> dict[str, np.ndarray]:
    graph = onnx.load(str(models / path), load_external_data=False).graph
    found = {}
    for tensor in graph.initializer:
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            load_external_data_for_tensor(tensor, str(models))
        found[tensor.name] = onnx.numpy_helper.to_array(tensor)
    return found


def whole(found: dict[str, np.ndarray], name: str) -> np.ndarray:
    """An int8 layer's weight as PyTorch holds it, float32 [N, K]."""
    return (found[f"{name}.weight"].astype(np.float32) * found[f"{name}.scale"]).T


def body_weights(found: dict[str, np.ndarray], layers: int, width: int) -> dict[str, np.ndarray]:
    out = {
        "places.weight": found["places"],
        "segments.weight": found["segments"],
        "norm.weight": found["embeddings.gain"],
        "norm.bias": found["embeddings.bias"],
    }
    for i in range(layers):
        theirs, ours = f"layer.{i}", f"layers.{i}"
        joined = whole(found, f"{theirs}.qkv")
        for k, part in enumerate(("query", "key", "value")):
            out[f"{ours}.attention.{part}.weight"] = joined[k * width : (k + 1) * width]
            out[f"{ours}.attention.{part}.bias"] = found[f"{theirs}.qkv.bias"][k * width : (k + 1) * width]
        for name, part in (("attention.output", "out"), ("up", "up"), ("down", "down")):
            out[f"{ours}.{name}.weight"], out[f"{ours}.{name}.bias"] = (
                whole(found, f"{theirs}.{part}"),
                found[f"{theirs}.{part}.bias"],
            )
        for name, part in (("attention.norm", "attention.output"), ("norm", "output")):
            out[f"{ours}.{name}.weight"], out[f"{ours}.{name}.bias"] = (
                found[f"{theirs}.{part}.gain"],
                found[f"{theirs}.{part}.bias"],
            )
    return out


def dense_weights(found: dict[str, np.ndarray], names: tuple[str, ...]) -> dict[str, np.ndarray]:
    out = {}
    for name in names:
        out[f"{name}.weight"], out[f"{name}.bias"] = found[f"{name}.weight"].T, found[f"{name}.bias"]
    return out


def weights(found: dict[str, np.ndarray], layers: int, width: int) -> dict[str, np.ndarray]:
    out = body_weights(found, layers, width)
    joined = whole(found, "rule_kv")
    for k, part in enumerate(("rule_key", "rule_value")):
        out[f"{part}.weight"], out[f"{part}.bias"] = (
            joined[k * width : (k + 1) * width],
            found["rule_kv.bias"][k * width : (k + 1) * width],
        )
    seen, asked = found["rule_mix.seen.weight"], found["rule_mix.query.weight"]
    out["rule_mix.weight"], out["rule_mix.bias"] = (
        np.concatenate([seen[:width], asked, seen[width:]]).T,
        found["rule_mix.seen.bias"],
    )
    out |= dense_weights(found, DENSE)
    if "relative" in found:
        out["relative.weight"] = by_bucket(found["relative"])
    return out


def by_bucket(by_distance: np.ndarray) -> np.ndarray:
    """A bias for each distance from -511 to 511 [1023,H] -> one for each bucket [32,H]"""
    buckets = relative_buckets(PLACES, BUCKETS)
    found = np.zeros(
        (BUCKETS, by_distance.shape[1]), np.float32
    )  # one bucket, of what comes after by nothing, is never asked for
    found[np.concatenate([buckets[-1, :-1], buckets[0]])] = by_distance
    return found


def restored(models: Path, encoder: Path, graph: str) -> RewardModel:
    model = from_encoder(encoder)
    state = {
        name: torch.from_numpy(np.ascontiguousarray(value))
        for name, value in weights(tensors(models, graph), len(model.layers), model.width).items()
    }
    missing, extra = model.load_state_dict(state, strict=False)
    assert missing == ["words.weight"] and not extra, (missing, extra)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--out", type=Path, default=Path("../runs/reward0"))
    parser.add_argument("--size", choices=list(FILES), default="small")
    parser.add_argument("--encoder", type=Path, default=model_folder())
    args = parser.parse_args()
    graph = FILES[args.size].graphs["cpu"]
    save(restored(args.models, args.encoder, graph), args.out, {"from": graph, "final": True})


if __name__ == "__main__":
    main()
