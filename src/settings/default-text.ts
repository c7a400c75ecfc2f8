/** A settings file to start from: every key with what it does, most of them commented out. */
import { SETTINGS_SCHEMA_URL } from './schema.ts';

export const DEFAULT_SETTINGS = `# yaml-language-server: $schema=${SETTINGS_SCHEMA_URL}
# Settings of pipelint. Everything here is optional; docs/settings.md of pipelint has all keys.

# Which rules are on: recommended or strict.
preset: recommended

# Findings that are less sure are counted and not shown: high, medium or low.
# min-confidence: medium

# The least severity that makes the exit code 1: error, warning, info or never.
fail-on: error

# One rule as error, warning, info or off.
# rules:
#   kaniko-archived: warning

# Other levels for a part of the files.
# paths:
#   - files: legacy/**
#     rules:
#       login-quoting: off

# The project, where neither the CI job nor the git remote tells it.
# project: group/project
# server: https://gitlab.example.com
# registry: registry.example.com:5050

# What the settings of the project on GitLab hold, and no file shows.
# variables:
#   known: [DEPLOY_*]
#   set:
#     ENVIRONMENT: production

# Commands of your own that log in to registries, and registries that need no login here.
# login-commands: [vault]
# trusted-registries: [registry.internal]

# The folder in the repository where fetched includes are kept.
# include-cache: .cache/pipelint

# Findings that are known already: pipelint --write-baseline writes the file.
# baseline: .pipelint-baseline.json

# Comments such as "pipelint-disable-line" that hold back nothing are reported.
report-unused-suppressions: true

# Those that hold findings back have to say why.
# require-suppression-reason: true
`;
