"""Train the reader.

    OMP_NUM_THREADS=2 python -m reader.train --rows out/reader --start out/reward0 --out out/reader --minutes 55

The rate falls with the time that is left; a checkpoint every eight minutes is a usable model. The development rows, of
documents that training does not see, are judged at the end: first passage right, AUC of each head.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from encoder.export_onnx import model_folder
from reward.batches import padded
from reward.render import Packed, Packer

from .model import Reader, head_of, open_reader, pack_passage, pack_reply

BUDGET = 3072  # padded tokens of a batch
PASSAGES = 4  # wrong ones beside the right one
FROZEN = ("body.places.", "body.norm.", "body.segments.")  # as the reward model has them, with its lowest layers


def read_rows(path: Path) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = defaultdict(list)
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        groups[row["id"]].append(row)
    return groups


def chosen(rows: list[dict], rng: random.Random) -> list[dict]:
    """What an epoch shows of a question: right passages, some of the wrong, near questions, half of the replies."""
    passages = [row for row in rows if row["kind"] == "passage" and row["label"] is not None]
    right = [row for row in passages if row["label"]]
    found = [row for row in passages if row["why"] == "found"]
    wrong = rng.sample(found[:6], min(len(found[:6]), 3)) + rng.sample(found[6:], min(len(found[6:]), PASSAGES - 3))
    other = [row for row in passages if row["why"] in ("near", "unanswerable")]
    replies = [row for row in rows if row["kind"] == "reply"]
    yes = [row for row in replies if row["label"]]
    no = [row for row in replies if not row["label"]]
    asked = [row for row in rows if row["kind"] == "asks"]
    return [
        *asked,
        *right[:2],
        *wrong,
        *rng.sample(other, min(len(other), 2)),
        *rng.sample(yes, min(len(yes), 2)),
        *rng.sample(no, min(len(no), 4)),
    ]


def pack(packer: Packer, row: dict) -> Packed:
    if row["kind"] == "asks":
        ids = head_of(packer, row["dialogue"])
        return Packed(ids, [0] * len(ids))
    if row["kind"] == "passage":
        return pack_passage(packer, row["dialogue"], row["title"], row["parts"])
    return pack_reply(packer, row["dialogue"], row["title"], row["evidence"], row["reply"])


def batches(groups: list[list[dict]], packer: Packer, rng: random.Random, pool: int = 160):
    """Groups stay whole, so that a list of passages can be compared; lists of like length share a batch."""
    for start in range(0, len(groups), pool):
        packer.cache.clear()
        units: list[tuple[list[dict], list[Packed]]] = []
        for group in groups[start : start + pool]:
            listed = [row for row in group if row["kind"] == "passage" and row["why"] in ("gold", "part", "found")]
            for rows in [listed, *([row] for row in group if row not in listed)]:
                if rows:
                    units.append((rows, [pack(packer, row) for row in rows]))
        units.sort(key=lambda unit: (max(len(one.input_ids) for one in unit[1]), rng.random()))
        made, current, count, wide = [], [], 0, 0
        for unit in units:
            longest = max(wide, *(len(one.input_ids) for one in unit[1]))
            if current and longest * (count + len(unit[1])) > BUDGET:
                made.append(current)
                current, count, longest = [], 0, max(len(one.input_ids) for one in unit[1])
            current.append(unit)
            count, wide = count + len(unit[1]), longest
        made.append(current)
        rng.shuffle(made)
        yield from made


def losses(out: dict[str, Tensor], units: list[tuple[list[dict], list[Packed]]]) -> dict[str, Tensor]:
    parts: dict[str, list[Tensor]] = defaultdict(list)
    at = 0
    for rows, packed in units:
        span = range(at, at + len(rows))
        at += len(rows)
        kind = rows[0]["kind"]
        if kind == "asks":
            parts["asks"].append(
                F.binary_cross_entropy_with_logits(out["asks"][span[0]], torch.tensor(float(rows[0]["label"])))
            )
        elif kind == "reply":
            parts["right"].append(
                F.binary_cross_entropy_with_logits(out["right"][span[0]], torch.tensor(float(rows[0]["label"])))
            )
        else:
            labels = torch.tensor([float(row["label"]) for row in rows])
            logits = out["answers"][span.start : span.stop]
            weight = torch.where(labels > 0.5, 2.0, 1.0)
            parts["answers"].append(
                (F.binary_cross_entropy_with_logits(logits, labels, reduction="none") * weight).mean()
            )
            if len(rows) > 1 and labels.max() > 0:
                parts["order"].append(-(F.log_softmax(logits, 0) * labels / labels.sum()).sum())
            for i, row, one in zip(span, rows, packed):
                if not any(row["gold"]):
                    continue
                for (a, b), gold in zip(one.spans, row["gold"]):
                    if b > a:
                        loss = F.binary_cross_entropy_with_logits(
                            out["where"][i, a:b].mean(), torch.tensor(float(gold))
                        )
                        parts["where"].append(loss)
    return {name: torch.stack(found).sum() / max(len(found), 4) for name, found in parts.items()}


def auc(pairs: list[tuple[float, float]]) -> float:
    yes = sorted(s for s, label in pairs if label > 0.5)
    no = sorted(s for s, label in pairs if label <= 0.5)
    if not yes or not no:
        return float("nan")
    from bisect import bisect_left, bisect_right

    return sum(bisect_left(no, s) + bisect_right(no, s) for s in yes) / (2 * len(yes) * len(no))


@torch.no_grad()
def score(
    reader: Reader, packer: Packer, rows: list[dict], size: int = 24
) -> list[tuple[dict[str, float], list[float]]]:
    """For each row the logits of its heads, and the mean logit of each part."""
    reader.eval()
    packed = [pack(packer, row) for row in rows]
    order = sorted(range(len(rows)), key=lambda i: len(packed[i].input_ids))
    found: list[tuple[dict[str, float], list[float]]] = [({}, [])] * len(rows)
    for start in range(0, len(order), size):
        part = order[start : start + size]
        out = reader(*padded([packed[i] for i in part]))
        for k, i in enumerate(part):
            where = [out["where"][k, a:b].mean().item() if b > a else -20.0 for a, b in packed[i].spans]
            found[i] = ({name: out[name][k].item() for name in ("answers", "right", "asks")}, where)
    reader.train()
    return found


def evaluate(reader: Reader, packer: Packer, groups: dict[str, list[dict]], most: int = 10**9) -> dict[str, float]:
    rng = random.Random(3)
    ids = sorted(groups)
    rng.shuffle(ids)
    rows = [row for i in ids[:most] for row in groups[i]]
    scored = score(reader, packer, rows)
    of: dict[str, list[tuple[dict, dict[str, float], list[float]]]] = defaultdict(list)
    for row, (heads, where) in zip(rows, scored):
        of[row["id"]].append((row, heads, where))
    first = third = asked = 0
    answered, declined, places = [], [], [0, 0]
    for items in of.values():
        listed = [
            (row, heads, where) for row, heads, where in items if row["kind"] == "passage" and row["why"] != "near"
        ]
        if not listed:
            continue
        ranked = sorted(listed, key=lambda one: -one[1]["answers"])
        top = ranked[0][1]["answers"]
        if listed[0][0]["asks"] == "unanswerable":
            declined.append(top)
            continue
        asked += 1
        answered.append(top)
        good = [bool(row["full"]) for row, _, _ in ranked]
        first, third = first + good[0], third + any(good[:3])
        for row, _, where in listed:
            if any(row["gold"]) and row["label"] == 1:
                places[0] += row["gold"][max(range(len(where)), key=lambda i: where[i])]
                places[1] += 1
    flat = [(heads, row) for items in of.values() for row, heads, _ in items]
    return {
        "questions": asked,
        "first": first / max(asked, 1),
        "first3": third / max(asked, 1),
        "auc passage": auc(
            [(h["answers"], r["label"]) for h, r in flat if r["kind"] == "passage" and r["label"] in (0, 1)]
        ),
        "auc near": auc(
            [
                (h["answers"], r["label"])
                for h, r in flat
                if r["kind"] == "passage" and (r["why"] == "near" or r["label"] == 1)
            ]
        ),
        "auc answerable": auc([(s, 1.0) for s in answered] + [(s, 0.0) for s in declined]),
        "auc reply": auc([(h["right"], r["label"]) for h, r in flat if r["kind"] == "reply"]),
        "where": places[0] / max(places[1], 1),
        **{
            f"auc reply {why}": auc(
                [(h["right"], r["label"]) for h, r in flat if r["kind"] == "reply" and (r["label"] or r["why"] == why)]
            )
            for why in ("contradicted", "corrupted", "near", "beside", "found", "elsewhere")
        },
    }


class NoCopies:
    full: list[Tensor] = []

    def step(self, opt: torch.optim.Optimizer) -> None:
        opt.step()


class FullCopies(NoCopies):
    """Weights that are multiplied in bfloat16, and stepped in 32 bits: small steps are lost in 8 bits of fraction."""

    def __init__(self, weights: list[nn.Parameter]) -> None:
        self.weights = weights
        self.full = [w.detach().float().clone().requires_grad_() for w in weights]

    def step(self, opt: torch.optim.Optimizer) -> None:
        for full, weight in zip(self.full, self.weights):
            full.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        opt.step()
        with torch.no_grad():
            for full, weight in zip(self.full, self.weights):
                weight.copy_(full)


def save(reader: Reader, folder: Path, meta: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save_file(
        {k: v.float().contiguous() for k, v in reader.state_dict().items() if k != "body.words.weight"},
        str(folder / "reader.safetensors"),
    )
    (folder / "meta.json").write_text(json.dumps(meta, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--rows",
        type=Path,
        nargs="+",
        required=True,
        help="folders that reader.data wrote, or files of rows to train on",
    )
    parser.add_argument("--encoder", type=Path, default=model_folder())
    parser.add_argument("--start", type=Path, help="a run of the reward model")
    parser.add_argument("--run", type=Path, help="a run of the reader to go on from")
    parser.add_argument("--out", type=Path, default=Path("out/reader"))
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--head-rate", type=float, default=6e-4)
    parser.add_argument("--only", help="train this head alone, on layers as they are")
    parser.add_argument("--frozen", type=int, default=2, help="lowest layers that stay; -1 trains the segments too")
    parser.add_argument("--kinds", nargs="+", default=["asks", "passage", "reply"], help="of rows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--judged", type=int, default=100, help="development questions that are judged at the end")
    parser.add_argument("--bf16", action="store_true", help="products in bfloat16, where the processor has them")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    packer = Packer(args.encoder / "tokenizer.json")
    reader = open_reader(args.encoder, args.start, args.run)
    groups = read_rows(args.rows[0] / "train.jsonl")
    dev = read_rows(args.rows[0] / "dev.jsonl")
    for extra in args.rows[1:]:
        for name, rows in read_rows(extra).items():
            groups[f"{extra.stem} {name}"] += rows
    for part in (groups, dev):
        for name, rows in list(part.items()):
            part[name] = [row for row in rows if row["kind"] in args.kinds]
            if not part[name]:
                del part[name]
    frozen = (*FROZEN[: 3 if args.frozen >= 0 else 0], *(f"body.layers.{i}." for i in range(args.frozen)))
    for name, parameter in reader.named_parameters():
        parameter.requires_grad_(
            parameter.requires_grad
            and not name.startswith(frozen)
            and (args.only is None or name.startswith(args.only))
        )
    body = [p for n, p in reader.named_parameters() if n.startswith("body.") and p.requires_grad]
    heads = [p for n, p in reader.named_parameters() if p.requires_grad and not n.startswith("body.")]
    groups = (
        groups if args.only is None else {name: rows for name, rows in groups.items() if rows[0]["kind"] == args.only}
    )
    copies = FullCopies(body) if args.bf16 else NoCopies()
    if args.bf16:
        reader.body.to(torch.bfloat16)
    opt = torch.optim.AdamW(
        [
            {"params": copies.full or body, "lr": args.rate, "peak": args.rate},
            {"params": heads, "lr": args.head_rate, "peak": args.head_rate},
        ],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    begun, saved, step, seen, average = time.time(), 0, 0, 0, {}
    reader.train(args.only is None)
    while (time.time() - begun) / 60 < args.minutes:
        ids = list(groups)
        rng.shuffle(ids)
        for units in batches([chosen(groups[i], rng) for i in ids], packer, rng):
            spent = (time.time() - begun) / 60
            if spent >= args.minutes:
                break
            for group in opt.param_groups:
                group["lr"] = group["peak"] * min(1.0, (step + 1) / 60) * max(1 - spent / args.minutes, 0.03)
            tensors = padded([one for _, packed in units for one in packed])
            parts = losses(reader(*tensors), units)
            loss = sum(parts.values())
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in reader.parameters() if p.requires_grad], 1.0)
            copies.step(opt)
            step, seen = step + 1, seen + tensors[0].numel()
            for name, value in parts.items():
                average[name] = 0.98 * average.get(name, value.item()) + 0.02 * value.item()
            if step % 25 == 0:
                print(
                    f"{step} {spent:.1f} min {seen / (time.time() - begun):.0f} tokens/s",
                    " ".join(f"{k} {v:.3f}" for k, v in sorted(average.items())),
                    flush=True,
                )
            if spent // 8 > saved:
                saved = spent // 8
                save(reader, args.out, {"step": step, "minutes": spent, "final": False})
    meta = {
        "step": step,
        "tokens": seen,
        "minutes": (time.time() - begun) / 60,
        "seed": args.seed,
        "losses": average,
        "final": True,
    }
    save(reader, args.out, meta)
    judged = {"dev": evaluate(reader, packer, dev, args.judged)} if args.only is None else {}
    print(json.dumps({**meta, **judged}))


if __name__ == "__main__":
    main()
