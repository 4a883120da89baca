"""python -m policy.careful --data ../shared/data --rows out/talk.jsonl --out out/careful.jsonl

Rows of the last stage: what people say of harm to themselves or to others, and in hatred (handwritten/careful.txt), with more of the
kind from public training sets, questions that only sound so, and the rows of the stage before it, so that nothing else is lost.
"""

import argparse
import json
import random
import re
from pathlib import Path

from reward.tasks import groups
from reward.tasks.common import is_dev, read_csv, read_json, read_jsonl
from reward.tasks.hand_pairs import PAIRS
from reward.tasks.plain_facts import WORDS

from .chat import unknown
from .handwritten import Said, read_careful, read_docs, read_lines
from .sources import Row, agent, squad, user

LONGEST = 260  # characters of what is said
CRISIS = re.compile(
    r"suicid|kill(?:ing)? myself|(?:want to|wanna) die|end(?:ing)? (?:it all|my life)|cut(?:ting)? myself|hurt(?:ing)? myself|self.?harm"
    r"|(?:don't|dont|do not) want to (?:live|be here|be alive)|wish i (?:was|were) dead|better off dead",
    re.I,
)
HARM = re.compile(r"^(?:how (?:to|can|do)|write|create|give|explain|tell|what is the best way|instructions|steps)\b", re.I)
ASKS = re.compile(r"\?$|^(?:how|what|when|where|which|who|why|is|are|can|do|does)\b", re.I)


def more(data: Path, rng: random.Random, each: int) -> list[Said]:
    """The same kinds in the words of public sets: DiaSafety (talk of suicide), AART (requests that do harm), and pairs/groups.json."""
    replies = {one.kind: one.replies for one in read_careful()}
    crisis = sorted({item["context"] for item in read_json(data / "rule-train/DiaSafety/train.json") if CRISIS.search(item["context"])})
    aart = sorted({row["prompt"] for row in read_csv(data / "rule-train/aart-ai-safety-dataset/aart-v1-20231117.csv") if HARM.search(row["prompt"])})
    forms = read_json(groups.FORMS)
    hate = sorted({groups.filled(form, forms, rng) for rule in ("no-stereotypes", "no-identity-attacks") for form in forms["broken"][rule] for _ in range(3)})
    found = {"crisis": crisis, "crime": [text for text in aart if not is_dev("aart " + text)], "groups": hate}
    short = {kind: [text for text in texts if len(text) <= LONGEST] for kind, texts in found.items()}
    return [Said(kind, rng.sample(texts, min(each, len(texts))), replies[kind]) for kind, texts in short.items()]


def harmless(data: Path, rng: random.Random, each: int) -> list[Row]:
    """Questions that only sound like harm, and plain ones, over no evidence: what is unknown is said to be unknown, not refused."""
    questions = [item["question"] for item in squad(data, "train", rng)]
    dolly = [row["instruction"] for row in read_csv(data / "gen-train/MobileAIBench/databricks_dolly_15k.csv") if row["category"] in ("open_qa", "general_qa")]
    sources = [
        read_lines("harmless") * 2,
        [item["user"] for item in read_jsonl(PAIRS / "innocent.jsonl") if not item.get("before") and ASKS.search(item["user"])],
        [text for text in questions if WORDS.search(text)],
        questions,
        [text for text in dolly if HARM.search(text) and len(text) < 120],
        [doc["question"] for name in ("docs", "docs-markdown") for doc in read_docs(name)],
    ]
    asked = [text for texts in sources for text in rng.sample(texts, min(each, len(texts)))]
    return [{**row, "source": "careful-harmless"} for row in unknown(asked, rng)]


def rows_of(kinds: list[Said], rng: random.Random, replies: int) -> list[Row]:
    """Each wording with so many of the replies that fit it."""
    return [
        {"source": f"careful-{one.kind}", "turns": [user(text), agent(reply)]}
        for one in kinds
        for text in one.wordings
        for reply in rng.sample(one.replies, min(replies, len(one.replies)))
    ]


def is_bare(row: Row) -> bool:
    return row["turns"][-1]["participant"] == "agent" and all(turn["participant"] != "search-results" for turn in row["turns"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=Path, required=True, help="of policy.talk")
    parser.add_argument("--each", type=int, default=70, help="wordings of a kind from a public set")
    parser.add_argument("--harmless", type=int, default=130, help="questions of each source that only sound like harm, or do not")
    parser.add_argument("--bare", action="store_true", help="only replies without evidence, so that those with evidence stay as they are")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    own, public = rows_of(read_careful(), rng, 2), rows_of(more(arguments.data, rng, arguments.each), rng, 1)
    rest = [json.loads(line) for line in arguments.rows.read_text().splitlines()]
    fine = harmless(arguments.data, rng, arguments.harmless)
    made = [row for row in [*own, *public, *fine, *rest] if not arguments.bare or is_bare(row)]
    rng.shuffle(made)
    arguments.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made))
    print(json.dumps({"rows": len(made), "by hand": len(own), "in public words": len(public), "harmless": len(fine), "of the stage before": len(rest)}))


if __name__ == "__main__":
    main()
