/** What the reports for programs are tested with: results with everything that they can hold. */
import { FORMATS } from '../../src/report/formats.ts';
import type { Report } from '../../src/report/report.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { CONTEXT, finding, INCLUDED_FILE, placeOf, ROOT_FILE, result } from './samples.ts';

export const TOKEN = `glpat-${'x'.repeat(20)}`;
export const EVIL = `\u001b[2J\u202e\u2028"\\ ${TOKEN}`;

export const INCLUDE = placeOf(ROOT_FILE, 'ci/docker.yml');
export const PUSH = finding(placeOf(INCLUDED_FILE, 'docker push "$CI_REGISTRY_IMAGE:cache"'), {
  jobs: ['build', 'test'],
  keyPath: 'build.after_script[0]',
  trail: [{ kind: 'extends', name: '.docker', place: placeOf(ROOT_FILE, '.docker') }],
  related: [{ place: placeOf(ROOT_FILE, 'docker login'), message: 'The login is here.', when: 'before' }],
});
export const ABOUT_FILE = finding(INCLUDE, {
  rule: 'some-other-rule',
  severity: 'info',
  confidence: 'medium',
  jobs: [],
  keyPath: '',
  help: '',
  fingerprint: 'e'.repeat(64),
});
const UNRESOLVED = {
  kind: 'project',
  target: 'acme/ci: /build.yml@main',
  reason: 'is in another project',
  place: INCLUDE,
  conditional: false,
  trail: [],
} as const;

const FETCHED_FILE = new SourceFile('acme/ci@v2:/build.yml', 'include: other.yml\nbuild: {}\n', false);

export const SAMPLES = {
  nothing: result({}),
  fetched: result({
    findings: [
      finding(placeOf(FETCHED_FILE, 'build'), {
        trail: [
          { kind: 'include', name: 'acme/ci: /build.yml@v2', place: INCLUDE },
          { kind: 'include', name: 'other.yml', place: placeOf(FETCHED_FILE, 'other.yml') },
        ],
        related: [{ place: placeOf(FETCHED_FILE, 'include'), message: 'The login is here.' }],
      }),
    ],
    unresolved: [
      {
        ...UNRESOLVED,
        place: placeOf(FETCHED_FILE, 'other.yml'),
        trail: [{ kind: 'include', name: 'acme/ci: /build.yml@v2', place: INCLUDE }],
      },
    ],
  }),
  findings: result({ findings: [PUSH, ABOUT_FILE], unresolved: [UNRESOLVED] }, { files: 2, belowConfidence: 4 }),
  fixable: result({
    findings: [
      finding(placeOf(ROOT_FILE, 'docker login'), {
        jobs: ['login'],
        fixes: [
          {
            title: 'Name the registry',
            safety: 'safe',
            edits: [
              { place: ROOT_FILE.place(0, 0), text: '# "a"\n' },
              { place: placeOf(INCLUDED_FILE, 'docker:28-dind'), text: '' },
            ],
          },
          { title: 'Log in with podman', safety: 'unsafe', edits: [{ place: INCLUDE, text: 'x\u202e' }] },
          { title: 'Write the token anew', safety: 'unsafe', edits: [{ place: INCLUDE, text: TOKEN }] },
        ],
      }),
    ],
  }),
  suppressed: result(
    {
      findings: [ABOUT_FILE],
      suppressed: [
        { ...PUSH, suppression: { reason: 'The runner is logged in.', place: placeOf(INCLUDED_FILE, 'image') } },
        { ...PUSH, fingerprint: 'd'.repeat(64), suppression: { reason: undefined, place: INCLUDE } },
      ],
    },
    { suppressed: 2 },
  ),
  fault: result({
    internalErrors: [
      { rule: 'x', file: 'a.yml', reason: 'oops', message: 'The rule x on a.yml failed: oops', stack: 'at y' },
    ],
  }),
  evil: result({
    findings: [
      finding(new SourceFile(`a b/${EVIL}/x.yml`, 'key: value\n').place(0, 3), {
        message: EVIL,
        help: EVIL,
        jobs: [EVIL],
        keyPath: EVIL,
        related: [{ place: INCLUDE, message: EVIL }],
        trail: [{ kind: 'extends', name: EVIL, place: INCLUDE }],
        fixes: [{ title: EVIL, safety: 'safe', edits: [{ place: INCLUDE, text: EVIL }] }],
      }),
    ],
    suppressed: [{ ...PUSH, jobs: [EVIL], suppression: { reason: EVIL, place: INCLUDE } }],
    unresolved: [{ ...UNRESOLVED, target: EVIL, reason: EVIL }],
    internalErrors: [{ rule: undefined, file: EVIL, reason: EVIL, message: EVIL, stack: EVIL }],
  }),
};

export const NAMES = Object.keys(SAMPLES) as (keyof typeof SAMPLES)[];

export async function report(format: keyof typeof FORMATS, sample: keyof typeof SAMPLES): Promise<string> {
  const write: Report = await FORMATS[format]();
  return write(SAMPLES[sample], CONTEXT);
}
