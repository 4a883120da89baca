"""Rows for the reader: does this passage answer, where does it answer, and is this reply right.

    python -m reader.data --passages passages.jsonl --out out/reader

Passages come from `write-passages.ts`; negatives of a question are what a search by words finds for it in its own
documents.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from pathlib import Path

from rank_bm25 import BM25Okapi

from corpora.questions import passes, words_outside_code
from reward.tasks.corrupt import corrupt

WRITTEN = Path(__file__).parent.parent / "written"
HELD_APART = (
    "mkdocs",
    "deno",
    "coworking",
    "vet",
    "parcelwren-api",
    "permits-office",
)  # for calibration and thresholds
WORD = re.compile(r"[A-Za-z0-9]+")
FOUND = 24
STOP = set(
    "a an the of to in on for is are do does i my me it and or can how what which when where who with be by at from "
    "this that if you your".split()
)


def words(text: str) -> list[str]:
    split = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return [w.lower().rstrip("s") for w in WORD.findall(split)]


def terms(text: str) -> list[str]:
    return [w for w in words(text) if w not in STOP]


class Corpus:
    """The passages of one set, and a search by words over them."""

    def __init__(self, passages: list[dict]) -> None:
        self.passages = passages
        self.index = BM25Okapi(
            [terms(f"{p['title']} {p['title'].split(' > ')[-1]} {p['text']}") or ["-"] for p in passages]
        )

    def find(self, query: str, n: int = FOUND) -> list[dict]:
        scores = self.index.get_scores(terms(query))
        return [self.passages[i] for i in sorted(range(len(scores)), key=lambda i: -scores[i])[:n] if scores[i] > 0]


def gold_grams(lines: list[str]) -> set[tuple[str, ...]]:
    found = words(" ".join(lines))
    return {tuple(found[i : i + n]) for n in (1, 2, 3) for i in range(len(found) - n + 1)}


def share_in(part: str, grams: set[tuple[str, ...]]) -> float:
    """How much of a part stands in the lines that answer, by runs of three words."""
    own = words(part)
    n = min(3, len(own))
    runs = [tuple(own[i : i + n]) for i in range(len(own) - n + 1)] if n else []
    return sum(run in grams for run in runs) / len(runs) if runs else 0.0


def full(row: dict, text: str) -> bool:
    return all(re.search(one, text, re.I) for one in row["must"])


def dialogue_of(row: dict, question: str) -> list[dict]:
    return [*row.get("context", []), {"participant": "user", "text": question}]


def query_of(row: dict, question: str) -> str:
    before = [turn["text"] for turn in row.get("context", []) if turn["participant"] == "user"][-1:]
    return " ".join([*before, question])


def rows_of(row: dict, corpus: Corpus, lines: list[str], rng: random.Random) -> list[dict]:
    """kind passage: label and gold parts; kind reply: label. Passages carry title and parts, replies their evidence."""
    said = dialogue_of(row, row["question"])
    out: list[dict] = []
    hits = corpus.find(query_of(row, row["question"]))
    passage = lambda one, label, gold, why, q=said: {
        "kind": "passage",
        "id": row["id"],
        "dialogue": q,
        "title": one["title"],
        "parts": one["parts"],
        "label": label,
        "gold": gold,
        "why": why,
        "full": full(row, f"{one['title']}\n{one['text']}") if row["must"] else False,
    }
    reply = lambda text, one, label, why, q=said: {
        "kind": "reply",
        "id": row["id"],
        "dialogue": q,
        "title": one["title"],
        "evidence": one["text"],
        "reply": text,
        "label": label,
        "why": why,
    }
    if row["kind"] == "unanswerable":
        out += [passage(one, 0, [], "unanswerable") for one in hits[:8]]
        out += [
            reply(text, one, 0, "unanswerable")
            for one in hits[:3]
            for text in rng.sample(flat(one), min(1, len(flat(one))))
        ]
        return out
    grams = gold_grams(lines)
    golden = [
        (one, [share_in(part, grams) >= 0.7 for part in one["parts"]])
        for one in corpus.passages
        if one["file"] == row["passage"]["file"]
    ]
    golden = [(one, parts) for one, parts in golden if any(parts)]
    complete = [(one, parts) for one, parts in golden if full(row, f"{one['title']}\n{one['text']}")]
    names = {id(one) for one, _ in golden}
    out += [passage(one, 1, parts, "gold") for one, parts in complete]
    out += [
        passage(one, 0.4, parts, "part") for one, parts in golden if not full(row, f"{one['title']}\n{one['text']}")
    ][:2]
    others = [one for one in hits if id(one) not in names and not full(row, f"{one['title']}\n{one['text']}")]
    doubtful = [one for one in hits if id(one) not in names and full(row, f"{one['title']}\n{one['text']}")]
    out += [passage(one, None, [], "doubtful") for one in doubtful]
    out += [passage(one, 0, [], "found") for one in others]
    best = complete[:1] or golden[:1]
    for one, parts in best:
        for near in row["near"]:
            out.append(passage(one, 0, [], "near", dialogue_of(row, near)))
        out.append(reply(row["answer"], one, 1, "answer"))
        out += [reply(text, one, 1, "paraphrase") for text in row.get("paraphrases", [])]
        out.append(reply(row["contradicted"], one, 0, "contradicted"))
        wrong = corrupt(row["answer"], [], rng)
        if wrong and not row["kind"] == "yes-no":
            out.append(reply(wrong, one, 0, "corrupted"))
        near = rng.choice(row["near"])
        out.append(reply(row["answer"], one, 0, "near", dialogue_of(row, near)))
        extracts = flat(one)
        right = [text for text in extracts if passes(row, text) and words_outside_code(text) <= 60]
        short = [text for text in extracts if not passes(row, text)]
        out += [reply(text, one, 1, "extract") for text in rng.sample(right, min(3, len(right)))]
        out += [reply(text, one, 0, "beside") for text in rng.sample(short, min(3, len(short)))]
        if right:
            out.append(reply(rng.choice(right), one, 0, "near", dialogue_of(row, rng.choice(row["near"]))))
            wrong = corrupt(rng.choice(right), [], rng)
            if wrong:
                out.append(reply(wrong, one, 0, "corrupted"))
    for one in others[:6]:
        texts = [text for text in flat(one) if not passes(row, text)]
        if texts:
            out.append(reply(rng.choice(texts), one, 0, "found"))
    for one in others[:1]:
        out.append(reply(row["answer"], one, 0, "elsewhere"))
    return out


def flat(one: dict) -> list[str]:
    return list(dict.fromkeys(text for texts in one["extracts"] for text in texts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--documents", type=Path, nargs="+", required=True, help="folders that hold the sets")
    parser.add_argument("--out", type=Path, default=Path("out/reader"))
    args = parser.parse_args()
    rng = random.Random(11)
    by_set: dict[str, list[dict]] = defaultdict(list)
    for line in args.passages.open(encoding="utf-8"):
        one = json.loads(line)
        by_set[one["set"]].append(one)
    corpora: dict[str, Corpus] = {}
    args.out.mkdir(parents=True, exist_ok=True)
    files = {name: (args.out / f"{name}.jsonl").open("w", encoding="utf-8") for name in ("train", "dev", "measure")}
    counts: dict[str, int] = defaultdict(int)
    for path in sorted((WRITTEN / "questions").rglob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            corpus = corpora.setdefault(row["set"], Corpus(by_set[row["set"]]))
            lines: list[str] = []
            if row["kind"] != "unanswerable":
                first, last = row["passage"]["lines"]
                source = next(
                    folder / row["set"] / row["passage"]["file"]
                    for folder in args.documents
                    if (folder / row["set"] / row["passage"]["file"]).exists()
                )
                lines = source.read_text("utf-8").splitlines()[first - 1 : last]
            part = "measure" if path.parent.name == "measure" else "dev" if row["set"] in HELD_APART else "train"
            for one in rows_of(row, corpus, lines, rng):
                files[part].write(
                    json.dumps({**one, "set": row["set"], "asks": row["kind"]}, ensure_ascii=False) + "\n"
                )
                counts[f"{part} {one['kind']} {one['why']}"] += 1
    print(json.dumps(dict(sorted(counts.items())), indent=1))


if __name__ == "__main__":
    main()
