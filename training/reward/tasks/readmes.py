"""Documentation of the packages that this project depends on (as npm installs them; permissive licences): the domain
    of the demo.

Sentences verbatim or reworded are supported by their own paragraph, edited or foreign ones are not. Fastify's own
documents are left out, since the demo index and the checks on innocent replies use them."""

import random
import re
from pathlib import Path

from corpora.splits import sentences

from .common import Group, Row, one, user
from .corrupt import corrupt, paraphrased
from .squad import KEPT, SAID, row

ASK = (
    "What is {0}?",
    "how does {0} work",
    "Tell me about {0}.",
    "How do I use {0}?",
    "what does {0} do",
    "explain {0}",
    "When do I need {0}?",
)


def paragraphs(modules: Path) -> list[tuple[str, str, str]]:
    """(package, heading, text) of every prose paragraph of 120 to 500 characters."""
    found = []
    for file in sorted([*modules.glob("*/README.md"), *modules.glob("@*/*/README.md")]):
        package = str(file.parent.relative_to(modules))
        if "fastify" not in package:
            found += [(package, heading, body) for heading, body in prose(file, package)]
    return found


def prose(file: Path, name: str) -> list[tuple[str, str]]:
    """(heading, text) of a Markdown file's paragraphs."""
    found, heading = [], name
    text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8", errors="ignore"), flags=re.S)
    for block in re.split(r"\n\s*\n", text):
        if block.startswith("#"):
            heading = plain(block.split("\n")[0].lstrip("# "))
            continue
        body = plain(block)
        if (
            120 <= len(body) <= 500
            and not block.lstrip().startswith(("<", "|", "[", "!", "-", "*"))
            and body.count(". ") >= 1
        ):
            found.append((heading[:50] or name, body))
    return found


def plain(text: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*_`]{1,2}|<[^>]+>", "", text).split())


def load(data: Path, rng: random.Random, modules: Path, limit: int = 500) -> list[Group]:
    found = paragraphs(modules)
    rng.shuffle(found)
    names = [package.split("/")[-1] for package, _, _ in found]
    groups = []
    for package, heading, body in found:
        parts = [s for s in sentences(body) if 25 < len(s) < 240]
        if not parts or len(groups) >= limit:
            continue
        ask = user(rng.choice(ASK).format(heading if rng.random() < 0.5 else package))
        true = rng.choice(parts)
        good = row(ask, body, [paraphrased(true, rng) if rng.random() < 0.5 else true], [1], True)
        other = rng.choice(found)
        strange = [s for s in sentences(other[2]) if 25 < len(s) < 240] if other[0] != package else []
        false = corrupt(true, names, rng)
        mixed, labels = [true], [1]
        for text in (false, rng.choice(strange) if strange else None):
            if text:
                mixed.append(text)
                labels.append(0)
        if rng.random() < 0.3:
            mixed.insert(0, rng.choice(SAID))
            labels.insert(0, None)
        groups.append(Group("readme " + package, [good, row(ask, body, mixed, labels, False)], [(0, 1)]))
        plain_row = Row(ask, [s for s in parts[:3]], "", KEPT, None, [1] * len(parts[:3]))
        groups.append(one("readme " + package, plain_row))
    return groups
