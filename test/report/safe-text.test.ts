import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { safeLine, safeProse, showUnsafe } from '../../src/report/safe-text.ts';
import { maskSecrets } from '../../src/report/secrets.ts';
import { wrap } from '../../src/report/wrap.ts';

const X = 'xxxxxxxxxxxxxxxxxxxx';
const STARS = '*'.repeat(20);

describe('maskSecrets', () => {
  it.each([
    [`docker login -p glpat-${X} host`, `docker login -p glpat-${STARS} host`],
    [`"glpat-${X}"`, `"glpat-${STARS}"`],
    [`gldt-${X} glcbt-64_${X} glrt-${X}`, `gldt-${STARS} glcbt-***${STARS} glrt-${STARS}`],
    [`dckr_pat_${X} ghp_${X} github_pat_${X}`, `dckr_pat_${STARS} ghp_${STARS} github_pat_${STARS}`],
    [`TOKEN=glpat-${X};`, `TOKEN=glpat-${STARS};`],
    ['{"auths":{"r.example.com":{"auth":"dXNlcjp3b3Jk"}}}', '{"auths":{"r.example.com":{"auth":"************"}}}'],
    ['{\\"auth\\": \\"dXNlcjp3b3Jk\\"}', '{\\"auth\\": \\"************\\"}'],
    ['{"username": "me", "password": "word"}', '{"username": "me", "password": "****"}'],
    ['{"identitytoken":"abc","registrytoken":"def"}', '{"identitytoken":"***","registrytoken":"***"}'],
    ['git clone https://me:word@gitlab.com/a/b', 'git clone https://me:****@gitlab.com/a/b'],
    ['curl "https://gitlab.com/x?private_token=word&y=1"', 'curl "https://gitlab.com/x?private_token=****&y=1"'],
    ['docker login -u me -p hunter2 host', 'docker login -u me -p ******* host'],
    ["docker login -u me -p 'hunter2' host", "docker login -u me -p '*******' host"],
    ['docker login -phunter2 host', 'docker login -p******* host'],
    ['helm registry login host --password=hunter2', 'helm registry login host --password=*******'],
    ['    -p hunter2 \\', '    -p ******* \\'],
    ['      --password "hunter2"', '      --password "*******"'],
    ['echo "hunter2" | docker login -u me --password-stdin', 'echo "*******" | docker login -u me --password-stdin'],
    ["printf '%s' hunter2 | crane auth login -u me", "printf '%s' ******* | crane auth login -u me"],
    ['docker login --password-stdin <<< "hunter2"', 'docker login --password-stdin <<< "*******"'],
    ['  CI_REGISTRY_PASSWORD: hunter2', '  CI_REGISTRY_PASSWORD: *******'],
    ['export NPM_TOKEN="hunter2"', 'export NPM_TOKEN="*******"'],
    ['  TOKEN: hunter2', '  TOKEN: *******'],
    ['DB_PASS=hunter2 AWS_SECRET_ACCESS_KEY=hunter3', 'DB_PASS=******* AWS_SECRET_ACCESS_KEY=*******'],
    ['echo -n "me:hunter2" | base64 -w0', 'echo -n "me:*******" | base64 -w0'],
    ['> Authorization: Basic dXNlcjp3b3Jk', '> Authorization: Basic ************'],
    ['token eyJhbGciOiJ9.eyJzdWIiOiJ9.c2lnbmF0 end', 'token eyJ******************************* end'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it.each([
    ['docker login -p $CI_REGISTRY_PASSWORD'],
    ['the shell does not expand $CI_REGISTRY_PASSWORD: the login gets these very characters'],
    ['{"auths":{"$CI_REGISTRY":{"auth":"$AUTH"}}}'],
    ['{\\"auth\\":\\"$(echo -n $USER:$PASS | base64)\\"}'],
    ['{"password":"$' + '{PASS}"}'],
    ['https://gitlab-ci-token:$' + '{CI_JOB_TOKEN}@gitlab.com/a/b'],
    ['https://gitlab.com:443/a@b'],
    ['curl "https://gitlab.com/x?private_token=$TOKEN"'],
    ['docker login -p "$CI_REGISTRY_PASSWORD" host'],
    ['docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"'],
    ['echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin'],
    ['docker run -p 8080:80 nginx'],
    ['unauthorized: HTTP Basic: Access denied'],
    ['    -p 8080:80/tcp \\'],
    ['mkdir -p build/out'],
    ['echo ready | tee log'],
    ['  CI_REGISTRY_PASSWORD: $DEPLOY_TOKEN'],
    ['  VAULT_ID_TOKEN:'],
    ['  VAULT_ID_TOKEN: # for signing'],
    ['- if: $SONAR_TOKEN == null'],
    ['echo "$' + '{API_TOKEN:-$' + '{OTHER}}"'],
    ['  DOCKER_CONTENT_TOKEN: true'],
    ['the password is $CI_REGISTRY_PASSWORD, not CI_JOB_TOKEN'],
    ['tokens start with glpat- or ghp_'],
    ['a_glossary-of-words myglpat-something'],
  ])('keeps %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

it.each(RULES.map(({ meta }) => [meta.docs.name, meta] as const))(
  'leaves the words of %s alone',
  (_, { docs, messages, help }) => {
    for (const text of [docs.description, ...docs.logLines, ...Object.values(messages), ...Object.values(help)]) {
      const general = text.replace(/\{\{\s*\w+\s*\}\}/g, '…');
      expect(maskSecrets(general)).toBe(general);
    }
  },
);

it('is not slowed down by text that repeats the beginning of a secret', () => {
  const started = performance.now();
  for (const part of ['login ', 'echo -n ', '--password ', 'A_TOKEN', '"auth": ', '://a:'])
    maskSecrets(part.repeat(20_000));
  // Quadratic time would be minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});

describe('showUnsafe', () => {
  it.each([
    ['plain ünïcode 日本 👩‍🚀', 'plain ünïcode 日本 👩‍🚀'],
    ['می‌خواهم', 'می‌خواهم'],
    ['\u001b]8;;x\u0007', '\\u{1b}]8;;x\\u{7}'],
    ['\u009b31m', '\\u{9b}31m'],
    ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['\udfff', '\\u{dfff}'],
  ])('%j', (text, shown) => {
    expect(showUnsafe(text)).toBe(shown);
  });
});

describe('safe text', () => {
  it('is one line where it has to be', () => {
    expect(safeLine('a\n b\t\tc\r\nd')).toBe('a b c d');
  });

  it('keeps the lines of prose', () => {
    expect(safeProse('a\r\nb\n  c\u0000')).toBe('a\nb\n  c\\u{0}');
  });
});

describe('wrap', () => {
  it.each([
    ['one two three', 9, ['one two', 'three']],
    ['one two', 7, ['one two']],
    ['a-word-that-is-too-long b', 5, ['a-word-that-is-too-long', 'b']],
    ['say `two words` now', 12, ['say', '`two words`', 'now']],
    ['say (`two words`).', 12, ['say', '(`two words`).']],
    ['a lone ` and more', 8, ['a lone `', 'and more']],
    ['日本 日本 日本', 9, ['日本 日本', '日本']],
    ['see:\n  code stays whole\nthen on', 6, ['see:', '  code stays whole', 'then', 'on']],
    ['', 5, ['']],
  ])('%j in %d columns', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  it('hangs the other lines below the first', () => {
    expect(wrap('one two three', 13, '  help: ')).toEqual(['  help: one', '        two', '        three']);
  });
});
