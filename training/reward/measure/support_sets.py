"""Support on public tests and on our own grounded cases; the baseline is the share of words found in the evidence."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from corpora.handwritten import HELDOUT
from corpora.splits import read_csv, read_json, read_jsonl, sample, sentences

from ..render import render_evidence
from ..runtime import Reward
from ..tasks.common import user
from ..tasks.corrupt import corrupt, paraphrased
from ..tasks.readmes import prose
from .metrics import overlap, two_class

ASK = "What does the source say?"


Claim = tuple[str, str, str, int]  # question, evidence, claim, 1 where the evidence supports it


def measured(reward: Reward, rows: list[Claim]) -> dict:
    """A claim of several sentences is as good as its worst."""
    items = [(user(q), evidence, sentences(claim) or [claim]) for q, evidence, claim, _ in rows]
    logits = [np.nanmin(s.support) for s in reward.score(items, rules=False)]
    return two_class([r[3] for r in rows], reward.calibrated("support", logits), [overlap(r[2], r[1]) for r in rows])


def fever_symmetric(data: Path) -> list[Claim]:
    rows = read_jsonl(data / "fact-test/FeverSymmetric/fever_symmetric_test.jsonl")
    return [
        (ASK, r["evidence"], r["claim"], int(r["label"] == "SUPPORTS"))
        for r in rows
        if r["label"] in ("SUPPORTS", "REFUTES")
    ]


def begin(data: Path) -> list[Claim]:
    rows = [
        r
        for r in read_csv(data / "fact-test/BEGIN-dataset/begin_dev_wow.tsv", "\t")
        if not r["begin_label"].lower().startswith("generic")
    ]
    return [
        (r["message"], r["knowledge"], r["response"], int(r["begin_label"].lower().startswith("fully"))) for r in rows
    ]


def qags(data: Path, part: str, count: int = 150) -> list[Claim]:
    rows = sample(read_json(data / f"fact-test/UniEval/qags_{part}.json"), count, random.Random(7))
    return [(ASK, r["source"], r["system_output"], int(r["scores"]["consistency"] > 0.99)) for r in rows]


def wice_oracle(data: Path, count: int = 200) -> list[Claim]:
    """Supported as a whole or not, given the chunk of the article that the annotators' lines lie in (the published
    oracle chunk).
    """
    rows = sample(read_jsonl(data / "fact-test/wice/test.jsonl"), count, random.Random(7))
    return [(ASK, " ".join(r["evidence"]), r["claim"], int(r["label"] == "supported")) for r in rows]


def summedits_news(data: Path, count: int = 150) -> list[Claim]:
    rows = sample(read_json(data / "fact-test/factualNLG/summedits_news.json"), count, random.Random(7))
    return [(ASK, r["doc"][:9000], r["summary"], int(r["label"])) for r in rows]


PUBLIC = {
    "FEVER-Symmetric test": fever_symmetric,
    "BEGIN wow": begin,
    "QAGS cnndm": lambda data: qags(data, "cnndm"),
    "QAGS xsum": lambda data: qags(data, "xsum"),
    "WiCE test, oracle chunk": wice_oracle,
    "SummEdits news": summedits_news,
}


def grounded(reward: Reward) -> dict:
    """Our own short documentation cases: answer and verbatim sentences against wrong answers and foreign evidence."""
    cases = read_jsonl(HELDOUT / "grounded.jsonl")
    rows = []
    for i, c in enumerate(cases):
        evidence = render_evidence(c["evidence"], c["title"])
        other = cases[(i + 7) % len(cases)]
        rows += [
            (c["user"], evidence, c["answer"], 1),
            (c["user"], evidence, c["otherSentence"], 1),
            (c["user"], evidence, c["wrong"], 0),
        ]
        rows.append((c["user"], render_evidence(other["evidence"], other["title"]), c["answer"], 0))
    return measured(reward, rows)


def documentation(reward: Reward, modules: Path) -> dict:
    """Fastify's own documents (kept out of training): sentences verbatim and lightly reworded against edited and
    foreign ones.
    """
    rng = random.Random(7)
    found = [
        (h, body) for file in sorted((modules / "fastify/docs").glob("*/*.md")) for h, body in prose(file, file.stem)
    ]
    names = ["Express", "Redis", "onClose", "Node", "reply", "Pino", "Ajv", "TypeScript"]
    kinds: dict[str, list[tuple[str, str, str, int]]] = {"verbatim": [], "reworded": [], "edited": [], "foreign": []}
    for i, (heading, body) in enumerate(found[::6]):
        parts = [s for s in sentences(body) if 30 < len(s) < 240]
        if not parts:
            continue
        text, ask = rng.choice(parts), f"Tell me about {heading}."
        other = found[(6 * i + len(found) // 2) % len(found)]
        false, loose = corrupt(text, names, rng), paraphrased(text, rng)
        kinds["verbatim"].append((ask, body, text, 1))
        kinds["foreign"].append((ask, other[1], text, 0))
        if loose != text:
            kinds["reworded"].append((ask, body, loose, 1))
        if false:
            kinds["edited"].append((ask, body, false, 0))
    out = {"all": measured(reward, [row for rows in kinds.values() for row in rows])}
    out["edited against verbatim"] = measured(reward, kinds["verbatim"] + kinds["edited"])
    return out | {"foreign against reworded": measured(reward, kinds["reworded"] + kinds["foreign"])}


def checkable(reward: Reward, data: Path) -> dict:
    """Factcheck-GPT's check-worthy sentences (measured only, never trained on)."""
    rows = read_jsonl(data / "fact-train/Factcheck-GPT/subtask1_sentence_checkworthiness.jsonl")
    told = [
        (r["sentence"], int(r["checkworthy"].lower() == "yes")) for r in rows
    ]  # the others: opinions, questions, no claim
    scores = reward.score([(user("Tell me more."), "", [s]) for s, _ in told], rules=False)
    chances = reward.calibrated("checkable", [s.checkable[0] for s in scores])
    return two_class([label for _, label in told], chances, [float(len(s)) for s, _ in told])
