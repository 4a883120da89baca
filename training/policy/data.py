"""python -m policy.data --data ../shared/data --out build/policy

Mixes the training rows of the policy: grounded answers, abstentions, replies without evidence, queries. Writes train.jsonl
and dev.jsonl ({ source, turns }), with counts and mean tokens on the last line.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from . import rewrites
from .handwritten import read_dialogues, read_docs
from .prompt import Renderer, load_prompt, load_tokenizer
from .sources import Row, Snippet, agent, clapnq, dolly, fine_grained, results, self_instruct, snippet, squad, user, words_of

MAX_TOKENS = 520


def shuffled(rng: random.Random, rows: list) -> list:
    rows = list(rows)
    rng.shuffle(rows)
    return rows


def loosely(rng: random.Random, question: str) -> str:
    """Now and then a question as people type it: no capital, no question mark."""
    if rng.random() < 0.12:
        question = question[:1].lower() + question[1:]
    return question.rstrip("?").rstrip() if rng.random() < 0.08 else question


class Distractors:
    """Snippets that do not hold the answer: of the same article where there is one, else of another."""

    def __init__(self, items: list[Row], rng: random.Random) -> None:
        self.items, self.rng = items, rng
        self.by_title: dict[str, list[Row]] = {}
        for item in items:
            self.by_title.setdefault(item["title"], []).append(item)

    def take(self, item: Row, count: int, near: float = 0.7) -> list[Snippet]:
        taken: list[Snippet] = []
        for _ in range(60):
            if len(taken) == count:
                break
            pool = self.by_title.get(item.get("title", ""), []) if self.rng.random() < near else self.items
            other = self.rng.choice(pool or self.items)
            answers = [a.lower() for a in item.get("answers", [])]
            if other["text"] == item.get("text") or any(a in other["text"].lower() for a in answers):
                continue
            if all(other["text"] != t["text"] for t in taken):
                taken.append(snippet(other["text"], other["title"]))
        return taken


def evidence_count(rng: random.Random) -> int:
    return rng.choices([1, 2, 3], [0.6, 0.26, 0.14])[0]


def grounded(source: str, item: Row, distractors: Distractors, rng: random.Random, reply: str) -> Row:
    title = item.get("title") if rng.random() < 0.85 else None
    evidence = [snippet(item["text"], title), *distractors.take(item, evidence_count(rng) - 1)]
    turns = [user(loosely(rng, item["question"])), results(shuffled(rng, evidence)), agent(reply)]
    return {"source": source, "turns": turns}


def squad_rows(items: list[Row], distractors: Distractors, rng: random.Random, count: int) -> list[Row]:
    """At most two questions of a paragraph; a made statement in preference to the passage's own sentence half of the time."""
    used: Counter[str] = Counter()
    rows = []
    for item in shuffled(rng, items):
        if not item["replies"] or used[item["context"]] >= 2 or len(rows) == count:
            continue
        made = len(item["replies"]) > 1 or not item["replies"][0] in item["context"]
        if not made and rng.random() < 0.35:  # lifts the share of made statements
            continue
        used[item["context"]] += 1
        reply = item["replies"][0] if rng.random() < 0.7 else item["replies"][-1]
        rows.append(grounded("squad", item, distractors, rng, reply))
    return rows


def follow_ups(items: list[Row], distractors: Distractors, rng: random.Random, count: int) -> list[Row]:
    """Two questions about an article, the second answered from evidence; the first stands answered in the dialogue."""
    rows = []
    for second in shuffled(rng, [i for i in items if i["replies"]]):
        first = rng.choice(distractors.by_title[second["title"]])
        if not first["replies"] or first["question"] == second["question"]:
            continue
        row = grounded("squad-follow-up", second, distractors, rng, rng.choice(second["replies"]))
        rows.append({**row, "turns": [user(first["question"]), agent(first["replies"][0]), *row["turns"]]})
        if len(rows) == count:
            break
    return rows


