# One image per service: docker build --build-arg SERVICE=subgraphs/accounts .   (or gateway, or cli for setup)
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
RUN npm install --global pnpm@12.21.0
COPY . .
# Code is generated with everything installed; then only what the service itself needs is installed anew.
RUN pnpm install --frozen-lockfile && pnpm generate
ARG SERVICE
RUN rm -rf node_modules */node_modules */*/node_modules \
 && pnpm install --frozen-lockfile --prod --offline --filter "{./${SERVICE}}..." \
 && if [ "${SERVICE}" != cli ]; then mv "${SERVICE}" service && rm -rf subgraphs gateway cli prisma tests && mkdir -p "$(dirname "${SERVICE}")" && mv service "${SERVICE}"; fi

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build --chown=root:root /app .
# Keys and the supergraph are mounted here.
RUN mkdir /data /mail && chown node:node /data /mail
# A number: Kubernetes does not believe a name that it is not root.
USER 1000:1000
ARG SERVICE
ENV ENTRY=${SERVICE}/src/main.ts
# Node is process 1's only child: exec hands it the signals.
CMD ["sh", "-c", "exec node \"$ENTRY\""]
