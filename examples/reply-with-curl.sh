#!/bin/sh
# The calls of a turn with curl. Start the service first: npm start
set -eu
base=${DUNNOCK:-http://127.0.0.1:8080}
json='content-type: application/json'

echo '== one turn, answered as a whole'
curl -sS --fail-with-body "$base/reply" -H "$json" -d '{ "text": "What is the default bodyLimit in Fastify?" }'

echo; echo '== the same as it happens'
curl -sSN --fail-with-body "$base/reply" -H "$json" -H 'accept: text/event-stream' \
  -d '{ "text": "What does RetryAgent do in undici?", "candidates": 2 }'

echo '== from evidence of your own: no search'
curl -sS --fail-with-body "$base/reply" -H "$json" -d '{
  "text": "When does the library open on Sunday?",
  "evidence": [{ "title": "Hours", "text": "The library is open from 9 to 18. On Sunday it opens at 11." }]
}'

echo; echo '== the same turn in the shape of OpenAI'
curl -sS --fail-with-body "$base/v1/chat/completions" -H "$json" \
  -d '{ "model": "dunnock", "messages": [{ "role": "user", "content": "What is the default bodyLimit in Fastify?" }] }'
echo
