"""What the policy makes of the replies to one prompt, which is read once for all of them."""

import torch
import torch.nn.functional as F
from torch import Tensor

from .model import Policy
from .sft import Example


def read_replies(policy: Policy, replies: list[Example]) -> list[Tensor]:
    """Of each reply the states [T, width] before the tokens to learn; all begin with the same prompt."""
    start = replies[0][1]
    prompt = replies[0][0][:start]
    assert all(one[:start] == prompt and at == start for one, at in replies), "replies to other prompts"
    ids = torch.zeros(len(replies), max(len(tokens) for tokens, _ in replies) - 1, dtype=torch.long)
    for row, (tokens, _) in zip(ids, replies):
        row[: len(tokens) - 1] = torch.tensor(tokens[:-1])
    states = policy.hidden(ids, shared=start - 1)
    return [own[: len(tokens) - start] for own, (tokens, _) in zip(states, replies)]


def log_probabilities(policy: Policy, states: Tensor) -> Tensor:
    """[T, vocabulary], in fp32 whatever the type of the frozen weights is."""
    return F.linear(states.float(), policy.embedding.float()).log_softmax(-1)


def of_tokens(probabilities: Tensor, reply: Example) -> Tensor:
    """[T] of [T, vocabulary]: those of the tokens that the reply has."""
    tokens, start = reply
    return probabilities.gather(1, torch.tensor(tokens[start:])[:, None])[:, 0]


def kl_of(own: Tensor, reference: Tensor) -> Tensor:
    """Nats of one reply: the KL over the whole vocabulary [T, vocabulary] at each of its tokens, summed.

    An estimate from the tokens that were drawn (k3) is no measure here: of a token that has become unlikely it gives
    exp of what it lost, and of all that has become likely beside the samples it sees nothing.
    """
    return (own.exp() * (own - reference)).sum()
