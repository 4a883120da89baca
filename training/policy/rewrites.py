"""Rows that teach query writing: the last user turn of a dialogue as a query that stands alone.

CANARD, CAsT 2019, 2020 and 2022, the training topics of iKAT 2023 and Disfl-QA; CAsT 2021 (cast_2021) and iKAT's test
topics are left for tests.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora.sources import Row, agent, user

HISTORY = 6  # turns kept
REPLY_WORDS = 45  # an agent turn of the history is cut to about this


def query(text: str) -> Row:
    return {"participant": "search-query", "text": re.sub(r"\s+", " ", text).strip()}


def shorten(text: str) -> str:
    words = re.sub(r"\s+", " ", text).strip().split(" ")
    return " ".join(words[:REPLY_WORDS])


def left_open(asked: str, rewritten: str) -> bool:
    """A rewrite that is the question as it stands though it leans on the turns before."""
    flat = lambda text: re.sub(r"\W+", " ", text.lower()).strip()
    return flat(asked) == flat(rewritten) and bool(
        re.search(r"\b(?:it|its|they|them|their|he|she|his|her|him|that|this|those|these|one)\b", flat(asked))
    )


def row(source: str, history: list[Row], asked: str, rewritten: str) -> Row | None:
    if not 3 <= len(rewritten.split()) <= 28 or (history and left_open(asked, rewritten)):
        return None
    turns = [*history[-HISTORY:], user(asked.strip()), query(rewritten)]
    while turns[0]["participant"] != "user":
        turns = turns[1:]
    return {"source": source, "turns": turns}


def canard(data: Path) -> Iterator[Row]:
    for item in json.loads((data / "rewrite/canard/dev.json").read_text()):
        topic, section, *said = item["History"]
        if any(text == "CANNOTANSWER" for text in said[-2:]) or len(said) < 2:
            continue
        history: list[Row] = [
            user(f"I would like to know about {topic}, {section[:1].lower() + section[1:]}."),
            agent("What would you like to know?"),
        ]
        for index, text in enumerate(said):
            history.append(user(text) if index % 2 == 0 else agent(shorten(text)))
        # the opening names the topic, so it has to stay where the dialogue is cut
        kept = history[:2] + history[2:][-4:]
        made = row("canard", kept, item["Question"], item["Rewrite"])
        if made is not None:
            yield made


def cast_topics(path: Path, source: str, reply_key: str | None) -> Iterator[Row]:
    for topic in json.loads(path.read_text()):
        history: list[Row] = []
        for turn in topic["turn"]:
            asked = turn.get("raw_utterance") or turn.get("utterance")
            rewritten = turn.get("manual_rewritten_utterance")
            if rewritten:
                made = row(source, history, asked, rewritten)
                if made is not None and len(history) > 0:
                    yield made
            history.append(user(asked))
            reply = turn.get(reply_key) if reply_key else None
            if reply:
                history.append(agent(shorten(reply)))


def cast_2019(data: Path) -> Iterator[Row]:
    folder = data / "rewrite/treccastweb"
    lines = (folder / "evaluation-evaluation_topics_annotated_resolved_v1.0.tsv").read_text().splitlines()
    resolved = dict(line.split("\t")[:2] for line in lines if "\t" in line)
    for topic in json.loads((folder / "evaluation-evaluation_topics_v1.0.json").read_text()):
        history: list[Row] = []
        for turn in topic["turn"]:
            rewritten = resolved.get(f"{topic['number']}_{turn['number']}")
            made = row("cast-2019", history, turn["raw_utterance"], rewritten) if rewritten and history else None
            if made is not None:
                yield made
            history.append(user(turn["raw_utterance"]))


def cast_2020(data: Path) -> Iterator[Row]:
    return cast_topics(data / "rewrite/treccastweb/2020-2020_manual_evaluation_topics_v1.0.json", "cast-2020", None)


def cast_2021(data: Path) -> Iterator[Row]:
    """For tests only."""
    return cast_topics(
        data / "rewrite/treccastweb/2021-2021_manual_evaluation_topics_v1.0.json", "cast-2021", "passage"
    )


def cast_2022(data: Path) -> Iterator[Row]:
    path = data / "rewrite/treccastweb/2022-2022_evaluation_topics_flattened_duplicated_v1.0.json"
    return cast_topics(path, "cast-2022", "response")


def ikat(data: Path, names: tuple[str, ...] = ("train",)) -> Iterator[Row]:
    """The topics named "test" are for tests only."""
    for name in names:
        topics: list[dict[str, Any]] = json.loads((data / f"rewrite/iKAT/data-2023_{name}_topics.json").read_text())
        for topic in topics:
            history: list[Row] = []
            for turn in topic["turns"]:
                made = row("ikat", history, turn["utterance"], turn["resolved_utterance"]) if history else None
                if made is not None:
                    yield made
                history += [user(turn["utterance"]), agent(shorten(turn["response"]))]


def disfl(data: Path) -> Iterator[Row]:
    for item in json.loads((data / "rewrite/Disfl-QA/train.json").read_text()).values():
        made = row("disfl-qa", [], item["disfluent"], item["original"])
        if made is not None:
            yield made
