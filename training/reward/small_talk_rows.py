"""python -m reward.small_talk_rows --data ../shared/data --out out/said.jsonl

What people say first and in passing, and of harm, in the words that the policy is taught with and more of public
sets, for training/write-replies.ts to write candidates to; tasks/spoken.py puts them in order."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpora.small_talk import kinds
from corpora.sources import user


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    texts = dict.fromkeys(text for one in kinds(args.data) for text in one.wordings)
    args.out.write_text(
        "".join(
            json.dumps({"set": "said", "turns": [user(text)], "writes": "agent"}, ensure_ascii=False) + "\n"
            for text in texts
        )
    )


if __name__ == "__main__":
    main()
