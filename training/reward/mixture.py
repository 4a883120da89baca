"""The training mixture: a literal list, with the groups that it gave when it was last printed.

python -m reward.mixture --data ../shared/data
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from corpora.splits import is_dev, sample

from .tasks import (
    answerable,
    begin,
    candidates,
    careful,
    chat,
    claims,
    convabuse,
    crows_pairs,
    diasafety,
    edos,
    evals,
    fact_seeking,
    form_rules,
    fused,
    hand_pairs,
    harm_prompts,
    manual_candidates,
    nli,
    own_samples,
    persona_chat,
    plain_facts,
    preferences,
    readmes,
    rua_robot,
    sbic,
    spoiled,
    spoken,
    squad,
    standing,
    toxic_spans,
    wiki_claims,
)
from .tasks import groups as groups_of_people
from .tasks.common import ALL_RULES, Group

SAMPLES = (
    Path(__file__).resolve().parents[1] / "out/samples-train.jsonl"
)  # what training/write-replies.ts wrote to questions.py's rows; without it the task is empty
SAID = SAMPLES.with_name("samples-said.jsonl")  # the same, to rows of small_talk_rows.py
MODULES = Path(__file__).resolve().parents[2] / "node_modules"

# (name, loader)
RULES = [
    ("diasafety", diasafety.load),
    ("evals", evals.load),
    ("robot", rua_robot.load),
    ("persona", persona_chat.load),
    ("convabuse", convabuse.load),
    ("edos", edos.load),
    ("spans", toxic_spans.load),
    ("sbic", sbic.load),
    ("groups", groups_of_people.load),
    ("crows", crows_pairs.load),
    ("pairs", hand_pairs.load),
    ("custom", hand_pairs.load_custom),
    ("form rules", form_rules.load),
    ("innocent", hand_pairs.load_innocent),
    ("templates", hand_pairs.load_templates),
    ("aart", harm_prompts.load),
    ("spoiled", spoiled.load),
    ("small talk", spoiled.load_small_talk),
    ("plain facts", plain_facts.load),
]
SUPPORT_EARLY = [
    ("nli", nli.load),
    ("conj", nli.load_conj),
    ("qasc", nli.load_qasc),
]
SUPPORT = [
    ("begin", begin.load),
    ("q2", begin.load_q2),
    ("feverous", claims.load_feverous),
    ("fm2", claims.load_fm2),
    ("symmetric", claims.load_symmetric),
    ("wice", claims.load_wice),
    ("summedits", claims.load_summedits),
    ("wiki claims", wiki_claims.load),
    ("fused", fused.load),
    ("readmes", lambda data, rng: readmes.load(data, rng, MODULES)),
]
PREFERENCE = [
    ("candidates", lambda data, rng: candidates.load(data, rng, 3400)),
    ("standing", lambda data, rng: standing.load(data, rng, 1400)),
    ("manuals", lambda data, rng: manual_candidates.load(rng, 400)),
    ("clapnq", answerable.load_clapnq),
    ("qnli", answerable.load_qnli),
    ("documents", lambda data, rng: answerable.load_documents(data, rng, MODULES)),
    ("squad plain", squad.load_plain),
    ("chat", chat.load),
    ("careful", careful.load),
    ("spoken", lambda data, rng: spoken.load(data, SAID, rng)),
    ("own samples", lambda data, rng: own_samples.load(SAMPLES, rng)),
    ("hh", preferences.load_hh),
    ("fine", preferences.load_fine_grained),
    ("oasst", preferences.load_open_assistant),
]
FACT = [
    ("fact", lambda data, rng: fact_seeking.load(data, rng, MODULES)),
]
MIXTURE = [*RULES, *SUPPORT_EARLY, *SUPPORT, *PREFERENCE, *FACT]
# groups kept of the larger tasks
CAPS = {
    "evals": 350,
    "robot": 900,
    "persona": 300,
    "convabuse": 400,
    "edos": 800,
    "spans": 600,
    "sbic": 1500,
    "crows": 120,
    "pairs": 2400,
    "custom": 1400,
    "form rules": 1500,
    "templates": 500,
    "aart": 120,
    "spoiled": 200,
    "small talk": 180,
    "nli": 3000,
    "conj": 300,
    "qasc": 100,
    "begin": 2500,
    "q2": 1100,
    "feverous": 400,
    "wice": 1800,
    "summedits": 500,
    "wiki claims": 800,
    "fused": 1500,
    "readmes": 250,
    "hh": 2500,
    "fine": 200,
    "oasst": 100,
    "fact": 5000,
    "squad plain": 150,
    "candidates": 700,
    "standing": 200,
    "chat": 700,
    "manuals": 500,
    "clapnq": 120,
    "qnli": 2500,
    "documents": 100,
    "plain facts": 900,
}
PASSES = {"diasafety": 2, "symmetric": 2, "groups": 2, "own samples": 2, "innocent": 4, "plain facts": 2, "fine": 2}
EARLY = {name for name, _ in SUPPORT_EARLY}


def load(data: Path, seed: int) -> tuple[dict[str, list[Group]], dict[str, list[Group]]]:
    """(train, dev) by task name; keys never cross. The split depends on the keys alone."""
    train, dev = {}, {}
    for name, loader in MIXTURE:
        groups = loader(data, random.Random(f"{seed} {name}"))
        picked = sample([g for g in groups if not is_dev(g.key)], CAPS.get(name, 10**9), random.Random(seed))
        train[name] = picked * PASSES.get(name, 1)
        dev[name] = [g for g in groups if is_dev(g.key)]
    return train, dev


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    train, dev = load(args.data, args.seed)
    labels: dict[str, Counter] = {rule: Counter() for rule in ALL_RULES}
    for name, groups in train.items():
        rows = [row for g in groups for row in g.rows]
        size = sum(len(" ".join([row.evidence, *row.reply, *(t["text"] for t in row.dialogue)])) for row in rows)
        print(f"{name:12} groups {len(groups):6} dev {len(dev[name]):5} rows {len(rows):6} about {size // 4:8} tokens")
        for row in rows:
            for rule, value in row.rules.items():
                labels[rule][value] += 1
    for rule, count in labels.items():
        print(f"{rule:28} kept {count[1]:6} broken {count[0]:6}")


if __name__ == "__main__":
    main()
