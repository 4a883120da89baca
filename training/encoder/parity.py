"""Compares the int8 encoder graph with the PyTorch model, and writes the fixture that the TypeScript test reads."""

import json
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from tokenizers import Tokenizer
from transformers import AutoModel, PreTrainedModel

from shared.sessions import session_options

TEXTS = [
    "How do I set the body limit?",
    "The `bodyLimit` option sets the largest payload, in bytes, that the server accepts. Default: 1048576.",
    "Which mountain is the highest in the Alps?",
    "Mont Blanc, at 4,806 m, is the highest mountain in the Alps.",
    "The client closes an idle connection after four seconds unless keepAliveTimeout says otherwise.",
    "naïve café — 東京 €5",
    "A dunnock is a small brown bird of hedges and gardens.",
    "photosynthesis",
]


def reference(model: PreTrainedModel, ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        states = model(torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).last_hidden_state
    kept = torch.from_numpy(mask)[..., None].float()
    return torch.nn.functional.normalize((states * kept).sum(1) / kept.sum(1), dim=-1).numpy()


def padded(tokenizer: Tokenizer, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    rows = [tokenizer.encode(text).ids for text in texts]
    width = max(map(len, rows))
    ids = np.array([row + [0] * (width - len(row)) for row in rows], dtype=np.int64)
    mask = np.array([[1] * len(row) + [0] * (width - len(row)) for row in rows], dtype=np.int64)
    return ids, mask


def check_parity(folder: Path, source: Path, fixtures: Path) -> dict[str, float]:
    began = time.time()
    session = ort.InferenceSession(folder / "encoder.onnx", session_options(), providers=["CPUExecutionProvider"])
    load = time.time() - began
    ids, mask = padded(Tokenizer.from_file(str(folder / "tokenizer.json")), TEXTS)
    ours = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    wanted = reference(AutoModel.from_pretrained(source).eval(), ids, mask)
    alone = session.run(None, {"input_ids": ids[:1, : mask[0].sum()], "attention_mask": mask[:1, : mask[0].sum()]})[0]
    assert np.abs(alone - ours[:1]).max() < 1e-5, "a row depends on the rows beside it"
    rows = [
        {"text": text, "ids": row[: kept.sum()].tolist(), "embedding": [round(float(v), 5) for v in vector]}
        for text, row, kept, vector in zip(TEXTS, ids, mask, ours)
    ]
    fixtures.mkdir(parents=True, exist_ok=True)
    (fixtures / "encoder.json").write_text(json.dumps({"model": "all-minilm-l6-v2", "rows": rows}, ensure_ascii=False))
    cosine = (ours * wanted).sum(-1)
    off = np.abs(ours @ ours.T - wanted @ wanted.T).max()
    return {
        "rows": len(TEXTS),
        "leastCosine": float(cosine.min()),
        "largestSimilarityError": float(off),
        "loadSeconds": round(load, 2),
    }
