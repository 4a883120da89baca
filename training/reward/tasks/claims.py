"""Claims with evidence: FEVEROUS dev (ProgramFC), Fool Me Twice dev, FEVER-Symmetric, WiCE train, SummEdits without
news."""

import random
import re
from pathlib import Path

from corpora.splits import read_json, read_jsonl, sample, sentences

from .common import Group, Row, one, user

ASK = ("Is that right?", "What do we know about it?", "Tell me about it.", "what is known", "What does the source say?")


def row(key: str, claim: str, evidence: str, label: int, rng: random.Random) -> Group:
    return one(key, Row(user(rng.choice(ASK)), [claim], evidence, {}, [label], [1]))


def load_feverous(data: Path, rng: random.Random, count: int = 3000) -> list[Group]:
    groups = []
    for item in read_json(data / "fact-train/ProgramFC/dev.json"):
        text = re.sub(r"\[\[([^\]|]*)\|?([^\]]*)\]\]", lambda m: m[2] or m[1], item["evidence"])
        lines = [line.split("\t", 1) for line in text.split("\n") if "\t" in line]
        text = " ".join(dict.fromkeys(part for line in lines for part in line)) if lines else text
        if len(text) < 900:
            groups.append(row("feverous " + text[:60], item["claim"], text, int(item["label"] == "supports"), rng))
    return sample(groups, count, rng)


def load_fm2(data: Path, rng: random.Random) -> list[Group]:
    groups = []
    for item in read_jsonl(data / "fact-train/fool-me-twice/dev.jsonl"):
        text = " ".join(e["text"] for e in item["gold_evidence"])
        groups.append(
            row(
                "fm2 " + item["wikipedia_page"],
                item["text"],
                f"{item['wikipedia_page']}\n{text}",
                int(item["label"] == "SUPPORTS"),
                rng,
            )
        )
    return groups


def load_symmetric(data: Path, rng: random.Random) -> list[Group]:
    """Development pairs only: the test pairs' claims, and the claims of the full file that share their ids, are left
    out.
    """
    tested = {
        str(r["id"]).split("_")[0][:6] for r in read_jsonl(data / "fact-test/FeverSymmetric/fever_symmetric_test.jsonl")
    }
    tested_texts = {
        r["evidence"][:60] for r in read_jsonl(data / "fact-test/FeverSymmetric/fever_symmetric_test.jsonl")
    }
    groups = []
    for item in read_jsonl(data / "fact-train/FeverSymmetric/fever_symmetric_dev.jsonl"):
        if (
            item["label"] in ("SUPPORTS", "REFUTES")
            and item["evidence"][:60] not in tested_texts
            and item["id"][:6] not in tested
        ):
            groups.append(
                row(
                    "symmetric " + item["id"][:6],
                    item["claim"],
                    item["evidence"],
                    int(item["label"] == "SUPPORTS"),
                    rng,
                )
            )
    return groups


def load_wice(data: Path, rng: random.Random) -> list[Group]:
    """Claims of the development part over the articles they cite; those of the training part with each of their words
    marked, piece by piece and as a whole.
    """
    groups = []
    for item in read_jsonl(data / "fact-train/wice/dev.jsonl"):
        groups.append(
            row(
                "wice " + item["meta"]["claim_title"],
                item["claim"],
                " ".join(item["evidence"]),
                int(item["label"] == "supported"),
                rng,
            )
        )
    for item in read_jsonl(data / "fact-train/wice/train.jsonl"):
        near = sorted(
            {j for i in item["supporting_sentences"][0] for j in (i - 1, i, i + 1) if 0 <= j < len(item["evidence"])}
        )
        text = " ".join(item["evidence"][j] for j in near)
        key, parts = (
            "wice " + item["meta"]["claim_title"],
            pieces(item["claim"], item["claim_tokens"], item["non_supported_spans"]),
        )
        groups.append(row(key, item["claim"], text, 0, rng))
        groups.append(
            one(key, Row(user(rng.choice(ASK)), [part for part, _ in parts], text, {}, [label for _, label in parts]))
        )
    return groups


def pieces(claim: str, tokens: list[str], unsupported: list[bool]) -> list[tuple[str, int]]:
    """The claim cut where support begins or ends: (text, 1 where it has support)"""
    cuts, place = [], 0
    for token, without in zip(tokens, unsupported):
        start = claim.find(token, place)
        if start < 0:  # written otherwise in the claim
            continue
        if not cuts or cuts[-1][1] == without:
            cuts.append((start, 1 - without))
        place = start + len(token)
    ends = [start for start, _ in cuts[1:]] + [len(claim)]
    return [
        (text, label) for (start, label), end in zip(cuts, ends) if re.search(r"\w", text := claim[start:end].strip())
    ]


def load_summedits(data: Path, rng: random.Random) -> list[Group]:
    """Sentence by sentence: those of the consistent summary are supported, those that an inconsistent edit changed
    are not.
    """
    groups = []
    for file in sorted((data / "fact-train/factualNLG").glob("*.json")):
        for item in read_json(file):
            parts, sound = sentences(item["summary"]), set(sentences(item["original_summary"]))
            consistent = int(item["label"]) == 1
            labels: list[int | None] = [sentence_label(s, consistent, sound, item["doc"]) for s in parts]
            if len(item["summary"]) < 520 and any(label is not None for label in labels):
                groups.append(
                    one(
                        "summedits " + item["doc"][:60],
                        Row(user(rng.choice(ASK)), parts, item["doc"], {}, labels, [1] * len(parts)),
                    )
                )
    return groups


def sentence_label(sentence: str, consistent: bool, sound: set[str], text: str) -> int | None:
    if not consistent and sentence not in sound:
        return 0
    return 1 if shared(sentence, text) > 0.6 else None  # too much in other words for a row to find what backs it


def shared(claim: str, text: str) -> float:
    found = long_words(claim)
    return len(found & long_words(text)) / max(1, len(found))


def long_words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))
