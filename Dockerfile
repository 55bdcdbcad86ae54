# The image of every role: `start` runs the whole gateway on the embedded PostgreSQL, `start --role …` a part of it.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The processor's library of ONNX Runtime is inside its package: nothing is fetched, and those of other systems are left out.
ENV ONNXRUNTIME_NODE_INSTALL=skip
RUN npm ci --omit=dev \
 && cd node_modules/onnxruntime-node/bin/napi-v6 \
 && find . -mindepth 2 -maxdepth 2 ! -path "./linux/$(node -p process.arch)" -exec rm -r {} +

FROM packages AS build
RUN npm ci
COPY tsconfig.json ./
COPY scripts/build-console.ts scripts/built-from.ts scripts/prepare-start.ts ./scripts/
COPY config ./config
COPY policies ./policies
COPY detectors ./detectors
COPY src ./src
RUN node_modules/node/bin/node scripts/build-console.ts \
 && node_modules/node/bin/node scripts/prepare-start.ts

FROM debian:bookworm-slim
# An account with a name: decisions on held messages are recorded with the name of who takes them.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin hallpass \
 && install -d -o hallpass -g hallpass -m 0750 /data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY config ./config
COPY policies ./policies
COPY detectors ./detectors
COPY fixtures/demo ./fixtures/demo
COPY src ./src
COPY --from=build /app/dist ./dist
# The Node.js of the package "node", which bin/hallpass runs on, for the health check too.
ENV PATH=/app/node_modules/node/bin:/app/bin:$PATH \
    HALLPASS_DATA=/data
USER hallpass
VOLUME /data
EXPOSE 2525 8025
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HALLPASS_HTTP_PORT || 8025}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/bin/hallpass"]
CMD ["start", "--config", "/app/config/compose.yaml"]
