"""python -m encoder.compare --data ../shared/data --models ../models

What int8 costs: questions of SQuAD find their paragraph among 250 of them, with the graph and with PyTorch in fp32.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer
from transformers import AutoModel

from shared.sessions import session_options

from .export_onnx import model_folder
from .parity import padded, reference

PARAGRAPHS, QUESTIONS, LIMIT = 250, 250, 700  # characters of a paragraph


def found(questions: np.ndarray, paragraphs: np.ndarray, right: np.ndarray) -> dict[str, float]:
    order = np.argsort(-(questions @ paragraphs.T), axis=1)
    place = (order == right[:, None]).argmax(1)
    return {"first": round(float((place == 0).mean()), 3), "in ten": round(float((place < 10).mean()), 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    arguments = parser.parse_args()
    data = json.loads((arguments.data / "gen-train/aqleaderboard/test-v1.1.json").read_text())["data"]
    every = [p for article in data for p in article["paragraphs"] if p["qas"]]
    picked = [every[i] for i in np.random.default_rng(7).permutation(len(every))[:PARAGRAPHS]]
    texts = [p["context"][:LIMIT] for p in picked] + [p["qas"][0]["question"] for p in picked[:QUESTIONS]]
    tokenizer = Tokenizer.from_file(str(arguments.models / "encoder/tokenizer.json"))
    tokenizer.enable_truncation(256)
    session = ort.InferenceSession(
        arguments.models / "encoder/encoder.onnx", session_options(), providers=["CPUExecutionProvider"]
    )
    model = AutoModel.from_pretrained(model_folder()).eval()
    ours, exact = [], []
    for start in range(0, len(texts), 16):
        ids, mask = padded(tokenizer, texts[start : start + 16])
        ours.append(session.run(None, {"input_ids": ids, "attention_mask": mask})[0])
        exact.append(reference(model, ids, mask))
    ours, exact = np.concatenate(ours), np.concatenate(exact)
    right = np.arange(QUESTIONS)
    split = lambda vectors: (vectors[PARAGRAPHS:], vectors[:PARAGRAPHS], right)
    cosine = (ours * exact).sum(1)
    print(
        json.dumps(
            {
                "int8": found(*split(ours)),
                "fp32": found(*split(exact)),
                "meanCosine": round(float(cosine.mean()), 4),
                "leastCosine": round(float(cosine.min()), 4),
            }
        )
    )


if __name__ == "__main__":
    main()
