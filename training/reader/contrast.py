"""Rows of contrast for the reader: yes and no, near misses, swapped values, where one word makes the difference.

    python -m reader.contrast --data ../shared/data --out out/contrast

Small invented documents from `written/contrast` (some kinds of places are held apart: dev.jsonl), claims and captions
of public sets turned into questions, and SQuAD's answers beside others of the same paragraph.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from corpora.splits import read_json, sample, sentences, write_jsonl
from corpora.text import capital, statement_of
from reward.tasks import claims, nli
from reward.tasks.common import Group
from reward.tasks.squad import articles, cut
from reward.tasks.wiki_claims import other_answer

from .contrast_places import PLACES, Row, both, place_rows, polar_rows, reply

AUXILIARY = re.compile(
    r"^(?P<subject>.{2,70}?) (?P<verb>is|are|was|were|has|can|could|will|must|may|did|had)(?P<rest>(?: not)? .+?)\.?$"
)


def turned(claim: str) -> str | None:
    """A claim as a question: "The pool is open." as "Is the pool open?"."""
    match = AUXILIARY.match(claim.strip())
    if match is None or re.search(r"\b(?:that|who|which)\b", match["subject"]):
        return None
    first, *rest = match["subject"].split(" ")
    small = first.lower() if first.lower() in ("the", "a", "an", "there", "two", "some", "people", "this") else first
    return f"{capital(match['verb'])} {' '.join([small, *rest])}{match['rest']}?"


def claim_rows(key: str, group: Group, neutral: bool, rng: random.Random) -> list[Row]:
    (row,) = group.rows if hasattr(group, "rows") else (group,)
    question = turned(row.reply[0])
    if question is None or not 20 < len(row.evidence) < 700:
        return []
    text = row.evidence.split("\n")[-1]
    stands = sentences(text)
    best = max(stands, key=lambda one: len(set(one.lower().split()) & set(row.reply[0].lower().split())), default=text)
    return both(key, question, row.evidence, best, None if neutral else row.support[0], plain=rng.random() < 0.5)


def caption_rows(data: Path, rng: random.Random, each: int) -> list[list[Row]]:
    folder, out = data / "fact-train/natural-instructions-fi", []
    for name in nli.TASKS:
        after = name.split("_to_")[1].split("_")[0]
        for item in sample(read_json(folder / f"{name}.json")["Instances"], each, rng):
            match = re.match(r"Sentence 1: (.+?)\s*Sentence 2: (.+)", item["input"], re.S)
            question = turned(item["output"][0]) if match else None
            if question and match:
                holds = {"entailment": 1, "contradiction": 0}.get(after)
                key = f"caption {len(out)}"
                out.append(both(key, question, match[1], match[1], holds, plain=rng.random() < 0.3))
    return out


def squad_rows(data: Path, rng: random.Random, count: int) -> list[list[Row]]:
    asked = [(a, p, q) for a in articles(data) for p in a["paragraphs"] for q in p["qas"]]
    out = []
    for article, paragraph, qa in sample(asked, count, rng):
        answer, start = qa["answers"][0]["text"], qa["answers"][0]["answer_start"]
        evidence = cut(paragraph["context"], start, len(answer), rng)
        key, question = (
            f"squad {len(out)}",
            qa["question"] if rng.random() < 0.5 else qa["question"].lower().rstrip("?"),
        )
        near = [q["answers"][0]["text"] for q in paragraph["qas"] if q["answers"][0]["text"] != answer]
        said = statement_of(qa["question"], answer)
        wrong = other_answer(answer, near, near, rng)
        rows = []
        if said:
            rows.append(reply(key, question, evidence, said, 1, "answer"))
            untrue = statement_of(qa["question"], wrong) if wrong else None
            if untrue:
                rows.append(reply(key, question, evidence, untrue, 0, "swapped"))
        stands = [one for one in sentences(evidence) if len(one) > 30]
        rows += [reply(key, question, evidence, one, 1, "extract") for one in stands if answer in one][:1]
        beside = [one for one in stands if answer not in one]
        rows += [reply(key, question, evidence, one, 0, "beside") for one in sample(beside, 2, rng)]
        others = [q for p in article["paragraphs"] if p is not paragraph for q in p["qas"]]
        if others and said:
            rows.append(reply(key, rng.choice(others)["question"], evidence, said, 0, "near"))
        out.append(rows)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("out/contrast"))
    args = parser.parse_args()
    rng = random.Random(23)
    train: list[list[Row]] = []
    dev: list[list[Row]] = []
    for domain in PLACES["domains"]:
        held = domain["name"] in PLACES["held"]
        for i in range(40 if held else 180):
            (dev if held else train).append(place_rows(f"{domain['name']} {i}", domain, rng))
    train += [polar_rows(f"polar {i}", rng) for i in range(2200)]
    claimed = [
        *claims.load_feverous(args.data, rng),
        *claims.load_fm2(args.data, rng),
        *claims.load_symmetric(args.data, rng),
    ]
    train += [claim_rows(f"claim {i}", group, False, rng) for i, group in enumerate(sample(claimed, 2000, rng))]
    train += caption_rows(args.data, rng, 250)
    train += squad_rows(args.data, rng, 900)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, groups in (("train", train), ("dev", dev)):
        rows = [row for group in groups for row in group]
        write_jsonl(args.out / f"{name}.jsonl", rows)
        print(name, len(groups), len(rows))


if __name__ == "__main__":
    main()
