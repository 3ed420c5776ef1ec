# syntax=docker/dockerfile:1
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# The build's own `node` comes from the image: the one in node_modules was not set up without install scripts.
RUN rm -f node_modules/.bin/node && npm run build && find dist -name '*.tsbuildinfo' -delete

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts ./scripts
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force && node scripts/prune-modules.mjs node_modules

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
# By its number, so that Kubernetes can check that it is not root.
USER 1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./dist/apps/connector/src/source-maps.js", "--max-semi-space-size=8", "--heap-growing-percent=30", "dist/apps/connector/src/main.js"]
