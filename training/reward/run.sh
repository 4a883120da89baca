#!/bin/sh
# The reward model from data to models/, in order; about an hour and a half on one core with bf16 products. Run from training/.
#   DATA=../shared/data sh reward/run.sh
# Training goes on from the weights in models/. Without --start it begins at the encoder and wants about twice the minutes.
set -eu
DATA="${DATA:-../shared/data}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
python -m encoder.export_onnx                                  # words.bin, which the reward graph shares
python -m reward.questions --data "$DATA" --part train --n 900 --out out/questions-train.jsonl
python -m reward.questions --data "$DATA" --part dev --n 480 --each 3 --out out/questions-dev.jsonl
for part in train dev; do                                      # the service's own engine writes the candidates
  node --import tsx ../bench/write-replies.ts ../models --rows "out/questions-$part.jsonl" --out "out/samples-$part.jsonl" --samples 8 --temperature 1
done
python -m reward.mixture --data "$DATA"                        # what goes in, in rows and labels
python -m reward.from_graph --out out/reward0
python -m reward.train --data "$DATA" --start out/reward0 --out out/reward --minutes 50
python -m reward.export_onnx --run out/reward
python -m reward.calibrate --data "$DATA"                      # scale and bias of each head, into the manifest
python -m reward.thresholds --data "$DATA" --write             # of each rule, from a stated cost, into rules/*.yaml
python -m reward.parity --run out/reward                       # int8 against fp32, and the fixture for the service
python -m reward.eval --data "$DATA"
python -m reward.compare --run out/reward --data "$DATA"       # what int8 costs
python -m reward.card                                          # the tables of models/reward/README.md
