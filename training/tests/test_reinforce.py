"""python -m pytest tests/test_reinforce.py (from training/). Rewards, advantages, and RL on a toy model."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from toy_policy import random_base

from policy import reinforce
from policy.advantage import ValueHead, leave_one_out, with_value
from policy.join_scores import asked, joined
from policy.likelihoods import kl_of, log_probabilities, of_tokens, read_replies
from policy.model import Policy
from policy.pairs import scored_pairs
from policy.prompt import load_tokenizer
from policy.reinforce import prompt_loss
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


GOOD, BAD = ([*PROMPT, 20, 21, 2], 4), ([*PROMPT, 30, 31, 32, 2], 4)


def seen_before(policy: Policy) -> list[tuple[torch.Tensor, torch.Tensor]]:
    with torch.no_grad():
        states = read_replies(policy, [GOOD, BAD])
        return [(of_tokens(log_probabilities(policy, own), one), own) for own, one in zip(states, (GOOD, BAD))]


def test_replies_to_one_prompt_are_read_together_as_each_is_alone() -> None:
    policy = toy()
    with torch.no_grad():
        both = read_replies(policy, [GOOD, BAD])
        for (tokens, start), states in zip((GOOD, BAD), both):
            alone = policy.hidden(torch.tensor([tokens[:-1]]))[0, start - 1 :]
            torch.testing.assert_close(states, alone)


def test_kl_is_that_of_all_words_and_not_of_the_drawn_ones_alone() -> None:
    own, reference = torch.tensor([[0.7, 0.2, 0.1]]).log(), torch.tensor([[0.7, 0.1, 0.2]]).log()
    assert kl_of(own, own).item() == 0.0
    assert kl_of(own, reference).item() == pytest.approx(0.1 * math.log(2))
    sure, other = torch.tensor([[1e-4, 1 - 1e-4]]).log(), torch.tensor([[0.5, 0.5]]).log()
    assert kl_of(sure, other).item() < math.log(2), "a token that is hardly drawn any more counts for little"
    wide = torch.randn(6, 9).log_softmax(-1)
    assert all(kl_of(wide, torch.randn(6, 9).log_softmax(-1)) > 0 for _ in range(20))


@pytest.mark.parametrize("way", ["rloo", "a2c"])
def test_what_is_rewarded_becomes_likelier_and_the_pull_holds_it_near(way: str, monkeypatch) -> None:
    def learn(pull: float) -> tuple[list[float], float]:
        monkeypatch.setattr(reinforce, "KL", pull)
        policy = toy()
        value = ValueHead(policy.config.width) if way == "a2c" else None
        before = seen_before(policy)
        optimizer = torch.optim.AdamW([*policy.parameters(), *(value.parameters() if value else ())], lr=1e-3)
        drift = 0.0
        for _ in range(100):
            loss, drift = prompt_loss(policy, [GOOD, BAD], [1.0, 0.0], before, value)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        after = seen_before(policy)
        return [(new - old).sum().item() for (new, _), (old, _) in zip(after, before)], drift

    (good, bad), drift = learn(reinforce.KL)
    assert good > 0 > bad
    assert drift < 5.0
    assert drift < 0.5 * learn(0.0)[1]


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


def test_the_best_of_a_prompt_is_that_of_all_rounds(tmp_path) -> None:
    def write(name: str, replies: dict[str, float]) -> Path:
        samples = [{"reply": text, "preference": value, "rules": {}} for text, value in replies.items()]
        row = {"turns": [{"participant": "user", "text": "When?"}], "factSeeking": 0.1, "samples": samples}
        (tmp_path / name).write_text(json.dumps(row) + "\n")
        return tmp_path / name

    first = write("first", {"At nine in the morning.": 2.0, "At ten.": 0.0})
    second = write("second", {"It opens.": 1.0, "No.": -3.0})
    said = lambda example: tokenizer.decode(example[0][example[1] : -1])
    tokenizer = load_tokenizer()
    for paths, best, worst in (([second], "It opens.", "No."), ([first, second], "At nine in the morning.", "No.")):
        pairs, gaps = scored_pairs(paths, "dpo")
        assert [(said(chosen), said(rejected)) for chosen, rejected in pairs] == [(best, worst)]
        assert gaps[0] > 0
