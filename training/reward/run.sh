#!/bin/sh
# The reward model from data to models/, in order; about two hours on one quiet core with AMX. Run from training/.
#   DATA=../shared/data sh reward/run.sh
set -eu
DATA="${DATA:-../shared/data}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
python -m encoder.export_onnx                                  # words.bin, which the reward graph shares
python -m reward.mixture --data "$DATA"                        # what goes in, in rows and labels
python -m reward.train --data "$DATA" --out out/reward1 --minutes 75
python -m reward.sample_policy --data "$DATA" --part train --n 300 --samples 6 --out out/samples-train.jsonl
python -m reward.sample_policy --data "$DATA" --part dev --n 110 --temperature 0.8 --out out/samples-dev.jsonl
python -m reward.train --data "$DATA" --start out/reward1 --polish --out out/reward2 --seed 8 --minutes 25 --rate 6e-5 --head-rate 3e-4 --warmup 20
python -m reward.export_onnx --run out/reward2
python -m reward.calibrate --data "$DATA"                      # scale and bias of each head, into the manifest
python -m reward.thresholds --data "$DATA" --write             # of each rule, from a stated cost, into rules/*.yaml
python -m reward.parity --run out/reward2                      # int8 against fp32, and the fixture for the service
python -m reward.eval --data "$DATA"
python -m reward.compare --run out/reward2 --data "$DATA"      # what int8 costs
python -m reward.card                                          # the tables of models/reward/README.md
