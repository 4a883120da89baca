"""Train the reward model, all heads in one mixture.

    OMP_NUM_THREADS=1 python -m reward.train --data ../shared/data --start out/reward0 --out out/reward --minutes 84

The learning rate falls in a straight line with the time that is left, so a run ends when its minutes do, and any
checkpoint (one every ten minutes) is a usable model.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from encoder.export_onnx import model_folder

from .batches import batches, collate, rarities
from .losses import chosen_rules, distilled, losses, read, total
from .mixture import EARLY, load
from .model import RewardModel, from_encoder
from .render import Packer
from .rules import rule_texts
from .tasks.common import Group

ENCODER = ("layers.", "places.", "relative.", "norm.")


def ordered(train: dict[str, list[Group]], rng: random.Random) -> list[Group]:
    """One epoch: everything shuffled, but plain inference pairs only in the first 60 %."""
    late = [g for name, groups in train.items() if name not in EARLY for g in groups]
    early = [g for name, groups in train.items() if name in EARLY for g in groups]
    rng.shuffle(late)
    cut = int(len(late) * 0.6)
    first = late[:cut] + early
    rng.shuffle(first)
    return first + late[cut:]


def without(groups: list[Group], rules: set[str]) -> list[Group]:
    """The groups that break none of these rules, and of the others' labels those of other rules."""
    known = [g for g in groups if not any(row.rules.get(rule) == 0 for row in g.rows for rule in rules)]
    return (
        [
            replace(
                g, rows=[replace(row, rules={r: v for r, v in row.rules.items() if r not in rules}) for row in g.rows]
            )
            for g in known
        ]
        if rules
        else groups
    )


def optimiser(model: RewardModel, locate: torch.nn.Linear, rate: float, head_rate: float) -> torch.optim.Optimizer:
    named = [(n, p) for n, p in [*model.named_parameters(), *locate.named_parameters()] if p.requires_grad]
    encoder = [p for n, p in named if n.startswith(ENCODER)]
    heads = [p for n, p in named if not n.startswith(ENCODER)]
    groups = [{"params": encoder, "lr": rate, "peak": rate}, {"params": heads, "lr": head_rate, "peak": head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def save(model: RewardModel, folder: Path, meta: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    state = {k: v.contiguous() for k, v in model.state_dict().items() if k != "words.weight"}
    save_file(state, str(folder / "reward.safetensors"))
    (folder / "meta.json").write_text(json.dumps(meta, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--encoder", type=Path, default=model_folder(), help="folder of all-MiniLM-L6-v2, or what encoder.mpnet wrote"
    )
    parser.add_argument("--out", type=Path, default=Path("../runs/reward"))
    parser.add_argument("--minutes", type=float, default=62, help="wall time, evaluation apart")
    parser.add_argument("--rate", type=float, default=9e-5)
    parser.add_argument("--head-rate", type=float, default=6e-4)
    parser.add_argument("--warmup", type=int, default=80, help="steps")
    parser.add_argument("--start", type=Path, help="a run to go on from")
    parser.add_argument("--tasks", nargs="*", help="only these of the mixture, with - for a space, for a short leg")
    parser.add_argument(
        "--leave-out",
        nargs="*",
        default=[],
        help="rules whose labels and own pairs are not shown, to measure them zero-shot",
    )
    parser.add_argument(
        "--teacher", type=Path, help="a run of another encoder, whose word the heads learn beside the labels"
    )
    parser.add_argument("--teacher-encoder", type=Path, help="folder of that encoder")
    parser.add_argument("--share", type=float, default=0.5, help="of the loss that is the teacher's")
    parser.add_argument(
        "--seed", type=int, default=7, help="names the examples made; the development split does not depend on it"
    )
    parser.add_argument("--budget", type=int, default=2560, help="padded tokens of a batch")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    packer = Packer(args.encoder / "tokenizer.json")
    model = from_encoder(args.encoder)
    if args.start:
        model.load_state_dict(load_file(str(args.start / "reward.safetensors")), strict=False)
    teacher = from_encoder(args.teacher_encoder) if args.teacher else None
    if teacher:
        teacher.load_state_dict(load_file(str(args.teacher / "reward.safetensors")), strict=False)
        teacher.eval().requires_grad_(False)
    train, _ = load(args.data, args.seed)
    groups = without(
        ordered({name: g for name, g in train.items() if not args.tasks or name.replace(" ", "-") in args.tasks}, rng),
        set(args.leave_out),
    )
    rarity = rarities(groups)
    print(f"{len(groups)} groups", flush=True)
    locate = torch.nn.Linear(model.width, 1)
    opt = optimiser(model, locate, args.rate, args.head_rate)
    begun, seen, seen_loss, saved, done, step = time.time(), 0, {}, 0, 0, 0
    model.train()
    for step, groups_of_batch in enumerate(batches(groups, packer, rarity, rng, args.budget)):
        spent = (time.time() - begun) / 60
        left = 1 - max(spent / args.minutes, done / len(groups))
        done += len(groups_of_batch)
        if spent >= args.minutes:
            break
        for group in opt.param_groups:
            group["lr"] = group["peak"] * min(1.0, (step + 1) / args.warmup) * max(left, 0.02)
        batch = collate(groups_of_batch, rarity, packer)
        texts, asked = [*rule_texts(rng), *batch.texts], chosen_rules(batch, rng)
        asked_texts = [texts[i] for i in asked]
        said = read(model, packer, batch, asked_texts, locate)
        parts = losses(said, batch, asked)
        loss = total(parts)
        if teacher:
            with torch.no_grad():
                taught = read(teacher, packer, batch, asked_texts)
            loss = (1 - args.share) * loss + args.share * total(distilled(said, taught, batch))
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        opt.step()
        seen += batch.input_ids.numel()
        for name, value in parts.items():
            seen_loss[name] = 0.98 * seen_loss.get(name, value.item()) + 0.02 * value.item()
        if step % 50 == 0:
            shown = " ".join(f"{k} {v:.3f}" for k, v in sorted(seen_loss.items()))
            speed = f"{seen / (time.time() - begun):.0f} tokens/s, {seen / time.process_time():.0f} a second of processor time"  # noqa: E501
            print(f"{step} {done}/{len(groups)} groups {spent:.1f} min {speed} {shown}", flush=True)
        if spent // 10 > saved:
            saved = spent // 10
            save(model, args.out, {"step": step, "minutes": spent, "final": False})
    meta = {
        "step": step + 1,
        "groups": done,
        "of": len(groups),
        "tokens": seen,
        "minutes": (time.time() - begun) / 60,
        "final": True,
        "seed": args.seed,
        "losses": seen_loss,
    }
    save(model, args.out, meta)
    print(json.dumps(meta))


if __name__ == "__main__":
    main()
