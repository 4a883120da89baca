"""How much better a sample was than was to be expected: by the other samples of its prompt, or by a value head."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def leave_one_out(rewards: Tensor) -> Tensor:
    """RLOO: reward [K] of the samples of one prompt less the mean of the others."""
    count = rewards.shape[0]
    if count < 2:
        return torch.zeros_like(rewards)
    return (rewards - rewards.mean()) * count / (count - 1)


class ValueHead(nn.Module):
    """A2C's critic: the reward to be expected, read from the policy's state before each token. Starts at zero."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, 1)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, states: Tensor) -> Tensor:
        """states [T, width] -> [T]; the policy is not moved by what the critic gets wrong."""
        return self.linear(states.detach().float())[:, 0]


def with_value(values: Tensor, reward: float) -> tuple[Tensor, Tensor]:
    """Advantage of each token [T], and the critic's loss: one reward at the end, nothing discounted."""
    target = torch.full_like(values, reward)
    return (target - values).detach(), F.mse_loss(values, target)
