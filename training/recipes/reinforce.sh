#!/bin/sh
# RL from an adapter on: rounds of samples by the service's own engine, its reward models' scores, and one pass of
# policy.reinforce each. Run from training/:
#   ROWS=out/prompts.jsonl START=out/policy/policy.pt ROUNDS=8 WAY=rloo sh recipes/reinforce.sh
# ROWS are prompts as policy.question_rows, reward.questions and reward.small_talk_rows write them.
# The weights in ../models are those of the
# last round afterwards: keep what was there, and keep only what the benches find better.
set -e
OUT=${OUT:-out/reinforce}
WAY=${WAY:-rloo}
mkdir -p "$OUT"
cp "$START" "$OUT/round0.pt"
round=0
while [ "$round" -lt "${ROUNDS:-8}" ]; do
  next=$((round + 1))
  python -m policy.export_onnx --models ../models --adapter "$OUT/round$round.pt"
  node --import tsx write-replies.ts ../models --rows "$ROWS" --out "$OUT/replies.jsonl" --samples 8 --rollouts
  python -m policy.join_scores --replies "$OUT/replies.jsonl" --ask > "$OUT/to-score.jsonl"
  node --import tsx ../src/cli/main.ts score < "$OUT/to-score.jsonl" > "$OUT/scores.jsonl"
  python -m policy.join_scores --replies "$OUT/replies.jsonl" --scores "$OUT/scores.jsonl" > "$OUT/scored.jsonl"
  python -m policy.reinforce --samples "$OUT/scored.jsonl" --start "$OUT/round$round.pt" --way "$WAY" \
    --reference "$OUT/round0.pt" --value "$OUT/value.pt" --out "$OUT/round$next.pt" --curve "$OUT/curve.jsonl"
  round=$next
done
