"""python -m policy.data --data ../shared/data --out build/policy

Mixes the training rows of the policy: grounded answers, abstentions, replies without evidence, queries. Writes
train.jsonl and dev.jsonl ({ source, turns }), with counts and tokens on the last line.

About 4,000 rows a draw, of the order that LIMA finds enough, and each has to earn its place:
- a reply is one to three full sentences: it starts with a capital, ends in a full stop, has paired quotes and
  brackets, and fits in the tokens that a reply may have (text.reads_well). A "However," at its start is taken off;
  "He" stays, since a sentence left out of the replies teaches the policy that sentences of its kind are never the
  answer;
- a reply says what its snippet says: the sentence that holds the answer, now and then a statement made of question
  and answer where the question's shape makes that safe (text.statement_of), or a person's answer whose words the
  snippet covers (sources.covered);
- at most two questions a paragraph; distractors never hold an answer, and abstentions share no answer word with their
  snippet. Four of five abstentions are over another article: near misses look like answers, and many of them teach to
  abstain by chance;
- nothing in the first person but what a program can say; facts without a source are not taught (careful.unknown);
- a rewritten query stands alone: one that repeats a question full of pronouns is left out (rewrites.left_open);
- what is measured is left out: a tenth of SQuAD's paragraphs, a third of ClapNQ and Dolly, CAsT 2021, iKAT's test
  topics."""

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

from corpora import manuals
from corpora.careful import unknown
from corpora.handwritten import read_dialogues, read_docs
from corpora.sources import (
    Row,
    Snippet,
    agent,
    clapnq,
    dolly,
    fine_grained,
    results,
    self_instruct,
    snippet,
    squad,
    user,
    words_of,
)
from corpora.splits import write_jsonl

from . import chat, rewrites
from .prompt import Renderer, load_prompt, load_tokenizer
from .standing_instructions import held_instructions

MAX_TOKENS = 400


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
    return rng.choices([1, 2, 3], [0.74, 0.18, 0.08])[0]


def grounded(source: str, item: Row, distractors: Distractors, rng: random.Random, reply: str) -> Row:
    title = item.get("title") if rng.random() < 0.85 else None
    evidence = [snippet(item["text"], title), *distractors.take(item, evidence_count(rng) - 1)]
    turns = [user(loosely(rng, item["question"])), results(shuffled(rng, evidence)), agent(reply)]
    return {"source": source, "turns": turns}


def reply_to(item: Row, rng: random.Random) -> str:
    """The passage's own sentence, which can be cited word for word; now and then a statement made of question and
    answer.
    """
    made, quote = item["statement"], item["quote"]
    return made if made and (quote is None or rng.random() < 0.12) else quote


def squad_rows(items: list[Row], distractors: Distractors, rng: random.Random, count: int) -> list[Row]:
    """At most two questions of a paragraph."""
    used: Counter[str] = Counter()
    rows = []
    for item in shuffled(rng, items):
        if not (item["quote"] or item["statement"]) or used[item["context"]] >= 2 or len(rows) == count:
            continue
        used[item["context"]] += 1
        rows.append(grounded("squad", item, distractors, rng, reply_to(item, rng)))
    return rows


def follow_ups(items: list[Row], distractors: Distractors, rng: random.Random, count: int) -> list[Row]:
    """Two questions about an article, the second answered from evidence; the first stands answered in the dialogue."""
    rows = []
    for second in shuffled(rng, [i for i in items if i["quote"]]):
        first = rng.choice(distractors.by_title[second["title"]])
        if not first["quote"] or first["question"] == second["question"]:
            continue
        row = grounded("squad-follow-up", second, distractors, rng, second["quote"])
        rows.append({**row, "turns": [user(first["question"]), agent(first["quote"]), *row["turns"]]})
        if len(rows) == count:
            break
    return rows


def abstentions(
    items: list[Row], distractors: Distractors, rng: random.Random, sentence: str, near: int, far: int
) -> list[Row]:
    rows = []
    for index, item in enumerate(shuffled(rng, items)[: near + far]):
        evidence = distractors.take(item, rng.choice([1, 1, 2, 2, 3]), near=1.0 if index < near else 0.0)
        if evidence and not words_of(item["answer"]) & words_of(" ".join(e["text"] for e in evidence)):
            rows.append(
                {
                    "source": "abstain",
                    "turns": [user(loosely(rng, item["question"])), results(evidence), agent(sentence)],
                }
            )
    return rows


