"""python -m policy.lima --data ../shared/data --out out/lima

Rows for LIMA's three curves (arXiv 2305.11206, section 5): quantity, more and more rows of the policy's own mixture;
diversity, as many rows of one source (`cited`) as of all (`quantity-120`); quality, the same questions with the bare
answer as it was published (`published`) in place of the sentence that can be cited. `recipes/lima.sh` trains an adapter
on each; all take the same number of steps."""

import argparse
import json
import random
from pathlib import Path

from corpora.sources import Row, squad
from corpora.splits import write_jsonl

from .data import Distractors, abstentions, grounded, mixture, shuffled
from .prompt import load_prompt

QUANTITIES = (30, 60, 120, 240)
MIDDLE = 120  # rows for diversity and for quality


def as_published(items: list[Row], rng: random.Random, sentence: str) -> tuple[list[Row], list[Row]]:
    """The same questions and snippets twice: replies as a person published them, and as sentences of the passage.

    One in five is an abstention over a foreign snippet in both.
    """
    distractors, draws = Distractors(items, rng), rng.random()
    some = [item for item in shuffled(rng, items) if item["quote"]][: MIDDLE * 4 // 5]
    kept = abstentions(items, distractors, rng, sentence, 0, MIDDLE // 5)
    published, cited = (
        [
            grounded("squad", item, distractors, random.Random(f"{draws} {i}"), reply(item))
            for i, item in enumerate(some)
        ]
        for reply in (lambda item: item["answers"][0], lambda item: item["quote"])
    )
    return published + kept, cited + kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("out/lima"))
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    rng, prompt = random.Random(arguments.seed), load_prompt()
    rows = shuffled(rng, mixture(arguments.data, "train", rng, prompt, 1.0))
    published, cited = as_published(squad(arguments.data, "train", rng), rng, prompt["abstention"])
    files = {f"quantity-{count}": rows[:count] for count in QUANTITIES}
    files |= {"published": published, "cited": cited}
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, some in files.items():
        write_jsonl(arguments.out / f"{name}.jsonl", some)
    print(json.dumps({name: len(some) for name, some in files.items()}))


if __name__ == "__main__":
    main()
