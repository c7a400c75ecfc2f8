/** Which images have no bash. */
import { expect, test } from 'vitest';
import { whyNoBash } from '../../src/registry/image-shell.ts';

test.each([
  ['docker', 'high'],
  ['docker:29.1-cli', 'high'],
  ['docker.io/library/docker:29', 'high'],
  ['alpine:3.22', 'high'],
  ['busybox', 'high'],
  ['gcr.io/kaniko-project/executor:v1.23.2-debug', 'high'],
  ['node:22-alpine', 'medium'],
  ['registry.example.com/acme/tools:1-alpine3.22', 'medium'],
  ['docker:29.1-git', undefined],
  ['registry.example.com/docker:29', undefined],
  ['debian:13', undefined],
  ['quay.io/podman/stable:v5.4', undefined],
  ['$BUILD_IMAGE', undefined],
  ['', undefined],
])('%s: %s', (image, confidence) => {
  expect(whyNoBash(image)?.confidence).toBe(confidence);
});
