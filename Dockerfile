# pipelint as an image: docs/gitlab-ci.md tells how to use it. Releases of Node that can be named here: hub.docker.com/_/node
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-alpine AS package
WORKDIR /pipelint
COPY . .
RUN npm ci --ignore-scripts && mkdir /package && npm pack --pack-destination /package

FROM node:${NODE_VERSION}-alpine
# The first run keeps what Node compiled, which a user without rights cannot: linting something here makes every later run shorter.
RUN --mount=type=bind,from=package,source=/package,target=/package \
    --mount=type=bind,source=fixtures/projects/demo,target=/demo \
    npm install --global --no-fund --no-audit /package/*.tgz && npm cache clean --force && \
    pipelint --fail-on never /demo
USER node
WORKDIR /repository
# GitLab's runner starts a shell in the image, which an entry point would prevent.
CMD ["pipelint"]
