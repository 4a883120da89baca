"""Draws n replies to a prompt from the exported graph with the service's own controls (repetition penalty, temperature,
min-p, top-p; the first draw is greedy), so that figures and training samples are of what the service would say.
"""

from dataclasses import dataclass

import numpy as np

from .engine import Engine
from .prompt import Renderer, Turn


@dataclass(frozen=True)
class Sampling:
    temperature: float = 0.8
    top_p: float = 0.95
    min_p: float = 0.05
    repetition_penalty: float = 1.1


def pick(logits: np.ndarray, controls: Sampling, written: list[int], rng: np.random.Generator) -> int:
    top = np.argpartition(-logits, 64)[:64]
    score = logits[top].copy()
    again = np.isin(top, written)
    score[again] = np.where(score[again] > 0, score[again] / controls.repetition_penalty, score[again] * controls.repetition_penalty)
    order = np.argsort(-score)
    if controls.temperature == 0:
        return int(top[order[0]])
    weight = np.exp((score[order] - score[order[0]]) / controls.temperature)
    kept = (weight >= controls.min_p) & (np.cumsum(weight) - weight < controls.top_p * weight.sum())
    kept[0] = True
    weight = weight * kept
    return int(top[order[rng.choice(len(order), p=weight / weight.sum())]])


class Sampler:
    def __init__(self, engine: Engine, renderer: Renderer, decode) -> None:
        self.engine, self.renderer, self.decode = engine, renderer, decode

    def write(self, turns: list[Turn], participant: str = "agent", n: int = 1, tokens: int = 64, seed: int = 0,
              controls: Sampling = Sampling()) -> list[str]:
        """n texts, the first greedy; a candidate that has ended leaves the batch."""
        engine, rng = self.engine, np.random.default_rng(seed)
        greedy = Sampling(0.0, repetition_penalty=controls.repetition_penalty if participant == "agent" else 1.0)
        cache, logits = engine.prefill(self.renderer.ask(turns, participant))
        suffix, live = engine.no_suffix(n, tokens), list(range(n))
        written: list[list[int]] = [[] for _ in range(n)]
        rows = np.broadcast_to(logits, (n, len(logits)))
        for step in range(tokens):
            chosen = [pick(row, greedy if i == 0 else controls, written[i], rng) for i, row in zip(live, rows)]
            stay = [at for at, token in enumerate(chosen) if token != self.renderer.end]
            if len(stay) < len(live):
                suffix = {name: tensor[stay] for name, tensor in suffix.items()}
            live, chosen = [live[at] for at in stay], [chosen[at] for at in stay]
            for i, token in zip(live, chosen):
                written[i].append(token)
            if not live or step == tokens - 1:
                break
            out = engine.run(np.array(chosen)[:, None], np.full((len(live), 1), cache.length + step), cache, suffix, step)
            for name in engine.names:
                suffix[name][:, :, step : step + 1] = out[f"new.{name}"]
            rows = out["logits"]
        return [self.decode(ids).strip() for ids in written]