def docs_rows(rng: random.Random, sentence: str) -> list[Row]:
    """Each documentation question with its snippet, for a part of them among others; and with a wrong one, of the
    same software where there is one.
    """
    docs = [*read_docs("docs"), *read_docs("docs-markdown")]
    tool = lambda doc: re.split(r" > |: | ", doc["title"])[0]
    rows = []
    for doc in docs:
        own = snippet(doc["text"], doc["title"])
        others = [d for d in docs if d["text"] != doc["text"]]
        near = [d for d in others if tool(d) == tool(doc)] or others
        take = lambda pool: snippet(*(lambda d: (d["text"], d["title"]))(rng.choice(pool)))
        rows.append(
            {"source": "docs", "turns": [user(loosely(rng, doc["question"])), results([own]), agent(doc["reply"])]}
        )
        if rng.random() < 0.5:
            mixed = shuffled(rng, [own, take(near)])
            rows.append(
                {"source": "docs", "turns": [user(loosely(rng, doc["question"])), results(mixed), agent(doc["reply"])]}
            )
        if rng.random() < 0.6:
            wrong = take(near if rng.random() < 0.6 else others)
            rows.append(
                {
                    "source": "docs-abstain",
                    "turns": [user(loosely(rng, doc["question"])), results([wrong]), agent(sentence)],
                }
            )
    return rows


def query_rows(data: Path, items: list[Row], rng: random.Random) -> list[Row]:
    take = lambda rows, count: shuffled(rng, list(rows))[:count]
    plain = [
        {"source": "query-plain", "turns": [user(loosely(rng, i["question"])), rewrites.query(i["question"])]}
        for i in take(items, 40)
    ]
    return [
        *take(rewrites.canard(data), 420),
        *take(rewrites.cast_2019(data), 110),
        *take(rewrites.cast_2020(data), 100),
        *take(rewrites.cast_2022(data), 70),
        *take(rewrites.ikat(data), 60),
        *take(rewrites.disfl(data), 40),
        *plain,
        *read_dialogues("queries", repeat=2),
    ]


def chat_rows(data: Path, items: list[Row], rng: random.Random) -> list[Row]:
    questions = [loosely(rng, item["question"]) for item in shuffled(rng, items)[:90]]
    asked = [doc["question"] for doc in shuffled(rng, read_docs("docs-markdown"))[:30]]
    written = [row for name in ("rules", "facts", "dialogues") for row in read_dialogues(name)]
    return [
        *written,
        *chat.intents(data, rng, 6),
        *chat.are_you_a_robot(data, rng, 40),
        *unknown([*questions, *asked], rng),
        *self_instruct(data),
    ]


def mixture(data: Path, part: str, rng: random.Random, prompt: dict, size: float) -> list[Row]:
    items = squad(data, part, rng)
    distractors = Distractors(items, rng)
    n = lambda count: max(1, round(count * size))
    rows = [
        *squad_rows(items, distractors, rng, n(1350)),
        *follow_ups(items, distractors, rng, n(80)),
        *abstentions(items, distractors, rng, prompt["abstention"], n(70), n(270)),
    ]
    if part == "dev":
        return rows
    for source, made, count in (
        ("clapnq", clapnq(data, True), 80),
        ("dolly", dolly(data), 110),
        ("fine-grained", fine_grained(data), 30),
    ):
        rows += [
            grounded(source, item, distractors, rng, item["reply"]) for item in shuffled(rng, list(made))[: n(count)]
        ]
    for item in shuffled(rng, list(clapnq(data, False)))[: n(25)]:
        evidence = [snippet(item["text"], item["title"])]
        rows.append(
            {
                "source": "clapnq-abstain",
                "turns": [user(item["question"]), results(evidence), agent(prompt["abstention"])],
            }
        )
    docs = docs_rows(rng, prompt["abstention"])
    grounded_rows = [row for row in rows if row["source"] in ("squad", "abstain")]
    rows += chat.injected(rng.sample(grounded_rows, 110) + rng.sample(docs, 40), rng)
    rows += held_instructions([row for row in rows if row["source"] in ("squad", "dolly")] + docs, rng, 110)
    return (
        rows
        + docs
        + manuals.manuals(rng, 320, prompt["abstention"])
        + chat_rows(data, items, rng)
        + query_rows(data, items, rng)
    )


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
        write_jsonl(arguments.out / f"{part}.jsonl", rows)
        tokens = sum(length for length in lengths if length <= MAX_TOKENS)
        report[part] = {"rows": len(rows), "tokens": tokens, "sources": Counter(row["source"] for row in rows)}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
