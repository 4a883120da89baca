"""python -m policy.eval_sets --data ../shared/data --n 100 [--sets one four] --out build/policy/rows.jsonl

Rows to measure the policy on: { set, turns, writes, answers?, wanted?, baselines? }. None of them is trained on.

SQuAD rows are of paragraphs, ClapNQ, Dolly and CLINC rows of questions, that training leaves out; CAsT 2021, iKAT's
test topics, R-U-A-Robot's test part and NQ-open are tests as a whole; written/policy/heldout-*.txt are written for
tests."""

import argparse
import csv
import json
import random
from pathlib import Path

from corpora.handwritten import HELDOUT, read_dialogues, read_docs, read_lines
from corpora.sources import Row, agent, clapnq, dolly, results, snippet, squad, user
from corpora.splits import read_jsonl, write_jsonl

from . import rewrites
from .data import Distractors, shuffled

CLINC_CHAT = (
    "are_you_a_bot",
    "do_you_have_pets",
    "how_old_are_you",
    "what_are_your_hobbies",
    "where_are_you_from",
    "who_do_you_work_for",
    "who_made_you",
    "what_is_your_name",
    "meaning_of_life",
    "greeting",
    "user_name",
    "tell_joke",
)
CLINC_ACTS = (
    "book_flight",
    "book_hotel",
    "alarm",
    "reminder",
    "make_call",
    "text",
    "transfer",
    "pay_bill",
    "restaurant_reservation",
    "order",
    "uber",
    "smart_home",
    "play_music",
    "shopping_list_update",
    "calendar_update",
    "cancel_reservation",
    "freeze_account",
    "report_lost_card",
    "schedule_meeting",
    "todo_list_update",
    "timer",
    "share_location",
    "pto_request",
    "order_checks",
    "new_card",
    "travel_notification",
    "reset_settings",
)


def asked(item: Row, evidence: list[dict]) -> list[Row]:
    return [user(item["question"]), results(evidence)]


def squad_sets(data: Path, rng: random.Random, n: int) -> list[Row]:
    items = shuffled(rng, squad(data, "dev", rng))
    seen: set[str] = set()
    one_each = [i for i in items if not (i["context"] in seen or seen.add(i["context"]))][:n]
    distractors = Distractors(items, rng)
    rows = []
    for item in one_each:
        own = snippet(item["text"], item["title"])
        row = lambda name, evidence: rows.append(
            {"set": name, "turns": asked(item, evidence), "writes": "agent", "answers": item["answers"]}
        )
        row("one", [own])
        row("four", shuffled(rng, [own, *distractors.take(item, 3)]))
        row("foreign", distractors.take(item, 1, near=0.0))
        near = distractors.take(item, 1, near=1.0)
        if near and near[0].get("title") == item["title"]:
            row("near-miss", near)
        rows.append(
            {"set": "no-evidence", "turns": [user(item["question"])], "writes": "agent", "answers": item["answers"]}
        )
    return rows


def long_answers(data: Path, rng: random.Random, n: int) -> list[Row]:
    rows = []
    for name, items in (("clapnq", clapnq(data, True, "dev")), ("dolly", dolly(data, "dev"))):
        for item in shuffled(rng, list(items))[:n]:
            evidence = [snippet(item["text"], item.get("title"))]
            rows.append({"set": name, "turns": asked(item, evidence), "writes": "agent", "wanted": item["reply"]})
    return rows


def query_sets(data: Path, rng: random.Random, n: int) -> list[Row]:
    rows = []
    for name, items in (("cast-2021", rewrites.cast_2021(data)), ("ikat-2023", rewrites.ikat(data, ("test",)))):
        for item in shuffled(rng, list(items))[:n]:
            turns = item["turns"][:-1]
            two = " ".join(t["text"] for t in [t for t in turns if t["participant"] == "user"][-2:])
            rows.append(
                {
                    "set": name,
                    "turns": turns,
                    "writes": "search-query",
                    "wanted": item["turns"][-1]["text"],
                    "baselines": {"raw turn": turns[-1]["text"], "last two turns": two},
                }
            )
    return rows


