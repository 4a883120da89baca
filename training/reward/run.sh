#!/bin/sh
# The reward model from data to models/, in order; about 100 minutes on one core. Run from training/.
#   DATA=../shared/data sh reward/run.sh
set -eu
DATA="${DATA:-../shared/data}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
python -m encoder.export_onnx                                  # words.bin, which the reward graph shares
python -m reward.mixture --data "$DATA"                        # what goes in, in rows and labels
python -m reward.train --data "$DATA" --out ../runs/reward --minutes 66            # stopped after 50 of its 66 minutes for the weights in models/
python -m reward.train --data "$DATA" --start ../runs/reward --out ../runs/reward2 --seed 8 --minutes 27 --rate 5e-5 --head-rate 3e-4 --warmup 20
python -m reward.export_onnx --run ../runs/reward2
python -m reward.calibrate --data "$DATA"                      # scale and bias of each head, into the manifest
python -m reward.parity --run ../runs/reward2                  # int8 against fp32, and the fixture for the service
python -m reward.compare --run ../runs/reward2 --data "$DATA"   # what int8 costs
python -m reward.eval --data "$DATA"
python -m reward.card                                          # the tables of models/reward/README.md
