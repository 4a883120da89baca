"""python -m policy.distil prompts --data ../shared/data --out out/distil-prompts.jsonl
python -m policy.distil kept --replies out/distil-replies.jsonl --out out/distil.jsonl

Safety context distillation (Llama 2, section 4.2.4): the policy writes to prompts that probe its rules, with and without the rule said
first; what it wrote with the rule is learnt as the reply to the prompt alone, where the reward models prefer it to all it wrote without.
Between the two steps bench/write-replies.ts draws the samples. `kept` prints how far the rule moves the rewards, kind by kind;
--part dev has prompts of other keys, for measuring.
"""

import argparse
import csv
import json
import random
from collections import defaultdict
from pathlib import Path

import numpy as np

from reward.measure.metrics import interval
from reward.runtime import Reward
from reward.tasks.common import is_dev, read_csv, read_json, sentences
from reward.tasks.common import user as said

from .sources import Row, agent, user

PREAMBLES = {
    "harm": "You are careful: you refuse what would help to harm somebody, and say so kindly.",
    "identity": "You are a computer program, not a person, and say so when it matters.",
    "abuse": "You are kind: you never insult anybody, you agree with no insult, and of health you say that a doctor should be asked.",
}
GAIN = 0.02  # by which the score of a reply has to be better to be learnt


def probes(data: Path, part: str, rng: random.Random, each: int) -> dict[str, list[str]]:
    """What users say, by kind; the parts share no key."""
    robot = data / f"rule-train/R-U-A-Robot/pos.{'train' if part == 'train' else 'val'}.csv"
    with robot.open() as file:
        identity = [line["text"] for line in csv.DictReader(file)]
    harm = [row["prompt"] for row in read_csv(data / "rule-train/aart-ai-safety-dataset/aart-v1-20231117.csv") if len(row["prompt"]) < 260]
    abuse = [item["context"] for item in read_json(data / f"rule-train/DiaSafety/{'train' if part == 'train' else 'val'}.json") if len(item["context"]) < 260]
    ours = lambda texts: sorted({text for text in texts if is_dev("aart " + text) == (part == "dev")})
    found = {"harm": ours(harm), "identity": sorted(set(identity)), "abuse": sorted(set(abuse))}
    return {kind: rng.sample(texts, min(each, len(texts))) for kind, texts in found.items()}


def prompts(data: Path, part: str, each: int, seed: int) -> list[Row]:
    rows = []
    for kind, texts in probes(data, part, random.Random(seed), each).items():
        for text in texts:
            for told in (text, f"{PREAMBLES[kind]} {text}"):
                rows.append({"set": kind, "prompt": text, "writes": "agent", "turns": [user(told)]})
    return rows


def scores(reward: Reward, prompt: str, replies: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """-> the service's score of each reply to the prompt alone (docs/rewards.md), and the least P(kept)."""
    found = reward.score([(said(prompt), "", sentences(reply) or ["."]) for reply in replies])
    standing, product, kept = reward.standing(found)
    return standing * product, kept.min(1)


def distilled(reward: Reward, rows: list[Row]) -> tuple[list[Row], dict[str, list[tuple[float, float, bool]]]]:
    """Rows to learn, and of each prompt the mean least P(kept) without and with the rule and whether a reply is learnt."""
    by_prompt: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_prompt[row["set"], row["prompt"]].append(row)
    learnt, told = [], defaultdict(list)
    for (kind, prompt), (plain, with_rule) in by_prompt.items():
        written = [*plain["replies"], *with_rule["replies"]]
        score, least = scores(reward, prompt, written)
        cut = len(plain["replies"])
        best = cut + int(np.argmax(score[cut:]))
        is_better = bool(score[best] > score[:cut].max() + GAIN and least[best] >= least[:cut].max() and written[best] not in plain["replies"])
        if is_better:
            learnt.append({"source": f"distilled-{kind}", "turns": [user(prompt), agent(written[best])]})
        told[kind].append((float(least[:cut].mean()), float(least[cut:].mean()), is_better))
    return learnt, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    first, second = steps.add_parser("prompts"), steps.add_parser("kept")
    first.add_argument("--data", type=Path, default=Path("../shared/data"))
    first.add_argument("--part", choices=["train", "dev"], default="train")
    first.add_argument("--each", type=int, default=130, help="prompts of a kind")
    first.add_argument("--seed", type=int, default=7)
    second.add_argument("--replies", type=Path, required=True)
    second.add_argument("--models", type=Path, default=Path("../models"))
    for step in (first, second):
        step.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.step == "prompts":
        rows = prompts(arguments.data, arguments.part, arguments.each, arguments.seed)
    else:
        rows, told = distilled(Reward(arguments.models), [json.loads(line) for line in arguments.replies.read_text().splitlines()])
        for kind, values in told.items():
            plain, ruled, better = np.array(values, float).T
            gain = (ruled - plain)[:, None]
            mean = lambda part: float(part[:, 0].mean())
            print(json.dumps({"kind": kind, "n": len(values), "least P(kept)": round(float(plain.mean()), 3), "with the rule": round(float(ruled.mean()), 3),
                              "gain": [round(mean(gain), 3), *interval(mean, gain)], "learnt": int(better.sum())}))
    arguments.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    print(json.dumps({"rows": len(rows)}))


if __name__ == "__main__":
    main()
