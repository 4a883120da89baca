#!/bin/sh
# A larger model writes queries and replies, served by vLLM on a GPU; search, rewards, rules and
# citations stay as they are. vLLM draws all samples of a prompt in one call.
set -eu
model=${MODEL:-Qwen/Qwen2.5-7B-Instruct}

vllm serve "$model" --port 8000 --max-model-len 8192 &
vllm=$!
dunnock=
trap 'kill $vllm $dunnock 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
until curl -sf http://127.0.0.1:8000/v1/models >/dev/null; do kill -0 "$vllm"; sleep 2; done

# The one line of configuration. GET /health names the model that is really asked.
DUNNOCK_LANGUAGE_MODEL_URL=http://127.0.0.1:8000/v1 npm start &
dunnock=$!
wait "$dunnock"