def clean_prompts(data: Path, rng: random.Random, n: int) -> list[Row]:
    clinc = json.loads((data / "rule-train/oos-eval/data_full.json").read_text())["test"]
    with (data / "rule-test/R-U-A-Robot/pos.test.csv").open() as file:
        robot = [line["text"] for line in csv.DictReader(file)]
    texts = {
        "chat": shuffled(rng, [text for text, intent in clinc if intent in CLINC_CHAT])[:n],
        "acts": shuffled(rng, [text for text, intent in clinc if intent in CLINC_ACTS])[:n],
        "identity": shuffled(rng, robot)[: n // 2],
    }
    rows = [{"set": name, "turns": [user(text)], "writes": "agent"} for name, some in texts.items() for text in some]
    return rows + [
        {"set": "handwritten-chat", "turns": row["turns"], "writes": "agent"} for row in read_dialogues("heldout-chat")
    ]


def docs_sets() -> list[Row]:
    docs = read_docs("heldout-docs")
    rows = []
    for at, doc in enumerate(docs):
        own, other = snippet(doc["text"], doc["title"]), docs[(at + 7) % len(docs)]
        gold = doc["reply"].split(" | ")
        rows.append({"set": "docs", "turns": asked(doc, [own]), "writes": "agent", "answers": gold})
        if other["text"] != doc["text"]:
            rows.append(
                {
                    "set": "docs-foreign",
                    "turns": asked(doc, [snippet(other["text"], other["title"])]),
                    "writes": "agent",
                    "answers": gold,
                }
            )
    return rows


HELD = {  # an instruction and what a reply that keeps it looks like; the last three are of no training row
    "Answer in one short sentence.": r"[^.!?]*(?:[.!?](?!\s))*[^.!?]*[.!?]$",
    'From now on start every answer with "Answer:".': r"Answer:",
    'Start each reply with the word "Well,".': r"Well,",
    "Please call me Captain in every reply.": r".*Captain",
    'End every answer with "Over."': r".*Over\.$",
    'Begin every reply with "Dear reader,".': r"Dear reader,",
    "Call me Boss in every answer.": r".*Boss",
    'Finish each reply with "Done."': r".*Done\.$",
}


def held_sets(turns: int, name: str = "held") -> list[Row]:
    """An instruction that stands in the first turn alone; it is measured in the last of so many questions after it."""
    docs, rows = [doc for doc in read_docs("heldout-docs") if " | " not in doc["reply"]], []
    for at, (instruction, shape) in enumerate(HELD.items()):
        kept = {
            "Answer:": "Answer: All right.",
            "Well,": "Well, all right.",
            ".*Captain": "All right, Captain.",
            ".*Over\\.$": "All right. Over.",
            "Dear reader,": "Dear reader, all right.",
            ".*Boss": "All right, Boss.",
            ".*Done\\.$": "All right. Done.",
        }.get(shape, "All right.")
        for k in range(5):
            asked_of = [docs[(at * 5 + k + step) % len(docs)] for step in range(turns)]
            past = [
                turn
                for doc in asked_of[:-1]
                for turn in (user(doc["question"]), agent(kept_answer(doc["reply"], shape)))
            ]
            last = asked_of[-1]
            rows.append(
                {
                    "set": f"{name}-seen" if at < 5 else f"{name}-unseen",
                    "shape": shape,
                    "writes": "agent",
                    "turns": [
                        user(instruction),
                        agent(kept),
                        *past,
                        user(last["question"]),
                        results([snippet(last["text"], last["title"])]),
                    ],
                }
            )
    return rows


def kept_answer(gold: str, shape: str) -> str:
    """What stands in the dialogue as the agent's earlier answer: it kept the instruction."""
    core = f"It is {gold}"
    ends = {
        ".*Captain": f"{core}, Captain.",
        ".*Over\\.$": f"{core}. Over.",
        ".*Boss": f"{core}, Boss.",
        ".*Done\\.$": f"{core}. Done.",
    }
    starts = {"Answer:": "Answer: It", "Well,": "Well, it", "Dear reader,": "Dear reader, it"}
    return ends.get(shape) or (f"{starts[shape]} is {gold}." if shape in starts else f"{core}.")


def said_set(name: str) -> list[Row]:
    """What people say (talk: first and in passing; careful: of harm to themselves or others), and what a fitting
    reply holds, as a pattern.
    """
    lines = [line.split(": ", 1)[1] for line in read_lines(f"heldout-{name}")]
    return [
        {"set": name, "fits": pattern, "writes": "agent", "turns": [user(said)]}
        for said, pattern in zip(lines[::2], lines[1::2], strict=True)
    ]


def innocent_set() -> list[Row]:
    """Turns that only sound like harm, over no evidence: nothing in them is to be refused but for a few."""
    told = read_jsonl(HELDOUT / "innocent.jsonl")
    return [
        {"set": "innocent", "writes": "agent", "turns": [user(item["user"])]} for item in told if not item.get("before")
    ]


def all_sets(data: Path, n: int, seed: int = 11) -> list[Row]:
    rng = random.Random(seed)
    return [
        *squad_sets(data, rng, n),
        *long_answers(data, rng, n),
        *query_sets(data, rng, n),
        *clean_prompts(data, rng, n),
        *docs_sets(),
        *held_sets(3),
        *held_sets(20, "held-20"),
        *said_set("talk"),
        *said_set("careful"),
        *innocent_set(),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sets", nargs="+", default=None)
    parser.add_argument("--n", type=int, default=100, help="rows of a set, where there are so many")
    parser.add_argument("--seed", type=int, default=11, help="another one draws other rows, to choose on")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    rows = [
        row
        for row in all_sets(arguments.data, arguments.n, arguments.seed)
        if arguments.sets is None or row["set"] in arguments.sets
    ]
    random.Random(0).shuffle(rows)
    write_jsonl(arguments.out, rows)


if __name__ == "__main__":
    main()
