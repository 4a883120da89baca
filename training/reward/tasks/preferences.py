"""Human preferences: HH-RLHF test files (15 % of prompts held out), FineGrainedRLHF and Open-Assistant trees."""

import gzip
import io
import json
import random
import re
import tarfile
from pathlib import Path

from corpora.handwritten import HELDOUT
from corpora.splits import bucket, read_json, read_jsonl, sample, sentences

from .claims import shared
from .common import Group, Row, talk, user

SEEN = HELDOUT / "seen.json"
PARTS = ("harmless-base", "helpful-base", "helpful-online", "helpful-rejection-sampled")


def hh_pairs(data: Path, part: str) -> list[tuple[list[dict], str, str]]:
    raw = gzip.decompress((data / f"pref-train/EasyRLHF/{part}.jsonl.gz").read_bytes())
    if raw[:1] != b"{":
        with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
            raw = archive.extractfile(archive.getmembers()[0]).read()
    pairs = []
    for line in raw.decode("utf-8").split("\n"):
        if line.strip():
            item = json.loads(line)
            dialogue, chosen = cut(item["chosen"])
            _, rejected = cut(item["rejected"])
            if dialogue and chosen and rejected and chosen != rejected:
                pairs.append((dialogue, chosen, rejected))
    return pairs


def cut(text: str) -> tuple[list[dict], str]:
    prompt, _, reply = text.rpartition("\n\nAssistant:")
    turns = re.findall(r"\n\n(Human|Assistant):(.*?)(?=\n\n(?:Human|Assistant):|$)", prompt, re.S)
    names = {"Human": "user", "Assistant": "agent"}
    return [{"participant": names[who], "text": said.strip()} for who, said in turns], reply.strip()


def held_out(dialogue: list[dict]) -> bool:
    return bucket(dialogue[0]["text"]) < 15


def unseen(text: str, name: str) -> bool:
    """Held out, and not among those that the first run had taken before its share was held out (heldout/seen.json)."""
    return held_out(user(text)) and bucket(text, 2**24) not in read_json(SEEN)[name]


def load_hh(data: Path, rng: random.Random, count: int = 9000, longest: int = 700) -> list[Group]:
    groups = []
    for part in PARTS:
        for dialogue, chosen, rejected in hh_pairs(data, part):
            if held_out(dialogue) or max(len(chosen), len(rejected)) > longest:
                continue
            rows = [Row(dialogue[-3:], sentences(text)) for text in (chosen, rejected)]
            groups.append(Group("hh " + dialogue[0]["text"], rows, [(0, 1)]))
    return sample(groups, count, rng)


PAIRS = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4))


def load_fine_grained(data: Path, rng: random.Random) -> list[Group]:
    """Four grounded answers to a question, or a correction beside what it corrects; 15 % of the questions are held
    out.
    """
    groups = []
    for item in read_json(data / "pref-train/FineGrainedRLHF/dev_feedback.json"):
        if not held_out(user(item["question"])):
            groups += compared(item)
    return groups


def compared(item: dict) -> list[Group]:
    texts = [item[f"prediction {n}"] for n in (1, 2, 3, 4)]
    rows = [Row(user(item["question"]), sentences(t) or [t], passage_of(item, t)) for t in texts]
    rows[0].support, rows[0].checkable = told(item, rows[0].reply), None
    order = [
        (a - 1, b - 1) if value == 1 else (b - 1, a - 1) for (a, b), value in zip(PAIRS, item["preference"]) if value
    ]
    better = item["feedback"]["corrected-prediction"]
    if item["feedback"]["errors"] and better.strip() and better != texts[0]:
        rows.append(Row(user(item["question"]), sentences(better), passage_of(item, better)))
        order.append((4, 0))
    return [Group("fine " + item["question"], rows, order)] if order else []


def told(item: dict, parts: list[str]) -> list[int | None]:
    """What the annotators say of the first answer's sentences: wrongly grounded or unverifiable ones are not
    supported.
    """
    whole, labels = item["prediction 1"], []
    for part in parts:
        start = whole.find(part)
        marks = [
            e
            for e in item["feedback"]["errors"]
            if e["error type"] in ("Wrong-Grounding", "Unverifiable")
            and e["start"] < start + len(part)
            and e["end"] > start
        ]
        labels.append(0 if marks else 1)
    return labels


def passage_of(item: dict, reply: str) -> str:
    return best_window(" ".join(s for p in item["passages"] for s in p[1:]), reply)


def best_window(text: str, reply: str, width: int = 760) -> str:
    """The passage that a search would have brought: the stretch that shares most words with the reply."""
    starts = [0, *(m.end() for m in re.finditer(r"[.!?\n]\s+", text))]
    return max(
        (text[s : s + width] for s in starts if not s or s < len(text) - width // 3),
        key=lambda window: shared(reply, window),
    )


def load_open_assistant(data: Path, rng: random.Random, longest: int = 600) -> list[Group]:
    groups: list[Group] = []
    for tree in read_jsonl(data / "pref-train/Open-Assistant/en_100_tree.jsonl"):
        walk(tree["prompt"], [tree["prompt"]["text"]], tree["message_tree_id"], groups, longest)
    return groups


def walk(node: dict, said: list[str], key: str, groups: list[Group], longest: int) -> None:
    replies = [
        r
        for r in node.get("replies", [])
        if r["role"] == "assistant" and r.get("rank") is not None and len(r["text"]) < longest
    ]
    replies.sort(key=lambda r: r["rank"])
    if node["role"] == "prompter" and len(replies) > 1:
        rows = [Row(talk(*said[-3:]), sentences(r["text"])) for r in (replies[0], replies[-1])]
        groups.append(Group("oasst " + key, rows, [(0, 1)]))
    for child in node.get("replies", []):
        walk(child, [*said, child["text"]], key, groups, longest)
