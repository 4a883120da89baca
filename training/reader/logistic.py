"""Logistic regression, by which the reader's logits are calibrated and its signs are weighed."""

from __future__ import annotations

import math

import torch


def logit(p: float | None) -> float:
    """Of a probability that is kept away from 0 and 1; 0 where nothing is known."""
    inside = min(1 - 1e-4, max(1e-4, 0.5 if p is None else p))
    return math.log(inside / (1 - inside))


def fit(features: list[list[float]], labels: list[float], decay: float = 0.0) -> list[float]:
    """features [N,F], labels [N] in [0, 1] -> F weights, which decay, and a bias, which does not"""
    x = torch.tensor([[*row, 1.0] for row in features])
    y = torch.tensor([float(label) for label in labels])
    w = torch.zeros(x.shape[1], requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=200)

    def closure() -> torch.Tensor:
        opt.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y) + decay * (w[:-1] ** 2).sum()
        loss.backward()
        return loss

    opt.step(closure)
    return w.tolist()
