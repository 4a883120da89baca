"""python -m policy.join_scores --replies out/replies.jsonl --ask > out/to-score.jsonl
python -m policy.join_scores --replies out/replies.jsonl --scores out/scores.jsonl > out/scored.jsonl

Between the engine and RL: the samples of write-replies.ts as rows for `dunnock score`, and its answers back beside
them. The id of a row says of which prompt and sample it is."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def asked(rows: list[Row]) -> list[Row]:
    made = []
    for at, row in enumerate(rows):
        dialogue = [turn for turn in row["turns"] if "text" in turn]
        evidence = [one for turn in row["turns"] for one in turn.get("evidence", [])]
        for sample, reply in enumerate(row["replies"]):
            if reply.strip():
                made.append({"id": f"{at} {sample}", "dialogue": dialogue, "reply": reply, "evidence": evidence})
    return made


def joined(rows: list[Row], scores: list[Row]) -> list[Row]:
    """Rows of policy.reinforce; a sample that could not be scored is left out, and a prompt with fewer than two."""
    samples: dict[int, list[Row]] = {}
    for score in scores:
        if "error" in score:
            continue
        at, sample = map(int, score["id"].split())
        samples.setdefault(at, []).append({**score, "reply": rows[at]["replies"][sample]})
    return [
        {**kept(rows[at]), "factSeeking": own[0]["factSeeking"], "samples": own}
        for at, own in samples.items()
        if len(own) > 1
    ]


def kept(row: Row) -> Row:
    """What is known of a prompt, such as its keys, without what was written to it."""
    return {name: value for name, value in row.items() if name not in ("replies", "likelihoods", "writes")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=Path, required=True)
    parser.add_argument("--ask", action="store_true")
    parser.add_argument("--scores", type=Path, default=None)
    arguments = parser.parse_args()
    rows = read(arguments.replies)
    made = asked(rows) if arguments.ask else joined(rows, read(arguments.scores))
    sys.stdout.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in made)


if __name__ == "__main__":
    main()
