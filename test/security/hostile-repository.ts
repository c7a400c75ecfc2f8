/** A repository whose files are hostile in every place that a command might show. */
import { expect } from 'vitest';

export const SECRET = 'Zx8'.repeat(8);
/** As YAML writes it in double quotes: a token, a sequence of a terminal, a letter that turns the line round. */
const EVIL = `glpat-${SECRET}\\e[2J\\u202e\\u2028\\x9b31m`;
/** What a file may hold without an escape. */
export const RAW = `glpat-${SECRET}\u202e\u2066\u200b`;

const LOGIN = `docker login -u $CI_REGISTRY_USER -p ${SECRET} "$CI_REGISTRY"`;
export const FILES: Readonly<Record<string, string>> = {
  '.gitlab-ci.yml': `# ${RAW}
include: ["none-${EVIL}.yml", {remote: "https://me:${SECRET}@example.com/${EVIL}.yml"}, {local: "ci/${RAW}.yml"}]
stages: ["${EVIL}", build]
variables: {"NAME": "${EVIL}", DEPLOY_TOKEN: "${SECRET}"}
".${EVIL}": {image: "alpine:${EVIL}"}
"${EVIL}":
  stage: "${EVIL}"
  extends: ".${EVIL}"
  image: "alpine"
  "key ${EVIL}": 1
  needs: ["none ${EVIL}"]
  services: ["docker:${EVIL}"]
  script:
    - "docker push a/${EVIL}"
    - 'docker push $CI_REGISTRY/${RAW} # ${RAW}'
    - . ci/${RAW}.sh
`,
  [`ci/${RAW}.yml`]: `"in ${EVIL}":\n  script:\n    # pipelint-disable-next-line ${RAW} -- ${RAW}\n    - make\n`,
  [`ci/${RAW}.sh`]: `${LOGIN} # ${RAW}\ndocker push $CI_REGISTRY/${RAW}\n`,
  // GitLab accepts this one, so that there is something to fix, to draw and to resolve.
  'fine.yml': `build:
  image: docker:28
  services: [docker:28-dind]
  variables: {DEPLOY_TOKEN: "${SECRET}", "X": "${EVIL}"}
  script:
    - ${LOGIN} # ${RAW}
    - docker push "$CI_REGISTRY_IMAGE:$X"
    - docker push other.example.com/${RAW}
"${EVIL}":
  needs: [build]
  script: echo "${RAW}"
`,
  'job.log': `$ ${LOGIN}\n$ docker push a/\u001b[2J${RAW}\ndenied: requested access to the resource is denied glpat-${SECRET}\nERROR: Job failed: exit code 1\n`,
  'bad.pipelint.yml': `"${EVIL}": 1\nrules: {"${EVIL}": error}\nproject: "${EVIL}"\n`,
  'fine.pipelint.yml': `variables: {set: {TOKEN: "${SECRET}"}}\nlogin-commands: ["${EVIL}"]\n`,
};

/** A line feed is what lines are broken with; the two joiners are part of words. */
const UNPRINTABLE = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Nothing in it steers who reads, and no secret is in it. */
export function expectHarmless(...texts: readonly string[]): void {
  for (const text of texts) {
    expect(text).not.toMatch(UNPRINTABLE);
    expect(text).not.toContain(SECRET);
  }
}
