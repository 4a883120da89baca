"""Rows of contrast for the reader: yes and no, near misses, swapped values, where one word makes the difference.

    python -m reader.contrast --data ../shared/data --out out/contrast

Small invented documents from `written/contrast` (some kinds of places are held apart: dev.jsonl), claims and captions
of public sets turned into questions, and SQuAD's answers beside others of the same paragraph.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

from corpora.splits import sample, sentences
from corpora.text import capital, statement_of
from reward.tasks import claims, nli
from reward.tasks.common import Group
from reward.tasks.squad import articles, cut
from reward.tasks.wiki_claims import other_answer

from .data import WRITTEN

PLACES = json.loads((WRITTEN / "contrast/places.json").read_text("utf-8"))
POLAR = json.loads((WRITTEN / "contrast/polar.json").read_text("utf-8"))
AUXILIARY = re.compile(
    r"^(?P<subject>.{2,70}?) (?P<verb>is|are|was|were|has|can|could|will|must|may|did|had)(?P<rest>(?: not)? .+?)\.?$"
)
WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
Row = dict


def reply(key: str, question: str, evidence: str, text: str, label: int, why: str) -> Row:
    said = [{"participant": "user", "text": question}]
    made = {"kind": "reply", "id": key, "dialogue": said, "title": "", "evidence": evidence, "reply": text}
    return {**made, "label": label, "why": why, "asks": why}


def passage(key: str, question: str, parts: list[str], gold: list[bool], why: str) -> Row:
    said = [{"participant": "user", "text": question}]
    label = int(any(gold))
    made = {"kind": "passage", "id": key, "dialogue": said, "title": "", "parts": parts, "label": label}
    return {**made, "gold": gold if label else [], "why": why, "full": bool(label), "asks": why}


def value(kind: str, rng: random.Random) -> str:
    made = {
        "price": lambda: str(rng.choice([2, 3, 4, 6, 8, 9, 12, 15, 18, 22, 25, 30, 35, 40, 48, 60, 75, 90, 120])),
        "metres": lambda: str(rng.randint(2, 60)),
        "year": lambda: str(rng.randint(1780, 2022)),
        "small": lambda: rng.choice(["two", "three", "four", "five", "six", "2", "3", "5", "10"]),
        "watts": lambda: str(rng.choice([300, 450, 600, 800, 1000, 1200, 1500, 2000])),
        "number": lambda: str(rng.choice([3, 5, 8, 10, 12, 16, 20, 24, 30, 40, 50, 64, 100, 256, 1024])),
        "version": lambda: f"{rng.randint(1, 9)}.{rng.randint(0, 12)}",
        "phone": lambda: f"0{rng.randint(200, 999)} {rng.randint(10, 99)} {rng.randint(100, 999)}",
    }
    return made[kind]() if kind in made else ""


def stated(fact: dict, entity: str, rng: random.Random) -> str:
    kind = "year" if fact["of"] == "married" else fact["v"]
    slots = {
        "V": value(kind, rng), "N": rng.choice([one for one in PLACES["persons"] if one != entity]),
        "O": rng.choice(PLACES["companies"]), "C": rng.choice(PLACES["cities"]), "S": rng.choice(PLACES["streets"]),
        "U": rng.choice(PLACES["units"]), "F": rng.choice(PLACES["flags"]), "D": rng.choice(PLACES["days"]),
        "E": entity, "e": entity,
    }  # fmt: skip
    text = re.sub(r"\{(\w)\}", lambda m: slots[m[1]], rng.choice(fact["state"]))
    return (text if re.match(r"[a-z]+[A-Z]", text) else capital(text)) + "."


def renamed(text: str, old: str, new: str) -> str:
    return text.replace(old, new).replace(capital(old), capital(new))


def place_rows(key: str, domain: dict, rng: random.Random) -> list[Row]:
    """A document that states some facts of some things: asked for one of them, and for one that it does not state."""
    things = rng.sample(domain["entities"], 2)
    facts = rng.sample(domain["facts"], min(len(domain["facts"]), 3))
    told = {(things[0], 0): None, (things[1], 1): None}
    if rng.random() < 0.5 and len(facts) > 2:
        told[(things[rng.randint(0, 1)], 2)] = None
    if rng.random() < 0.3:
        told[(things[1], 0)] = None
    said = {pair: stated(facts[pair[1]], pair[0], rng) for pair in told}
    order = list(said)
    rng.shuffle(order)
    parts = [said[pair] for pair in order]
    evidence = " ".join(parts)
    ask = lambda thing, at: rng.choice(facts[at]["ask"]).replace("{e}", thing)
    rows = []
    for pair in rng.sample(order, 2):
        question = ask(*pair)
        rows.append(passage(key, question, parts, [one == pair for one in order], "gold"))
        rows.append(reply(key, question, evidence, said[pair], 1, "answer"))
        for other in [one for one in order if one != pair][:2]:
            rows.append(reply(key, question, evidence, said[other], 0, "beside"))
            moved = renamed(said[other], other[0], pair[0])  # the other's value under the name that is asked for
            if other[1] == pair[1] and moved not in parts:
                rows.append(reply(key, question, evidence, moved, 0, "swapped"))
        wrong = stated(facts[pair[1]], pair[0], rng)
        if wrong not in parts:
            rows.append(reply(key, question, evidence, wrong, 0, "corrupted"))
    missing = [(thing, at) for thing in things for at in range(len(facts)) if (thing, at) not in told]
    for absent in rng.sample(missing, min(2, len(missing))):
        asked = ask(*absent)
        rows.append(passage(key, asked, parts, [], "near"))
        for other in order[:2]:
            rows.append(reply(key, asked, evidence, said[other], 0, "near"))
        alike = [one for one in order if one[1] == absent[1]]
        if alike:
            invented = renamed(said[alike[0]], alike[0][0], absent[0])
        else:
            invented = stated(facts[absent[1]], absent[0], rng)
        rows.append(reply(key, asked, evidence, invented, 0, "near"))
        if rng.random() < 0.3:
            rows.append(reply(key, asked, evidence, evidence, 0, "near"))
    return rows


def both(key: str, question: str, evidence: str, sentence: str, holds: int | None, plain: bool = True) -> list[Row]:
    """holds: 1 yes, 0 no, None: it does not tell"""
    why = "yes-no" if holds is not None else "near"
    rows = [
        reply(key, question, evidence, f"Yes. {sentence}", int(holds == 1), why),
        reply(key, question, evidence, f"No. {sentence}", int(holds == 0), why),
    ]
    return [*rows, reply(key, question, evidence, sentence, 0, why)] if plain else rows


def polar(rng: random.Random) -> tuple[str, str, int]:
    """A question, the sentence that settles it, and whether it says yes."""
    p = POLAR
    x, place, condition = rng.choice(p["things"]), rng.choice(p["places"]), rng.choice(p["conditions"])
    thing, (doing, done) = rng.choice(p["objects"]), rng.choice(p["doings"])
    need, act = rng.choice(p["needs"]), rng.choice(p["acts"])
    whole, (part, other) = rng.choice(p["wholes"]), rng.sample(p["parts"], 2)
    switch, venue = rng.choice(p["switches"]), rng.choice(p["venues"])
    slots = {
        "x": x, "X": capital(x), "p": place, "c": condition, "o": thing, "O": capital(thing), "d": doing, "q": done,
        "n": need, "N": capital(need), "a": act, "w": whole, "W": capital(whole), "b": part, "B": capital(part),
        "b2": other, "s": switch, "S": capital(switch),
    }  # fmt: skip
    fill = lambda text: re.sub(r"\{(\w+)\}", lambda m: slots[m[1]], text)
    kind = rng.choice(
        ["allow", "may", "need", "include", "switch", "days", "ship", "weight", "before", "closes", "only"]
    )
    if kind in ("allow", "may", "need", "include", "switch"):
        form, holds = rng.choice(p[kind])
        ask, *flip = rng.choice(p[f"{kind}_ask"]).split("|")
        return fill(ask), capital(fill(form)) + ".", 1 - holds if flip else holds
    if kind == "days":
        a, b = sorted(rng.sample(range(7), 2))
        day = rng.randint(0, 6)
        ask = rng.choice([f"Is {venue} open on {WEEK[day]}s?", f"is {venue} open {WEEK[day]}"])
        form = rng.randint(0, 3)
        if form == 0:
            return ask, f"{capital(venue)} is open from {WEEK[a]} to {WEEK[b]}.", int(a <= day <= b)
        if form == 1:
            return ask, f"{capital(venue)} is open every day but {WEEK[a]}.", int(day != a)
        if form == 2:
            return ask, f"{capital(venue)} is closed on {WEEK[a]}s and {WEEK[b]}s.", int(day not in (a, b))
        return ask, f"{capital(venue)} opens on {WEEK[a]}s and {WEEK[b]}s only.", int(day in (a, b))
    if kind == "ship":
        known = rng.sample(p["countries"], 4)
        wanted = rng.choice(known)
        ask = rng.choice([f"Are orders shipped to {wanted}?", f"do you deliver to {wanted}"])
        if rng.random() < 0.3:
            return ask, f"Orders are shipped everywhere except {known[0]} and {known[1]}.", int(wanted not in known[:2])
        return ask, f"Orders are shipped to {known[0]}, {known[1]} and {known[2]} only.", int(wanted in known[:3])
    if kind == "weight":
        machine, most, load = rng.choice(p["machines"]), rng.choice([150, 200, 250, 400, 600, 900]), 0
        load = most + rng.choice([-120, -50, -10, 10, 50, 120, 300])
        says = rng.choice(
            [f"{capital(machine)} carries at most {most} kg.", f"{capital(machine)} takes up to {most} kg."]
        )
        if rng.random() < 0.5:
            return f"Is {load} kg too heavy for {machine}?", says, int(load > most)
        return (
            rng.choice([f"Can {machine} carry {load} kg?", f"does {machine} take {load} kg"]),
            says,
            int(load <= most),
        )
    if kind == "before":
        work, built = rng.choice(p["works"]), rng.randint(1850, 2015)
        asked = built + rng.choice([-60, -25, -9, 9, 25, 60])
        word = rng.choice(["before", "after"])
        says = f"{capital(work)} was built in {built}."
        return f"Was {work} built {word} {asked}?", says, int(built < asked if word == "before" else built > asked)
    if kind == "closes":
        hour, day = rng.choice([("noon", 12), ("13:00", 13), ("18:00", 18), ("20:00", 20)]), rng.choice(WEEK)
        says = f"On {day}s {venue} closes at {hour[0]}."
        asked = rng.choice([10, 11, 14, 15, 17, 19, 21])
        return f"Is {venue} still open at {asked}:00 on {day}s?", says, int(asked < hour[1])
    first, second = rng.sample(p["places"], 2)
    asked = rng.choice([first, second])
    return f"Are {x} allowed {asked}?", f"{capital(x)} are allowed only {first}.", int(asked == first)


def polar_rows(key: str, rng: random.Random) -> list[Row]:
    question, sentence, holds = polar(rng)
    beside = [polar(rng)[1] for _ in range(rng.randint(0, 2))]
    parts = [*beside, sentence]
    rng.shuffle(parts)
    rows = both(key, question, " ".join(parts), sentence, holds)
    if rng.random() < 0.3:
        rows.append(passage(key, question, parts, [one == sentence for one in parts], "gold"))
    if rng.random() < 0.3:
        other = polar(rng)[0]
        if other.split()[-2:] != question.split()[-2:]:
            rows += both(key, other, " ".join(parts), sentence, None)[:2]
            rows.append(passage(key, other, parts, [], "near"))
    return rows


def turned(claim: str) -> str | None:
    """A claim as a question: "The pool is open." as "Is the pool open?"."""
    match = AUXILIARY.match(claim.strip())
    if match is None or re.search(r"\b(?:that|who|which)\b", match["subject"]):
        return None
    first, *rest = match["subject"].split(" ")
    small = first.lower() if first.lower() in ("the", "a", "an", "there", "two", "some", "people", "this") else first
    return f"{capital(match['verb'])} {' '.join([small, *rest])}{match['rest']}?"


def claim_rows(key: str, group: Group, neutral: bool, rng: random.Random) -> list[Row]:
    (row,) = group.rows if hasattr(group, "rows") else (group,)
    question = turned(row.reply[0])
    if question is None or not 20 < len(row.evidence) < 700:
        return []
    text = row.evidence.split("\n")[-1]
    stands = sentences(text)
    best = max(stands, key=lambda one: len(set(one.lower().split()) & set(row.reply[0].lower().split())), default=text)
    return both(key, question, row.evidence, best, None if neutral else row.support[0], plain=rng.random() < 0.5)


def caption_rows(data: Path, rng: random.Random, each: int) -> list[list[Row]]:
    folder, out = data / "fact-train/natural-instructions-fi", []
    for name in nli.TASKS:
        after = name.split("_to_")[1].split("_")[0]
        for item in sample(json.loads((folder / f"{name}.json").read_text("utf-8"))["Instances"], each, rng):
            match = re.match(r"Sentence 1: (.+?)\s*Sentence 2: (.+)", item["input"], re.S)
            question = turned(item["output"][0]) if match else None
            if question and match:
                holds = {"entailment": 1, "contradiction": 0}.get(after)
                key = f"caption {len(out)}"
                out.append(both(key, question, match[1], match[1], holds, plain=rng.random() < 0.3))
    return out


def squad_rows(data: Path, rng: random.Random, count: int) -> list[list[Row]]:
    asked = [(a, p, q) for a in articles(data) for p in a["paragraphs"] for q in p["qas"]]
    out = []
    for article, paragraph, qa in sample(asked, count, rng):
        answer, start = qa["answers"][0]["text"], qa["answers"][0]["answer_start"]
        evidence = cut(paragraph["context"], start, len(answer), rng)
        key, question = (
            f"squad {len(out)}",
            qa["question"] if rng.random() < 0.5 else qa["question"].lower().rstrip("?"),
        )
        near = [q["answers"][0]["text"] for q in paragraph["qas"] if q["answers"][0]["text"] != answer]
        said = statement_of(qa["question"], answer)
        wrong = other_answer(answer, near, near, rng)
        rows = []
        if said:
            rows.append(reply(key, question, evidence, said, 1, "answer"))
            untrue = statement_of(qa["question"], wrong) if wrong else None
            if untrue:
                rows.append(reply(key, question, evidence, untrue, 0, "swapped"))
        stands = [one for one in sentences(evidence) if len(one) > 30]
        rows += [reply(key, question, evidence, one, 1, "extract") for one in stands if answer in one][:1]
        beside = [one for one in stands if answer not in one]
        rows += [reply(key, question, evidence, one, 0, "beside") for one in sample(beside, 2, rng)]
        others = [q for p in article["paragraphs"] if p is not paragraph for q in p["qas"]]
        if others and said:
            rows.append(reply(key, rng.choice(others)["question"], evidence, said, 0, "near"))
        out.append(rows)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("out/contrast"))
    args = parser.parse_args()
    rng = random.Random(23)
    train: list[list[Row]] = []
    dev: list[list[Row]] = []
    for domain in PLACES["domains"]:
        held = domain["name"] in PLACES["held"]
        for i in range(40 if held else 180):
            (dev if held else train).append(place_rows(f"{domain['name']} {i}", domain, rng))
    train += [polar_rows(f"polar {i}", rng) for i in range(2200)]
    claimed = [
        *claims.load_feverous(args.data, rng),
        *claims.load_fm2(args.data, rng),
        *claims.load_symmetric(args.data, rng),
    ]
    train += [claim_rows(f"claim {i}", group, False, rng) for i, group in enumerate(sample(claimed, 2000, rng))]
    train += caption_rows(args.data, rng, 250)
    train += squad_rows(args.data, rng, 900)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, groups in (("train", train), ("dev", dev)):
        rows = [row for group in groups for row in group]
        (args.out / f"{name}.jsonl").write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
        )
        print(name, len(groups), len(rows))


if __name__ == "__main__":
    main()
