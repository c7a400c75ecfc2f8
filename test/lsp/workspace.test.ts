/** A view is of one state of the files, whatever is typed while it is made. */
import { expect, test } from 'vitest';
import { findingsIn } from '../../src/lsp/diagnostics.ts';
import { textAt } from '../../src/source/source-file.ts';
import { repository } from './editor.ts';
import { OpenFiles } from './open-files.ts';

test('what is typed between two steps is in all pipelines of the view', () => {
  const shared = '.push:\n  image: docker:29\n  script: [docker push $CI_REGISTRY_IMAGE]\n';
  const roots = ['.gitlab-ci.yml', 'a.gitlab-ci.yml', 'b.gitlab-ci.yml'];
  const root = 'include: { local: push.yml }\nweb: { extends: .push }\n';
  const files = Object.fromEntries(roots.map((path) => [path, root]));
  const open = new OpenFiles(repository({ ...files, 'push.yml': shared }));
  open.open('push.yml', shared);
  const steps = open.look('push.yml');
  steps.next();
  const typed = `# a comment\n${shared}`;
  open.type('push.yml', typed);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const view = step.value;
  expect(view?.analyses).toHaveLength(roots.length);
  expect(view && findingsIn(view).map(({ place }) => textAt({ ...place, file: view.file }))).toEqual([
    '$CI_REGISTRY_IMAGE',
  ]);
});