def abstentions(items: list[Row], distractors: Distractors, rng: random.Random, sentence: str, near: int, far: int) -> list[Row]:
    rows = []
    for index, item in enumerate(shuffled(rng, items)[: near + far]):
        evidence = distractors.take(item, rng.choice([1, 1, 2, 2, 3]), near=1.0 if index < near else 0.0)
        if evidence and not words_of(item["answer"]) & words_of(" ".join(e["text"] for e in evidence)):
            rows.append({"source": "abstain", "turns": [user(loosely(rng, item["question"])), results(evidence), agent(sentence)]})
    return rows


def docs_rows(distractors: Distractors, rng: random.Random, sentence: str) -> list[Row]:
    """Each documentation question alone, among other documentation, and for a part of them with the answer left out."""
    docs = read_docs()
    rows = []
    for doc in docs:
        own = snippet(doc["text"], doc["title"])
        others = [snippet(d["text"], d["title"]) for d in docs if d["text"] != doc["text"]]
        for count in (0, rng.choice([1, 2])):
            evidence = shuffled(rng, [own, *rng.sample(others, count)])
            rows.append({"source": "docs", "turns": [user(loosely(rng, doc["question"])), results(evidence), agent(doc["reply"])]})
        if rng.random() < 0.5:
            evidence = rng.sample(others, rng.choice([1, 2]))
            rows.append({"source": "docs-abstain", "turns": [user(doc["question"]), results(evidence), agent(sentence)]})
    return rows


def query_rows(data: Path, items: list[Row], rng: random.Random) -> list[Row]:
    take = lambda rows, count: shuffled(rng, list(rows))[:count]
    plain = [{"source": "query-plain", "turns": [user(loosely(rng, i["question"])), rewrites.query(i["question"])]} for i in take(items, 40)]
    return [
        *take(rewrites.canard(data), 190),
        *take(rewrites.cast_2019(data), 50),
        *take(rewrites.cast_2020(data), 40),
        *take(rewrites.cast_2022(data), 45),
        *take(rewrites.ikat(data), 30),
        *take(rewrites.disfl(data), 45),
        *plain,
        *read_dialogues("queries", repeat=2),
    ]


def mixture(data: Path, part: str, rng: random.Random, prompt: dict, size: float) -> list[Row]:
    items = squad(data, part, rng)
    distractors = Distractors(items, rng)
    n = lambda count: max(1, round(count * size))
    rows = [
        *squad_rows(items, distractors, rng, n(560)),
        *follow_ups(items, distractors, rng, n(60)),
        *abstentions(items, distractors, rng, prompt["abstention"], n(150), n(50)),
    ]
    if part == "dev":
        return rows
    for source, made, count in (("clapnq", clapnq(data, True), 60), ("dolly", dolly(data), 90), ("fine-grained", fine_grained(data), 50)):
        rows += [grounded(source, item, distractors, rng, item["reply"]) for item in shuffled(rng, list(made))[: n(count)]]
    for item in shuffled(rng, list(clapnq(data, False)))[: n(25)]:
        evidence = [snippet(item["text"], item["title"])]
        rows.append({"source": "clapnq-abstain", "turns": [user(item["question"]), results(evidence), agent(prompt["abstention"])]})
    rows += docs_rows(distractors, rng, prompt["abstention"])
    rows += [*read_dialogues("rules", repeat=2), *read_dialogues("facts", repeat=2), *self_instruct(data)]
    return rows + query_rows(data, items, rng)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("build/policy"))
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    prompt = load_prompt()
    renderer = Renderer(load_tokenizer(), prompt)
    report = {}
    for part, size in (("train", 1.0), ("dev", 0.25)):
        rng = random.Random(arguments.seed)
        rows = shuffled(rng, mixture(arguments.data, part, rng, prompt, size))
        lengths = [len(renderer.train(row["turns"])[0]) for row in rows]
        rows = [row for row, length in zip(rows, lengths) if length <= MAX_TOKENS]
        (arguments.out / f"{part}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        tokens = sum(length for length in lengths if length <= MAX_TOKENS)
        report[part] = {"rows": len(rows), "tokens": tokens, "sources": Counter(row["source"] for row in rows)}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
