/** What the runner says when it cannot pull `image:` or `services:`. Source: gitlab-runner `executors/{docker,kubernetes}`. */
import type { Signature } from '../signature.ts';

export const RUNNER: readonly Signature[] = [
  {
    id: 'pull-failed',
    client: 'runner',
    pattern: /failed to pull image "(?<image>[^"\s]+)" with specified policies/,
    means: 'runner-pull',
    rank: 50,
  },
  {
    id: 'pull-failed-with-policy',
    client: 'runner',
    pattern: /failed to pull image with policy "[\w-]+"/,
    means: 'runner-pull',
    rank: 50,
  },
  {
    id: 'pull-failed-for-container',
    client: 'runner',
    pattern: /failed to pull image "(?<image>[^"\s]+)" for container "/,
    means: 'runner-pull',
    rank: 50,
  },
  {
    id: 'image-pull-failed',
    client: 'runner',
    pattern: /image pull failed: |Back-off pulling image "(?<image>[^"\s]+)"|\bErrImagePull\b|\bImagePullBackOff\b/,
    means: 'runner-pull',
    rank: 48,
  },
  {
    id: 'pull-policy',
    client: 'runner',
    pattern: /invalid pull policy for image|not one of the allowed_pull_policies|allowed_pull_policies/,
    means: 'pull-policy',
    rank: 90,
  },
];
