"""python -m policy.export_onnx --models ../models [--adapter build/policy/adapter.pt]

Writes the policy as two pairs of ONNX graphs over the same stored weights: fold.cpu.onnx and policy.cpu.onnx (int8
products), fold.cuda.onnx and policy.cuda.onnx (float products). layers.bin and embedding.bin hold the base exactly as
in the GGUF file, adapter.bin the adapter in fp16 (zeros without --adapter), smoothing.bin the factors of smoothing.py
(those of --smoothing, else those that are there, else ones). A fold graph has no inputs and gives the weights as they
run, by name; the policy graph of the pair takes them as its external data (fold.py says why there are two). Who
replaces adapter.bin by one of the same rank needs no new graphs. Also writes the tokenizer and the manifest entry.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from shared.manifest import add_entry
from shared.onnx_int8 import GraphBuilder

from .base import Base, find_gguf, read_base
from .fold import Fold, no_smoothing
from .graph import build
from .model import MATRICES
from .prompt import load_prompt
from .tokenizer import tokenizer_json

ID = "smollm2-135m-dunnock"
MAX_TOKENS = 2048
FILES = {"layers": "layers.bin", "embedding": "embedding.bin", "adapter": "adapter.bin", "smoothing": "smoothing.bin"}
GRAPHS = {"cpu": True, "cuda": False}  # whether the products are int8


def zero_adapter(base: Base, rank: int) -> dict[str, np.ndarray]:
    adapter = {}
    for index, layer in enumerate(base.layers):
        for name in MATRICES:
            rows, columns = getattr(layer, name).nibbles.shape
            adapter[f"{index}.{name}.a"] = np.zeros((rank, columns), np.float16)
            adapter[f"{index}.{name}.b"] = np.zeros((rows, rank), np.float16)
    return adapter


def load_adapter_arrays(path: Path) -> dict[str, np.ndarray]:
    return {key: value.numpy() for key, value in torch.load(path, weights_only=True).items()}


def read_smoothing(base: Base, folder: Path) -> dict[str, np.ndarray]:
    """What smoothing.bin of folder holds; its arrays begin at multiples of 64 bytes, in the order of no_smoothing."""
    plain, path, place = no_smoothing(base.config), folder / FILES["smoothing"], 0
    if not path.exists():
        return plain
    content, factors = path.read_bytes(), {}
    for name, ones in plain.items():
        factors[name] = np.frombuffer(content, np.float16, len(ones), place)
        place += -(-ones.nbytes // 64) * 64
    return factors


def export(
    base: Base,
    adapter: dict[str, np.ndarray],
    folder: Path,
    max_tokens: int = MAX_TOKENS,
    smoothing: dict[str, np.ndarray] | None = None,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    smoothing = smoothing or read_smoothing(base, folder)
    for name, int8 in GRAPHS.items():
        fold, run = GraphBuilder(f"fold.{name}", folder, FILES), GraphBuilder(f"policy.{name}", folder)
        build(Fold(fold, run), base, adapter, smoothing if int8 else None, max_tokens)
        fold.save(f"fold.{name}.onnx")
        run.save(f"policy.{name}.onnx")


def manifest_entry(base: Base) -> dict:
    prompt, c = load_prompt(), base.config
    return {
        "id": ID,
        "kind": "language-model",
        "graph": {name: {"fold": f"policy/fold.{name}.onnx", "run": f"policy/policy.{name}.onnx"} for name in GRAPHS},
        "tokenizer": "policy/tokenizer.json",
        "maxTokens": MAX_TOKENS,
        "licence": "Apache-2.0",
        "card": "policy/README.md",
        "layers": c.layers,
        "keyValueHeads": c.kv_heads,
        "headSize": c.head,
        "vocabulary": c.vocabulary,
        "prompt": prompt,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--adapter", type=Path, default=None)
    parser.add_argument("--smoothing", type=Path, default=None)
    parser.add_argument("--gguf", type=Path, default=None)
    arguments = parser.parse_args()
    gguf = arguments.gguf or find_gguf()
    base, folder = read_base(gguf), arguments.models / "policy"
    adapter = load_adapter_arrays(arguments.adapter) if arguments.adapter else zero_adapter(base, 16)
    smoothing = dict(np.load(arguments.smoothing)) if arguments.smoothing else None
    export(base, adapter, folder, smoothing=smoothing)
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json(gguf), ensure_ascii=False, separators=(",", ":")))
    names = [
        *(f"{part}.{name}.onnx" for part in ("fold", "policy") for name in GRAPHS),
        *FILES.values(),
        "tokenizer.json",
        "prompt.json",
    ]
    add_entry(arguments.models, manifest_entry(base), [f"policy/{name}" for name in names])
    print(
        json.dumps({"bytes": sum((folder / name).stat().st_size for name in names), "adapter": str(arguments.adapter)})
    )


if __name__ == "__main__":
    main()
