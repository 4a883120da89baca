"""python -m reader.parity --run out/reader --models ../models --fixtures ../test/fixtures/parity

Compares the exported int8 graph with PyTorch in fp32, and writes reader.json: rows as text, as tokens and as numbers,
so that the service's packing can be tested for equal tokens and its graph for equal numbers.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from encoder.export_onnx import model_folder
from reward.batches import padded
from reward.render import Packed, Packer
from reward.tasks.common import talk, user

from .export_onnx import GRAPH, HEADS
from .model import Reader, head_of, open_reader, pack_passage, pack_reply

TITLE = "Handbook > Leave > Annual leave"
PARTS = [
    "Annual leave grows with your years of service:",
    "- under 3 years: 4 hours",
    "- 3 to 15 years: 6 hours",
    "You may carry over 240 hours.",
]
TEXT = "\n".join(PARTS)
CODE = ["Start it on another port:", "```sh\nshop serve --port 8081\n```"]
LONG = [
    f"Step {i} turns the valve marked {i * 7} until the gauge shows {i * 3} bar, then waits for the lamp."
    for i in range(1, 16)
]
PASSAGES = [
    (user("how much vacation can i take over into next year"), TITLE, PARTS),
    (talk("hi", "Hello!", "und der Café-Tarif — “naïve” 你好?"), TITLE, PARTS),
    (user("run it on port 8081"), "Shop > Serving", CODE),
    (talk(*(f"Tell me about part {i} of the manual, please." for i in range(11))), "Manual > Start-up", LONG),
]
REPLIES = [
    (user("how much vacation can i take over into next year"), TITLE, TEXT, "You may carry over 240 hours."),
    (user("how much vacation can i take over into next year"), TITLE, TEXT, "You may carry over 420 days."),
    (user("does it run on 8081"), "Shop > Serving", "\n".join(CODE), "Yes. Start it with `shop serve --port 8081`."),
]
ASKED = [user("opening hours"), user("hello there"), talk("hi", "Hello!", "thanks")]


def numbers(values: np.ndarray) -> list[float]:
    return [round(float(v), 4) for v in values]


def run(session: onnxruntime.InferenceSession, row: Packed) -> dict[str, np.ndarray]:
    ids, mask, segments = padded([row])
    feeds = {"input_ids": ids.numpy(), "attention_mask": mask.numpy(), "segment_ids": segments.numpy()}
    return dict(zip(HEADS, session.run(list(HEADS), feeds)))


@torch.no_grad()
def worst(reader: Reader, session: onnxruntime.InferenceSession, rows: list[Packed]) -> dict[str, float]:
    """The largest difference of a head between the graph and PyTorch."""
    off = {head: 0.0 for head in HEADS}
    for row in rows:
        ours, theirs = run(session, row), reader(*padded([row]))
        for head in HEADS:
            off[head] = max(off[head], float(np.abs(ours[head] - theirs[head].numpy()).max()))
    return off


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--fixtures", type=Path, default=Path("../test/fixtures/parity"))
    parser.add_argument("--encoder", type=Path, default=model_folder())
    args = parser.parse_args()
    packer = Packer(args.encoder / "tokenizer.json")
    reader = open_reader(args.encoder, run=args.run).eval()
    session = onnxruntime.InferenceSession(str(args.models / GRAPH), providers=["CPUExecutionProvider"])
    passages = [pack_passage(packer, *case) for case in PASSAGES]
    replies = [pack_reply(packer, *case) for case in REPLIES]
    asked = [Packed(ids, [0] * len(ids)) for ids in (head_of(packer, dialogue) for dialogue in ASKED)]
    fixture = {"passages": [], "replies": [], "asked": [], "tolerance": 0.05}
    for (dialogue, title, parts), row in zip(PASSAGES, passages):
        got = run(session, row)
        fixture["passages"].append(
            {
                "dialogue": dialogue,
                "title": title,
                "text": "\n".join(parts),
                "inputIds": row.input_ids,
                "segmentIds": row.segment_ids,
                "ranges": row.spans,
                "answers": numbers(got["answers"])[0],
                "where": [numbers([got["where"][0][a:b].mean()])[0] if b > a else None for a, b in row.spans],
            }
        )
    for (dialogue, title, text, reply), row in zip(REPLIES, replies):
        fixture["replies"].append(
            {
                "dialogue": dialogue,
                "title": title,
                "text": text,
                "reply": reply,
                "inputIds": row.input_ids,
                "segmentIds": row.segment_ids,
                "right": numbers(run(session, row)["right"])[0],
            }
        )
    for dialogue, row in zip(ASKED, asked):
        fixture["asked"].append(
            {"dialogue": dialogue, "inputIds": row.input_ids, "asks": numbers(run(session, row)["asks"])[0]}
        )
    (args.fixtures / "reader.json").write_text(json.dumps(fixture, indent=1, ensure_ascii=False) + "\n")
    print(
        json.dumps(
            {
                "rows": len(passages) + len(replies) + len(asked),
                "worst": worst(reader, session, [*passages, *replies, *asked]),
            }
        )
    )


if __name__ == "__main__":
    main()
