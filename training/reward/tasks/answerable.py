"""Does the evidence answer the question? ClapNQ (answerable and not), QNLI and pages of documentation under a strange
    question.

Where it answers, its answer beats abstaining; where it does not, abstaining beats quoting it."""

import random
from pathlib import Path

from corpora.splits import read_csv, read_jsonl, sample, sentences

from .common import Group, user
from .readmes import ASK, paragraphs
from .squad import ABSTAIN, row


def decided(
    key: str, question: str, evidence: str, sentence: str, answers: bool, rng: random.Random, extra: str | None = None
) -> Group:
    ask = user(rng.choice([question, question.lower().rstrip("?")]))
    said = row(ask, evidence, [sentence], [1], answers)
    nothing = row(ask, evidence, [ABSTAIN[0] if rng.random() < 0.8 else rng.choice(ABSTAIN)], [None], not answers)
    rows = [said, nothing] if answers else [nothing, said]
    if extra:
        rows.append(row(ask, evidence, [extra], [None], False))
    return Group(key, rows, [(0, i) for i in range(1, len(rows))])


def load_clapnq(data: Path, rng: random.Random) -> list[Group]:
    groups = []
    for name, answers in (("answerable", True), ("unanswerable", False)):
        for item in read_jsonl(data / f"gen-train/clapnq/clapnq_dev_{name}.jsonl"):
            passage = item["passages"][0]
            parts = passage.get("sentences") or sentences(passage["text"])
            picked = chosen(item, parts)
            start = min(picked) if picked else 0
            text = tidy(" ".join(parts[max(0, start - 1) :]))[:520]
            usable = [tidy(s) for s in parts if 30 < len(s) < 260 and tidy(s) in text]
            if not usable:
                continue
            if answers:
                gold = tidy(parts[picked[0]]) if picked else None
                other = next((s for s in usable if s != gold), None)
                if gold and gold in text:
                    groups.append(
                        decided(
                            "clapnq " + passage["title"],
                            item["input"],
                            f"{passage['title']}\n{text}",
                            gold,
                            True,
                            rng,
                            other,
                        )
                    )
            else:
                groups.append(
                    decided(
                        "clapnq " + passage["title"],
                        item["input"],
                        f"{passage['title']}\n{text}",
                        rng.choice(usable),
                        False,
                        rng,
                    )
                )
    return groups


def chosen(item: dict, parts: list[str]) -> list[int]:
    """Numbers of the sentences that the answer was written from."""
    output = item.get("output") or [{}]
    listed = set(output[0].get("selected_sentences") or [])
    return [i for i, part in enumerate(parts) if part in listed]


def tidy(text: str) -> str:
    for mark in (".", ",", ";", ")", "'s"):
        text = text.replace(f" {mark}", mark)
    return " ".join(text.replace("( ", "(").split())


def load_qnli(data: Path, rng: random.Random, count: int = 5000) -> list[Group]:
    rows = [r for r in read_csv(data / "fact-train/LLMCBench/dev.tsv", "\t") if 30 < len(r["sentence"] or "") < 300]
    return [
        decided(
            "qnli " + r["sentence"][:60], r["question"], r["sentence"], r["sentence"], r["label"] == "entailment", rng
        )
        for r in sample(rows, count, rng)
    ]


def load_documents(data: Path, rng: random.Random, modules: Path, count: int = 400) -> list[Group]:
    """A heading asked about: over its own paragraph, or over one of another package."""
    found = paragraphs(modules)
    groups = []
    for package, heading, body in sample(found, count, rng):
        own = rng.random() < 0.4
        other = (package, heading, body) if own else rng.choice(found)
        if not own and other[0] == package:
            continue
        parts = [s for s in sentences(other[2]) if 30 < len(s) < 240]
        if parts:
            question = rng.choice(ASK).format(heading if rng.random() < 0.5 else package)
            groups.append(decided("readme " + package, question, f"{other[1]}\n{other[2]}", parts[0], own, rng))
    return groups
