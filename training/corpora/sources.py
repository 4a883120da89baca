"""Rows for supervised training of the policy from public data sets, one function a set.

A row is { source, turns }; turns end in the turn to learn. A turn is { participant, text }, and search results are
{ participant: "search-results", evidence: [{ title?, text }] }.
"""

import csv
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .text import part_of, reads_well, sentence_at, sentences, snippet_around, standing_alone, statement_of, untokenise

Row = dict[str, Any]
Snippet = dict[str, str]


def user(text: str) -> Row:
    return {"participant": "user", "text": text}


def agent(text: str) -> Row:
    return {"participant": "agent", "text": text}


def results(evidence: list[Snippet]) -> Row:
    return {"participant": "search-results", "evidence": evidence}


def snippet(text: str, title: str | None = None) -> Snippet:
    return {"title": title, "text": text} if title else {"text": text}


def squad(data: Path, part: str, rng: random.Random) -> list[Row]:
    """Questions of a part's paragraphs with what is needed to build grounded, near-miss and follow-up rows."""
    items = []
    for article in json.loads((data / "gen-train/aqleaderboard/test-v1.1.json").read_text())["data"]:
        title = unquote(article["title"]).replace("_", " ")
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            if part_of(context) != part:
                continue
            for qa in paragraph["qas"]:
                answer = qa["answers"][0]
                item = squad_item(title, context, qa["question"], answer["text"], answer["answer_start"], rng)
                if item is not None:
                    item["answers"] = sorted({a["text"] for a in qa["answers"]})
                    items.append(item)
    return items


def squad_item(title: str, context: str, question: str, answer: str, start: int, rng: random.Random) -> Row | None:
    where = sentence_at(context, start)
    text = snippet_around(context, start, start + len(answer), before_first=rng.random() < 0.6)
    question = re.sub(r"\s+", " ", question).strip()
    if where is None or text is None or answer not in context[where[0] : where[1]] or len(question.split()) < 4:
        return None
    sentence = standing_alone(context[where[0] : where[1]].strip())
    quote = sentence if reads_well(sentence) and answer in sentence else None
    return {
        "title": title,
        "context": context,
        "question": question,
        "answer": answer,
        "text": text,
        "quote": quote,
        "statement": statement_of(question, answer),
    }


HELD_OUT = 33  # per cent of ClapNQ, Dolly and FineGrainedRLHF that is kept for tests, by a hash of the question


def clapnq(data: Path, answerable: bool, part: str = "train") -> Iterator[Row]:
    """Natural Questions with concise answers drawn from several sentences of a passage."""
    name = "answerable" if answerable else "unanswerable"
    for line in (data / f"gen-train/clapnq/clapnq_dev_{name}.jsonl").read_text().splitlines():
        item = json.loads(line)
        passage, output = item["passages"][0], item["output"][0]
        text = untokenise(passage["text"])
        question = untokenise(item["input"]).rstrip("?") + "?"
        if part_of(question, HELD_OUT) != part:
            continue
        if not answerable:
            cut = snippet_around(text, 0, min(40, len(text)))
            if cut:
                yield {"title": passage["title"], "question": question, "text": cut}
            continue
        chosen = [untokenise(s) for s in output["selected_sentences"]]
        places = [text.find(s) for s in chosen]
        if not places or min(places) < 0:
            continue
        cut = snippet_around(text, min(places), max(p + len(s) for p, s in zip(places, chosen)))
        reply = untokenise(output["answer"])
        if cut and 6 <= len(reply.split()) <= 55 and reply[-1] in ".!":
            yield {"title": passage["title"], "question": question, "text": cut, "reply": reply}


def dolly(data: Path, part: str = "train") -> Iterator[Row]:
    """closed_qa of Dolly: an instruction, a passage, an answer written by a person."""
    with (data / "gen-train/MobileAIBench/databricks_dolly_15k.csv").open() as file:
        for item in csv.DictReader(file):
            if part_of(item["instruction"].strip(), HELD_OUT) != part:
                continue
            reply = re.sub(r"\[\d+\]", "", item["response"]).strip()
            context = re.sub(r"\[\d+\]", "", item["context"]).strip()
            words = reply.split()
            if not 5 <= len(words) <= 50 or "\n" in reply or not reply[0].isupper() or len(item["instruction"]) > 200:
                continue
            anchor = best_anchor(context, reply)
            cut = None if anchor is None else snippet_around(context.replace("\n", " "), *anchor)
            if cut and covered(reply, cut) > 0.7:
                yield {
                    "question": item["instruction"].strip(),
                    "text": cut,
                    "reply": reply if reply[-1] in ".!" else reply + ".",
                }


def fine_grained(data: Path) -> Iterator[Row]:
    """Questions with several passages and a gold answer; kept where one passage holds the answer's words."""
    for item in json.loads((data / "gen-train/FineGrainedRLHF/dev.json").read_text()):
        gold = re.sub(r"\s+", " ", item["answer"][0] if isinstance(item["answer"], list) else item["answer"]).strip()
        for passage in item["passages"]:
            title, _, body = passage["content"].partition("\n\n")
            anchor = best_anchor(body, gold)
            cut = None if anchor is None else snippet_around(body, *anchor)
            if cut and 6 <= len(gold.split()) <= 45 and covered(gold, cut) > 0.72 and gold[-1] == ".":
                yield {"title": title, "question": item["question"], "text": cut, "reply": gold}
                break


def words_of(text: str) -> set[str]:
    return {w for w in re.findall(r"[a-z0-9]+", text.lower()) if len(w) > 2}


def covered(reply: str, evidence: str) -> float:
    """Share of the reply's words that the evidence holds."""
    mine = words_of(reply)
    return len(mine & words_of(evidence)) / max(1, len(mine))


def best_anchor(text: str, reply: str) -> tuple[int, int] | None:
    """The span of the sentence that shares most words with the reply."""
    spans = sentences(text)
    if not spans or not reply:
        return None
    return max(spans, key=lambda span: len(words_of(text[span[0] : span[1]]) & words_of(reply)))


def self_instruct(data: Path) -> Iterator[Row]:
    """Seed tasks that stand alone and have a short answer."""
    for line in (data / "gen-train/self-instruct/data-seed_tasks.jsonl").read_text().splitlines():
        item = json.loads(line)
        instance = item["instances"][0]
        reply = instance["output"].strip()
        if not instance["input"] and 4 <= len(reply.split()) <= 60 and "\n" not in reply:
            yield {"source": "self-instruct", "turns": [user(item["instruction"]), agent(reply)]}
