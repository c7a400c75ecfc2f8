/** Hosts and image references: what names a registry, when two names are one, and whose a path is. */
import { describe, expect, test } from 'vitest';
import type { Push } from '../../src/pipeline/events.ts';
import { showText } from '../../src/pipeline/symbolic.ts';
import { readHost, sameHost } from '../../src/registry/host.ts';
import type { ProjectFacts } from '../../src/registry/project.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { jobWith } from '../shell/analysed.ts';

const pushOf = (reference: string, facts: ProjectFacts = {}, keywords = {}): Push => {
  const push = jobWith(`docker push ${reference}`, keywords, facts).events.find((event) => event.type === 'Push');
  if (!push) throw new Error('no push');
  return push;
};

describe('the parts of a reference', () => {
  test.each([
    ['a', 'docker.io', 'a', undefined],
    ['a:1', 'docker.io', 'a', '1'],
    ['group/a:1', 'docker.io', 'group/a', '1'],
    ['docker.io/library/a', 'docker.io', 'library/a', undefined],
    ['index.docker.io/a/b', 'docker.io', 'a/b', undefined],
    ['r.io/a/b:1', 'r.io', 'a/b', '1'],
    ['r.io:5000/a', 'r.io:5000', 'a', undefined],
    ['localhost/a', 'localhost', 'a', undefined],
    ['Upper/a', 'upper', 'a', undefined],
    ['r.io/a@sha256:12', 'r.io', 'a', undefined],
    ['r.io/a:1@sha256:12', 'r.io', 'a', '1'],
    ['"$CI_REGISTRY_IMAGE"', '$CI_REGISTRY', '$CI_PROJECT_PATH', undefined],
    ['"$CI_REGISTRY_IMAGE/x:$TAG"', '$CI_REGISTRY', '$CI_PROJECT_PATH/x', '$TAG'],
    ['"$CI_REGISTRY/$CI_PROJECT_PATH:1"', '$CI_REGISTRY', '$CI_PROJECT_PATH', '1'],
    ['"$HOST/a:1"', '$HOST', 'a', '1'],
    ['"$IMAGE:$TAG"', '…', '$IMAGE', '$TAG'],
  ])('%s', (written, host, path, tag) => {
    const { reference } = pushOf(written);
    expect([reference.host.key, showText(reference.path), reference.tag && showText(reference.tag)]).toEqual([
      host,
      path,
      tag,
    ]);
  });
});

describe('whose a path is', () => {
  test.each<[written: string, without: string, within: string]>([
    ['"$CI_REGISTRY_IMAGE"', 'own', 'own'],
    ['"$CI_REGISTRY_IMAGE/x/y/z:1"', 'own', 'own'],
    [`"\${CI_REGISTRY_IMAGE}-x"`, 'beside', 'beside'],
    ['"$CI_REGISTRY_IMAGE$SUFFIX"', 'unknown', 'unknown'],
    ['"$CI_REGISTRY/$CI_PROJECT_PATH/x"', 'own', 'own'],
    ['"$CI_REGISTRY/$CI_PROJECT_NAMESPACE/$CI_PROJECT_NAME"', 'own', 'own'],
    ['"$CI_REGISTRY/$CI_PROJECT_NAMESPACE/other"', 'unknown', 'foreign'],
    ['"$CI_REGISTRY/acme/shop"', 'literal', 'own'],
    ['"$CI_REGISTRY/ACME/shop/x"', 'literal', 'own'],
    ['"$CI_REGISTRY/acme/shop-x"', 'literal', 'foreign'],
    ['"$CI_REGISTRY/acme/other"', 'literal', 'foreign'],
    ['"$CI_REGISTRY/$GROUP/other"', 'unknown', 'unknown'],
  ])('%s', (written, without, within) => {
    expect(pushOf(written).reference.ownership).toBe(without);
    expect(pushOf(written, { path: 'acme/shop' }).reference.ownership).toBe(within);
  });
});

describe('whether two hosts are one', () => {
  const place = new SourceFile('x', '').place(0, 0);
  const host = (name: string) =>
    readHost(
      name.startsWith('$')
        ? [{ kind: 'variable', name: name.slice(1), quote: 'none', operation: undefined, place }]
        : [{ kind: 'literal', text: name, quote: 'none', place }],
      place,
      ['registry'],
    );

  test.each<[one: string, other: string, answer: string, facts?: ProjectFacts]>([
    ['r.io', 'r.io', 'yes'],
    ['r.io', 'R.IO', 'yes'],
    ['r.io', 'https://r.io/v2/', 'yes'],
    ['r.io', 'r.io:443', 'no'],
    ['r.io', 's.io', 'no'],
    ['docker.io', 'https://index.docker.io/v1/', 'yes'],
    ['$CI_REGISTRY', '$CI_REGISTRY', 'yes'],
    ['$CI_REGISTRY', 'r.io', 'maybe'],
    ['$CI_REGISTRY', 'r.io', 'yes', { registry: 'r.io' }],
    ['$CI_REGISTRY', 'r.io', 'no', { registry: 's.io' }],
    ['$CI_REGISTRY', 'ghcr.io', 'no'],
    ['$CI_REGISTRY', 'docker.io', 'no'],
    ['$CI_REGISTRY', 'registry:5000', 'no'],
    ['$CI_REGISTRY', '$CI_DEPENDENCY_PROXY_SERVER', 'no'],
    ['$CI_REGISTRY', '$CI_SERVER_HOST', 'no'],
    ['$CI_REGISTRY', '$MINE', 'maybe'],
    ['$MINE', '$MINE', 'yes'],
    ['$MINE', '$YOURS', 'maybe'],
    ['$CI_SERVER_HOST', '$CI_SERVER_FQDN', 'maybe'],
    ['$CI_DEPENDENCY_PROXY_SERVER', 'gitlab.example.com', 'no'],
    ['$CI_DEPENDENCY_PROXY_SERVER', 'gitlab.example.com:443', 'maybe'],
    ['$CI_DEPENDENCY_PROXY_SERVER', 'gitlab.example.com:443', 'yes', { server: 'gitlab.example.com' }],
  ])('%s and %s: %s', (one, other, answer, facts = {}) => {
    expect(sameHost(host(one), host(other), facts)).toBe(answer);
    expect(sameHost(host(other), host(one), facts)).toBe(answer);
  });
});

describe('services', () => {
  test.each([
    ['registry:5000/a', 'registry:2', 'local'],
    ['docker:5000/a', 'docker:28-dind', 'local'],
    ['my.registry:5000/a', { name: 'registry:2', alias: 'my.registry' }, 'local'],
    ['other:5000/a', 'registry:2', 'named'],
  ])('%s beside %j is %s', (reference, service, kind) => {
    expect(pushOf(reference, {}, { services: [service] }).reference.host.kind).toBe(kind);
  });
});
