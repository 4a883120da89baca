"""What the user wants: a fact, something else, or both (FLAME's classifier with the third class that its readers
asked for)."""

import random
import re
from pathlib import Path

from corpora.handwritten import PAIRS
from corpora.splits import read_csv, read_json, read_jsonl, sample

from .common import Group, Row, talk, user
from .persona_chat import dialogues
from .readmes import paragraphs
from .squad import CHAT, articles

BOTH = (
    "tell me a fun story about {0}",
    "write a poem about {0}",
    "write a short blog post on {0}",
    "explain {0} like a pirate",
    "make a rhyme about {0}",
    "invent a dialogue about {0}",
    "give me a funny summary of {0}",
    "write a song about {0} with true details",
    "write a tweet about {0}",
    "make up a quiz about {0}",
)
CREATIVE = (
    "write a short poem about {0}",
    "Write a poem about {0}.",
    "tell me a story about {0}",
    "write a song about {0}",
    "make a rhyme about {0}",
    "a limerick on {0} please",
    "describe {0} in three sentences",
    "write a funny text about {0}",
    "invent a fairy tale with {0} in it",
    "a haiku on {0}",
    "write a greeting card about {0}",
    "make up a joke about {0}",
)
EVERYDAY = (
    "rain",
    "autumn",
    "my cat",
    "love",
    "a lonely lamp",
    "the sea",
    "friendship",
    "my grandmother",
    "a rainy Monday",
    "two old friends",
    "a lost key",
    "the night",
    "my first kiss",
    "a brave mouse",
    "moving house",
    "a broken heart",
    "spring",
    "my garden",
    "an empty room",
    "a train journey",
    "silence",
    "our dog",
    "a dragon",
    "growing old",
    "a snowy morning",
    "hope",
    "a paper boat",
    "my best friend",
    "the wind",
    "a grumpy wizard",
)
DOCS = (
    "how do i use {0}",
    "What does {0} do?",
    "how to configure {0}",
    "Explain {0}",
    "why does {0} fail",
    "what is the default of {0}",
    "Which options does {0} take?",
    "can i disable {0}",
    "how do I install {0}",
    "does {0} work with typescript",
)
MAYBE_FACT = {
    "definition",
    "exchange_rate",
    "weather",
    "nutrition_info",
    "calories",
    "ingredients_list",
    "ingredient_substitution",
    "timezone",
    "distance",
    "measurement_conversion",
    "vaccines",
    "plug_type",
    "international_visa",
    "carry_on",
    "how_busy",
    "recipe",
    "cook_time",
    "food_last",
    "next_holiday",
    "interest_rate",
    "travel_alert",
    "travel_suggestion",
    "restaurant_suggestion",
    "restaurant_reviews",
    "meal_suggestion",
    "oil_change_how",
    "jump_start",
    "tire_change",
    "spelling",
    "translate",
    "calculator",
    "improve_credit_score",
    "rollover_401k",
    "fun_fact",
    "gas_type",
    "time",
    "date",
    "directions",
    "traffic",
    "international_fees",
    "taxes",
    "routing",
    "mpg",
    "flight_status",
    "replacement_card_duration",
}


def load(data: Path, rng: random.Random, modules: Path) -> list[Group]:
    facts = [rough(q, rng) for q in questions(data, rng)]
    topics = [a["title"].replace("_", " ") for a in articles(data)]
    heads = sorted({h for _, h, _ in paragraphs(modules) if 3 < len(h) < 40} | {p for p, _, _ in paragraphs(modules)})
    facts += [rng.choice(DOCS).format(rng.choice(heads)) for _ in range(450)]
    both = [rng.choice(BOTH).format(rng.choice(topics + heads)) for _ in range(400)]
    other = chatter(data, rng) + [rng.choice(CREATIVE).format(rng.choice(EVERYDAY)) for _ in range(300)]
    groups = [fact(user(t), 0) for t in facts] + [fact(user(t), 2) for t in both] + [fact(user(t), 1) for t in other]
    groups += in_context(data, facts, other, rng)
    tested = {r["user"].lower().rstrip("?") for r in read_jsonl(PAIRS.parent / "heldout/facts.jsonl")}
    return [g for g in groups + written(rng) if g.rows[0].dialogue[-1]["text"].lower().rstrip("?") not in tested]


def fact(dialogue: list[dict], kind: int) -> Group:
    return Group("fact " + dialogue[-1]["text"].lower().rstrip("?"), [Row(dialogue, [])], fact=kind)


def rough(text: str, rng: random.Random) -> str:
    text = text.strip()
    return rng.choice([text, text.lower(), text.rstrip("?"), text[0].upper() + text[1:].rstrip("?") + "?"])


def questions(data: Path, rng: random.Random) -> list[str]:
    lines = (data / "instr-clf/anserini-tools/topics.dpr.nq.dev.txt").read_text(encoding="utf-8").split("\n")
    found = sample([line.split("\t")[0] for line in lines if line], 500, rng)
    for file in ("task1293_kilt_tasks_hotpotqa_question_answering", "task898_freebase_qa_answer_generation"):
        items = read_json(data / f"instr-clf/natural-instructions-fi/{file}.json")["Instances"]
        found += [re.sub(r"^\w+:\s*", "", i["input"]) for i in sample(items, 250, rng) if len(i["input"]) < 160]
    asked = [q["question"] for a in articles(data) for p in a["paragraphs"] for q in p["qas"]]
    return found + sample(asked, 500, rng)


def chatter(data: Path, rng: random.Random) -> list[str]:
    clinc = [
        text
        for text, intent in read_json(data / "rule-train/oos-eval/data_full.json")["train"]
        if intent not in MAYBE_FACT
    ]
    robot = [r["text"] for kind in ("pos", "amb") for r in read_csv(data / f"rule-train/R-U-A-Robot/{kind}.train.csv")]
    turns = [t for d in dialogues(data) for t in d if len(t) < 120]
    return sample(clinc, 800, rng) + sample(robot, 250, rng) + sample(turns, 600, rng)


def in_context(data: Path, facts: list[str], other: list[str], rng: random.Random) -> list[Group]:
    groups = []
    for item in sample(read_json(data / "rewrite/canard/dev.json"), 350, rng):
        turns = item["History"][2:][-2:]
        if len(turns) == 2:
            groups.append(fact(talk(turns[0], turns[1][:200], item["Question"]), 0))
    for _ in range(300):
        first, reply = rng.choice(CHAT["smallTalk"])
        kind = rng.random() < 0.5
        groups.append(fact(talk(first, reply, rng.choice(facts if kind else other)), 0 if kind else 1))
    for _ in range(200):
        groups.append(
            fact(
                talk(
                    rng.choice(facts),
                    rng.choice(CHAT["abstentions"]),
                    rng.choice(["thanks", "ok", "thank you", "never mind", "great", "that is wrong", "hm"]),
                ),
                1,
            )
        )
    return groups


def written(rng: random.Random, copies: int = 5) -> list[Group]:
    kinds = {"fact-based": 0, "not-fact-based": 1, "both": 2}
    groups = []
    for item in read_jsonl(PAIRS / "facts.jsonl"):
        groups += [
            fact(talk(*item.get("before", []), rough(item["user"], rng)), kinds[item["kind"]]) for _ in range(copies)
        ]
    return groups
