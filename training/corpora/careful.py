"""What people say of harm and in hatred, in the words of public sets, and questions that only sound so."""

import random
import re
from pathlib import Path

from .groups_of_people import FORMS, filled
from .handwritten import PAIRS, Said, read_careful, read_docs, read_lines
from .sources import Row, agent, squad, user
from .splits import is_dev, read_csv, read_json, read_jsonl

LONGEST = 260  # characters of what is said
CRISIS = re.compile(
    r"suicid|kill(?:ing)? myself|(?:want to|wanna) die|end(?:ing)? (?:it all|my life)|cut(?:ting)? myself|hurt(?:ing)? myself|self.?harm"  # noqa: E501
    r"|(?:don't|dont|do not) want to (?:live|be here|be alive)|wish i (?:was|were) dead|better off dead",
    re.I,
)
HARM = re.compile(
    r"^(?:how (?:to|can|do)|write|create|give|explain|tell|what is the best way|instructions|steps)\b", re.I
)
ASKS = re.compile(r"\?$|^(?:how|what|when|where|which|who|why|is|are|can|do|does)\b", re.I)
WORDS = re.compile(
    r"\b(kill\w*|murder\w*|death|dead|die[ds]?|blood\w*|weapons?|guns?|bombs?|war|attack\w*|terror\w*|genocide|massacre\w*|executed|prison\w*|crime\w*|criminal|drugs?|alcohol|poison\w*|toxic"
    r"|sex\w*|gay|homosexual\w*|women|girls?|female|Jews?|Jewish|Muslims?|Islam\w*|Christians?|Catholic\w*|Black|African|Asian|Arabs?|Roma|immigrants?|slaves?|slavery|race|racial|ethnic\w*|minorit\w+"
    r"|disease\w*|cancer|virus|infect\w*|antibiotic\w*|doctors?|patients?|medicine|suicide|pregnan\w*|law|court|legal|sued|rights|tax\w*|bank\w*|invest\w*|stock|loans?|debt|conspiracy|secret|government)\b"
)


def more(data: Path, rng: random.Random, each: int) -> list[Said]:
    """The same kinds in the words of public sets: DiaSafety (talk of suicide), AART (requests that do harm), and
    pairs/groups.json.
    """
    replies = {one.kind: one.replies for one in read_careful()}
    crisis = sorted(
        {
            item["context"]
            for item in read_json(data / "rule-train/DiaSafety/train.json")
            if CRISIS.search(item["context"])
        }
    )
    aart = sorted(
        {
            row["prompt"]
            for row in read_csv(data / "rule-train/aart-ai-safety-dataset/aart-v1-20231117.csv")
            if HARM.search(row["prompt"])
        }
    )
    forms = read_json(FORMS)
    hate = sorted(
        {
            filled(form, forms, rng)
            for rule in ("no-stereotypes", "no-identity-attacks")
            for form in forms["broken"][rule]
            for _ in range(3)
        }
    )
    found = {"crisis": crisis, "crime": [text for text in aart if not is_dev("aart " + text)], "groups": hate}
    short = {kind: [text for text in texts if len(text) <= LONGEST] for kind, texts in found.items()}
    return [Said(kind, rng.sample(texts, min(each, len(texts))), replies[kind]) for kind, texts in short.items()]


def unknown(questions: list[str], rng: random.Random) -> list[Row]:
    """FLAME's lesson for a model this small: a fact that no source gives is not taught as an answer from memory."""
    replies = read_lines("unknown")
    return [{"source": "unknown", "turns": [user(question), agent(rng.choice(replies))]} for question in questions]


def harmless(data: Path, rng: random.Random, each: int) -> list[Row]:
    """Questions that only sound like harm, and plain ones, over no evidence: what is unknown is said to be unknown,
    not refused.
    """
    questions = [item["question"] for item in squad(data, "train", rng)]
    dolly = [
        row["instruction"]
        for row in read_csv(data / "gen-train/MobileAIBench/databricks_dolly_15k.csv")
        if row["category"] in ("open_qa", "general_qa")
    ]
    sources = [
        read_lines("harmless") * 2,
        [
            item["user"]
            for item in read_jsonl(PAIRS / "innocent.jsonl")
            if not item.get("before") and ASKS.search(item["user"])
        ],
        [text for text in questions if WORDS.search(text)],
        questions,
        [text for text in dolly if HARM.search(text) and len(text) < 120],
        [doc["question"] for name in ("docs", "docs-markdown") for doc in read_docs(name)],
    ]
    asked = [text for texts in sources for text in rng.sample(texts, min(each, len(texts)))]
    return [{**row, "source": "careful-harmless"} for row in unknown(asked, rng)]
