"""Turns that could be looked up, and plain talk, for the reader's `asks` head.

    python -m reader.asks --data ../shared/data --out out/asks.jsonl

Requests to an assistant ("what is my balance") are in neither: of one's own documents they are questions like any
other.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

from corpora.handwritten import FOLDER, PAIRS
from corpora.splits import read_jsonl, sample
from reward.tasks.common import talk, user
from reward.tasks.fact_seeking import CREATIVE, EVERYDAY, questions, rough
from reward.tasks.persona_chat import dialogues

from .data import HELD_APART, STOP, WRITTEN, dialogue_of

TALK = FOLDER / "talk.txt"
FACTS = PAIRS / "facts.jsonl"
CLOSING = (
    "thanks",
    "ok",
    "thank you!",
    "never mind",
    "great",
    "that is wrong",
    "hm",
    "cool",
    "no",
    "yes please",
    "perfect, thanks",
    "lol",
    "oh I see",
    "bye",
    "good night",
    "you are the best",
    "whatever",
)


def key_words(text: str) -> str:
    """As people type into a search box."""
    kept = [word for word in re.findall(r"[\w'.-]+", text) if word.lower() not in STOP]
    return " ".join(kept) or text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("out/asks.jsonl"))
    args = parser.parse_args()
    rng = random.Random(5)
    rows = []
    for path in sorted((WRITTEN / "questions").glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            if row["set"] not in HELD_APART:
                rows += [(dialogue_of(row, text), 1) for text in [row["question"], *row.get("near", [])[:1]]]
    written = [dialogue for dialogue, _ in rows]
    asked = [d[-1]["text"] for d in written]
    rows += [(user(key_words(text)), 1) for text in rng.sample(asked, 900)]
    rows += [(user(rough(text, rng)), 1) for text in sample(questions(args.data, rng), 700, rng)]
    hand = [
        (talk(*row.get("before", []), rough(row["user"], rng)), int(row["kind"] != "not-fact-based"))
        for row in read_jsonl(FACTS)
    ]
    rows += hand + [row for row in hand if not row[1]]
    said = [line[3:] for line in TALK.read_text("utf-8").splitlines() if line.startswith("U: ")]
    rows += [(user(text), 0) for text in said] * 2
    turns = [turn for one in dialogues(args.data) for turn in one if len(turn) < 120 and "?" not in turn]
    rows += [(user(text), 0) for text in sample(turns, 900, rng)]
    rows += [(user(rng.choice(CREATIVE).format(rng.choice(EVERYDAY))), 0) for _ in range(250)]
    rows += [(talk(rng.choice(asked), "It is on page 4.", rng.choice(CLOSING)), 0) for _ in range(250)]
    rows += [(talk(rng.choice(said), "Hello! What can I look up for you?", rng.choice(asked)), 1) for _ in range(250)]
    rng.shuffle(rows)
    with args.out.open("w", encoding="utf-8") as out:
        for i, (dialogue, label) in enumerate(rows):
            out.write(
                json.dumps(
                    {"kind": "asks", "id": f"asks {i // 8}", "dialogue": dialogue, "label": label, "why": "asks"}
                )
                + "\n"
            )
    print(json.dumps({"rows": len(rows), "asks": sum(label for _, label in rows)}))


if __name__ == "__main__":
    main()
