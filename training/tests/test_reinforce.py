"""python -m pytest tests/test_reinforce.py (from training/). Rewards, advantages, and RL on a toy model."""

import copy

import numpy as np
import pytest
import torch
from toy_policy import random_base

from policy.advantage import ValueHead, leave_one_out, with_value
from policy.join_scores import asked, joined
from policy.model import Policy
from policy.reinforce import kl_of, prompt_loss, token_log_likelihoods
from policy.rewarded import Judged, rewards

PROMPT = [1, 7, 8, 9]


def toy() -> Policy:
    torch.manual_seed(1)
    return Policy(random_base(np.random.default_rng(1)), rank=4, max_length=64)


def test_longer_and_broken_samples_are_worth_less_and_a_preference_that_runs_away_gains_little() -> None:
    plain = Judged("It opens at nine.", 0.0, (0.9, 0.8))
    longer = Judged("It opens at nine. " * 20, 0.0, (0.9, 0.8))
    broken_off = Judged("It opens at", 0.0, (0.9, 0.8))
    first, second, third = rewards([plain, longer, broken_off])
    assert first > second and first > third
    far, other = rewards([Judged("Yes.", 50.0, ()), Judged("No.", 0.0, ())])
    assert far - other <= 1.0
    supported, not_supported = rewards([Judged("Yes.", 0.0, (), 0.9), Judged("Yes.", 0.0, (), 0.1)])
    assert supported - not_supported == pytest.approx(0.8)


def test_the_others_of_a_prompt_are_the_baseline() -> None:
    advantages = leave_one_out(torch.tensor([1.0, 0.0, 0.5]))
    assert advantages.tolist() == pytest.approx([0.75, -0.75, 0.0])
    assert leave_one_out(torch.tensor([3.0])).tolist() == [0.0]


def test_the_critic_learns_what_is_to_be_expected_and_moves_no_policy() -> None:
    head, states = ValueHead(8), torch.randn(5, 8, requires_grad=True)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.1)
    for _ in range(200):
        optimizer.zero_grad()
        _, loss = with_value(head(states), 2.0)
        loss.backward()
        optimizer.step()
    advantage, loss = with_value(head(states), 2.0)
    assert loss.item() < 0.01 and advantage.abs().max() < 0.3
    assert states.grad is None


def test_kl_is_zero_at_the_start_and_never_negative() -> None:
    own = torch.randn(6)
    assert kl_of(own, own).item() == 0.0
    assert all(kl_of(own, own + torch.randn(6)) > 0 for _ in range(20))
    assert token_log_likelihoods(toy(), ([*PROMPT, 20, 21, 2], 4))[0].dtype == torch.float32


@pytest.mark.parametrize("way", ["rloo", "a2c"])
def test_what_is_rewarded_becomes_likelier_and_the_pull_holds_it_near(way: str) -> None:
    policy = toy()
    good, bad = ([*PROMPT, 20, 21, 2], 4), ([*PROMPT, 30, 31, 2], 4)
    value = ValueHead(policy.config.width) if way == "a2c" else None
    with torch.no_grad():
        before = [(one, one) for one in (token_log_likelihoods(policy, example)[0] for example in (good, bad))]
    start = copy.deepcopy([likelihoods.sum().item() for likelihoods, _ in before])
    optimizer = torch.optim.AdamW([*policy.parameters(), *(value.parameters() if value else ())], lr=1e-2)
    drift = 0.0
    for _ in range(12):
        loss, drift = prompt_loss(policy, [good, bad], [1.0, 0.0], before, value)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        end = [token_log_likelihoods(policy, example)[0].sum().item() for example in (good, bad)]
    assert end[0] - start[0] > end[1] - start[1]
    assert drift < 5.0


def test_samples_go_to_the_reward_models_and_back() -> None:
    turns = [
        {"participant": "user", "text": "When?"},
        {"participant": "search-results", "evidence": [{"text": "At nine."}]},
    ]
    rows = [{"turns": turns, "replies": ["At nine.", "", "At ten."]}]
    made = asked(rows)
    assert [one["id"] for one in made] == ["0 0", "0 2"]
    assert made[0]["evidence"] == [{"text": "At nine."}] and made[0]["dialogue"] == turns[:1]
    scores = [{"id": one["id"], "factSeeking": 0.9, "preference": 1.0, "rules": {}, "support": None} for one in made]
    assert [sample["reply"] for sample in joined(rows, scores)[0]["samples"]] == ["At nine.", "At ten."]
    assert joined(rows, [scores[0], {"id": "0 2", "error": {}}]) == []
