"""python -m policy.contrast --rows out/rows.jsonl --out out/contrast.jsonl [--alphas 0 0.25 0.5 1] [--n 60]

Contrast between evidence and none while a reply is written (context-aware decoding, Shi et al. 2023, equation 3): each token greedily from
(1 + alpha) * logits over the evidence - alpha * logits without it, among tokens whose chance over the evidence is at least a tenth of the best
one's (Li et al. 2022, section 3.3), so that what the evidence adds counts for more than what the policy would say anyway. Alpha 0 is plain greedy
decoding. Rows of policy.eval_sets; writes them with `alpha` and `replies`, and prints the figures of policy.eval for each set and alpha.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from .engine import Branch, Engine
from .eval import figure, measures
from .prompt import MODELS, Renderer, load_prompt, load_tokenizer

SETS = ("one", "four", "foreign", "near-miss", "docs")
PLAUSIBLE = np.log(0.1)


def contrasted(over: np.ndarray, without: np.ndarray, alpha: float) -> int:
    """Logits [vocabulary] over evidence and without it -> the token."""
    scores = (1 + alpha) * over - alpha * without
    return int(np.where(over >= over.max() + PLAUSIBLE, scores, -np.inf).argmax())


def write(over: Branch, without: Branch, alpha: float, end: int, tokens: int) -> list[int]:
    ids: list[int] = []
    while len(ids) < tokens:
        token = contrasted(over.logits, without.logits, alpha)
        if token == end:
            break
        ids.append(token)
        for branch in (over, without) if alpha else (over,):
            branch.take(token)
    return ids


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--alphas", type=float, nargs="+", default=[0, 0.25, 0.5, 1])
    parser.add_argument("--n", type=int, default=60, help="rows of a set")
    parser.add_argument("--tokens", type=int, default=64)
    arguments = parser.parse_args()
    tokenizer = load_tokenizer(arguments.models)
    renderer, engine = Renderer(tokenizer, load_prompt(arguments.models)), Engine(arguments.models / "policy/policy.cpu.onnx")
    written: dict[tuple[str, float], list[dict]] = defaultdict(list)
    with arguments.out.open("w") as out:
        for row in map(json.loads, arguments.rows.read_text().splitlines()):
            if row["set"] not in SETS or len(written[row["set"], arguments.alphas[0]]) == arguments.n:
                continue
            bare = [turn for turn in row["turns"] if "evidence" not in turn]
            over, without = (engine.prefill(renderer.ask(turns, "agent")) for turns in (row["turns"], bare))
            for alpha in arguments.alphas:
                ids = write(Branch(engine, over, arguments.tokens), Branch(engine, without, arguments.tokens), alpha, renderer.end, arguments.tokens)
                told = {**row, "alpha": alpha, "replies": [tokenizer.decode(ids).strip()]}
                written[row["set"], alpha].append(told)
                out.write(json.dumps(told, ensure_ascii=False) + "\n")
    for (name, alpha), rows in sorted(written.items()):
        print(json.dumps({"set": name, "alpha": alpha, **{key: figure(values) for key, values in measures(rows).items()}}))


if __name__ == "__main__":
    main()
