/** Which texts can be no image reference, and which merely may not be one. */
import { expect, test } from 'vitest';
import { imageText } from '../../src/pipeline/runner-text.ts';
import { readReference } from '../../src/registry/reference.ts';
import { faultsIn, onlyVariableOfTag } from '../../src/registry/reference-faults.ts';
import { LocatedText } from '../../src/source/located-text.ts';
import { SourceFile } from '../../src/source/source-file.ts';

function read(text: string) {
  const file = new SourceFile('x', text);
  const pieces = [{ at: 0, length: text.length, file, source: 0, sourceLength: text.length }];
  return readReference(imageText(new LocatedText(text, () => pieces)), file.place(0, text.length), [], {});
}

test.each<[string, readonly string[]]>([
  ['registry.example.com/acme/api:1.0', []],
  ['REGISTRY.example.com:5050/acme/api:V1.0_RC-2', []],
  ['registry.example.com/acme/Api', ['upperCase Api']],
  ['registry.example.com/Acme/api:1.0', ['upperCase Acme/api']],
  ['Api:1.0', ['upperCase Api']],
  ['$CI_REGISTRY_IMAGE/Api', ['upperCase Api']],
  ['$CI_REGISTRY_IMAGE:Api', []],
  ['$HOST:5000/api:1.0', []],
  ['$REGISTRY/$NAME:$TAG', []],
  ['$IMAGE:$TAG/x', []],
  ['localhost:5000/api', []],
  ['app:feature/x', ['tagCharacter /']],
  ['$IMAGE:feature/x', ['tagCharacter /']],
  ['$CI_REGISTRY_IMAGE:$CI_COMMIT_SHA/x', ['tagCharacter /']],
  ['$CI_REGISTRY_IMAGE:a:b', ['tagCharacter :']],
  ['$CI_REGISTRY_IMAGE:1.0+b', ['tagCharacter +']],
  ['$CI_REGISTRY_IMAGE:a@sha256:0123', []],
  ['$CI_REGISTRY_IMAGE:a-$CI_COMMIT_REF_NAME', ['branch CI_COMMIT_REF_NAME']],
  ['$CI_REGISTRY_IMAGE/$CI_COMMIT_REF_NAME:latest', []],
  ['$CI_REGISTRY_IMAGE:$CI_COMMIT_TAG', []],
  ['$CI_REGISTRY_IMAGE:$CI_COMMIT_TIMESTAMP', ['time CI_COMMIT_TIMESTAMP']],
  ['$CI_REGISTRY/$CI_PROJECT_PATH', ['case CI_PROJECT_PATH']],
  ['$CI_REGISTRY_IMAGE', []],
  ['{{ .Values.Image }}:1+1', []],
  ['docker.io/acme/$$NAME:1+1', []],
  ['https://registry.example.com/acme/api', []],
  ['app:1 other:A+b', []],
])('%s', (text, expected) => {
  expect(faultsIn(read(text)).map(({ kind, what }) => `${kind} ${what}`)).toEqual(expected);
});

test.each<[string, string | undefined]>([
  ['$CI_REGISTRY_IMAGE:$CI_COMMIT_TAG', 'CI_COMMIT_TAG'],
  ['$CI_REGISTRY_IMAGE:v$CI_COMMIT_TAG', undefined],
  ['$CI_REGISTRY_IMAGE:$CI_COMMIT_TAG$SUFFIX', undefined],
  ['$CI_REGISTRY_IMAGE', undefined],
])('the one variable in the tag of %s', (text, expected) => {
  expect(onlyVariableOfTag(read(text))?.name).toBe(expected);
});
