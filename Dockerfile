# syntax=docker/dockerfile:1
# Dunnock with its models inside: it starts without a network, a key or a GPU.
ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
# Packages first: they change less often than the source.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY web web
COPY scripts scripts
# Then all that only building needs goes, and with it the ONNX runtime of other systems.
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && cd node_modules/onnxruntime-node/bin/napi-v* \
  && rm -rf darwin win32 \
  && find linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -rf {} +

FROM node:${NODE_VERSION}-slim
# Other machines can reach it in here, so callers need a key: the first start makes one, and prints it.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DUNNOCK_DATA=/data DUNNOCK_API_KEY_FILE=/data/api-key
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY models models
COPY package.json LICENSE NOTICE README.md ./
COPY rules rules
COPY --from=build /app/dist dist
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli/main.js", "serve"]
