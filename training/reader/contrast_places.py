"""Small invented documents for `reader.contrast`: what one place has and its neighbour has not, yes and no."""

from __future__ import annotations

import json
import random
import re

from corpora.text import capital

from .data import WRITTEN

PLACES = json.loads((WRITTEN / "contrast/places.json").read_text("utf-8"))
POLAR = json.loads((WRITTEN / "contrast/polar.json").read_text("utf-8"))
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
