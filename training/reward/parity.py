"""python -m reward.parity --run ../runs/reward --models ../models --fixtures ../test/fixtures/parity

Compares the exported int8 graph with PyTorch in fp32, and writes reward.json: rows as text, as tokens and as numbers,
so that the service's packing can be tested for equal tokens and its graph for equal numbers."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from encoder.export_onnx import model_folder

from .batches import padded
from .model import RewardModel, from_encoder
from .render import Packed, render_evidence
from .rules import rule_files
from .runtime import ENTRIES, FOLDERS, Reward, pool
from .tasks.common import talk, user

RULE_IDS = ("no-stereotypes", "no-body", "no-medical-advice", "no-repetition")
EVIDENCE = "The bodyLimit option sets the largest body that the server accepts, in bytes. It is 1048576 (1 MiB) unless set otherwise. A larger body is answered with status 413."  # noqa: E501
OTHERS = " ".join(
    f"The {name} option is a number of {unit}, e.g. {n}.5; it is {n} unless set otherwise!"
    for n, (name, unit) in enumerate(
        [
            ("keepAliveTimeout", "milliseconds"),
            ("maxParamLength", "characters"),
            ("requestTimeout", "milliseconds"),
            ("pluginTimeout", "seconds"),
            ("maxRequestsPerSocket", "requests"),
            ("connectionTimeout", "seconds"),
            ("headersTimeout", "minutes"),
        ],
        3,
    )
)
CASES = [
    (
        user("How do I set a body size limit?"),
        "Server options",
        EVIDENCE,
        ["Set the bodyLimit option.", "It is given in bytes, and the default is 1 MiB."],
    ),
    (
        user("How do I set a body size limit?"),
        "Server options",
        EVIDENCE,
        ["I found nothing in the sources that answers this."],
    ),
    (user("hello"), None, "", ["Hello! What can I look up for you?"]),
    (
        talk("hi", "Hello!", "Are you a person? Café naïve 你好 — “quotes”"),
        None,
        "",
        ["Yes, I live in Boston with my wife.", "My knee hurts."],
    ),
    (
        talk(*(f"Tell me about part {i} of the manual, and do not leave out the details." for i in range(15))),
        None,
        f"{OTHERS} {EVIDENCE} {OTHERS}",
        ["A larger body is answered with status 413."],
    ),
]


def load_run(run: Path, encoder: Path) -> RewardModel:
    model = from_encoder(encoder)
    missing, extra = model.load_state_dict(load_file(str(run / "reward.safetensors")), strict=False)
    assert missing == ["words.weight"] and not extra, (missing, extra)
    return model.eval()


@torch.no_grad()
def torch_outputs(model: RewardModel, rows: list[Packed], queries: torch.Tensor) -> dict[str, np.ndarray]:
    ids, mask, segments = padded(rows)
    states = model.encode(ids, mask, segments)
    tokens = model.tokens(states)
    out = {
        "preference": model.preferences(states, mask, segments),
        "rule_logits": model.rule_logits(states, mask, queries),
        "support_logits": tokens[..., 0],
        "checkable_logits": tokens[..., 1],
        "fact_logits": model.facts(states, mask),
        "rule_query": model.rule_queries(states, mask),
    }
    return {name: value.numpy() for name, value in out.items()}


def fixture(reward: Reward) -> dict:
    texts = {rule["id"]: rule["text"] for rule in rule_files()}
    rules = [{"id": rule, "text": texts[rule]} for rule in RULE_IDS]
    queries = reward.rule_queries([rule["text"] for rule in rules])
    for rule, query in zip(rules, queries):
        rule["inputIds"] = reward.packer.rule_row(rule["text"]).input_ids
        rule["query"] = numbers(query[:5])
    rows = []
    for dialogue, title, text, reply in CASES:
        told = {"dialogue": dialogue, "evidence": {"title": title, "text": text} if text else None, "statements": reply}
        rows.append(
            told
            | numbers_of(
                reward, reward.packer.row(dialogue, reward.packer.ids(render_evidence(text, title)), reply), queries
            )
        )
    asked = [
        {
            "dialogue": c[0],
            "inputIds": reward.packer.dialogue_row(c[0]).input_ids,
            "factLogits": numbers(reward.facts([c[0]])[0]),
        }
        for c in CASES[:4]
    ]
    return {"rules": rules, "rows": rows, "dialogueRows": asked, "tolerance": 0.02}


def numbers_of(reward: Reward, row: Packed, queries: np.ndarray) -> dict:
    got = reward.run([row], queries)
    return {
        "inputIds": row.input_ids,
        "attentionMask": [1] * len(row.input_ids),
        "segmentIds": row.segment_ids,
        "spans": row.spans,
        "preference": numbers(got["preference"])[0],
        "ruleLogits": numbers(got["rule_logits"][0]),
        "supportLogits": numbers(got["support_logits"][0][:5]),
        "checkableLogits": numbers(got["checkable_logits"][0][:5]),
        "statementSupport": numbers(pool(got["support_logits"][0], row.spans)),
        "statementCheckable": numbers(pool(got["checkable_logits"][0], row.spans)),
    }


def numbers(values: np.ndarray | list[float]) -> list[float]:
    return [round(float(v), 4) for v in values]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("../runs/reward"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--fixtures", type=Path, default=Path("../test/fixtures/parity"))
    parser.add_argument("--size", choices=list(ENTRIES), default="small")
    parser.add_argument("--encoder", type=Path, default=model_folder())
    args = parser.parse_args()
    reward, model = Reward(args.models, size=args.size), load_run(args.run, args.encoder)
    texts = [rule["text"] for rule in rule_files()]
    rows = [
        reward.packer.row(d, reward.packer.ids(render_evidence(text, title)), reply) for d, title, text, reply in CASES
    ]
    asked = [reward.packer.rule_row(text) for text in texts]
    exact_queries = torch.from_numpy(torch_outputs(model, asked, torch.zeros(1, model.width))["rule_query"])
    worst: dict[str, float] = {}
    for row in rows:
        exact, int8 = torch_outputs(model, [row], exact_queries), reward.run([row], reward.queries)
        for name in exact:
            worst[name] = max(worst.get(name, 0.0), float(np.abs(exact[name] - int8[name]).max()))
    args.fixtures.mkdir(parents=True, exist_ok=True)
    (args.fixtures / f"{FOLDERS[args.size]}.json").write_text(
        json.dumps(fixture(reward), ensure_ascii=False, separators=(",", ":")) + "\n"
    )
    print(json.dumps({"rows": len(rows), "largestDifference": {k: round(v, 4) for k, v in worst.items()}}))


if __name__ == "__main__":
    main()
