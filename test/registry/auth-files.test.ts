/** The auth files that scripts write themselves: which commands write them, and what is read from their JSON. */
import { describe, expect, test } from 'vitest';
import { jobWith, showEvents } from '../shell/analysed.ts';

const FILE = '~/.docker/config.json';
const JOB_TOKEN = `file ${FILE}: $CI_REGISTRY job-token`;

describe('written by', () => {
  const pair = '"username":"$CI_REGISTRY_USER","password":"$CI_JOB_TOKEN"';
  test.each([
    [
      'echo with escaped quotes',
      String.raw`echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_JOB_TOKEN\"}}}" > ~/.docker/config.json`,
    ],
    [
      'echo with spliced variables',
      `echo '{"auths":{"'$CI_REGISTRY'":{"username":"'"$CI_REGISTRY_USER"'","password":"'$CI_JOB_TOKEN'"}}}' > ~/.docker/config.json`,
    ],
    [
      'printf',
      `printf '{"auths":{"%s":{"username":"%s","password":"%s"}}}\\n' "$CI_REGISTRY" "$CI_REGISTRY_USER" "$CI_JOB_TOKEN" > ~/.docker/config.json`,
    ],
    ['a here-document', `cat <<EOF > ~/.docker/config.json\n{"auths":{"$CI_REGISTRY":{${pair}}}}\nEOF`],
    ['a here-document with tabs', `cat <<-EOF > ~/.docker/config.json\n\t{"auths":{"$CI_REGISTRY":{${pair}}}}\n\tEOF`],
    ['tee', `tee ~/.docker/config.json <<EOF\n{"auths":{"https://$CI_REGISTRY/v2/":{${pair}}}}\nEOF`],
    [
      'a pipe into tee',
      `printf '{"auths":{"%s":{"username":"%s","password":"%s"}}}' $CI_REGISTRY gitlab-ci-token $CI_JOB_TOKEN | tee ~/.docker/config.json`,
    ],
    [
      'another spelling of the home folder',
      `cat <<EOF > "$HOME/.docker/config.json"\n{"auths":{"$CI_REGISTRY":{${pair}}}}\nEOF`,
    ],
    [
      'a variable',
      `A=$(cat <<EOF\n{"auths":{"$CI_REGISTRY":{${pair}}}}\nEOF\n)\necho "$A" > /root/.docker/config.json`,
    ],
  ])('%s', (_what, script) => {
    expect(showEvents(jobWith(script))).toEqual([JOB_TOKEN]);
  });

  test.each([
    ['a copy', 'cp "$FILE" ~/.docker/config.json'],
    ['a copy to its folder', 'cp config.json ~/.docker/'],
    ['a download', 'curl -o ~/.docker/config.json https://example.com/config.json'],
    ['an encoded text', 'echo "$CONFIG" | base64 -d > ~/.docker/config.json'],
    ['an addition', `echo '{"auths":{}}' >> ~/.docker/config.json`],
    ['several commands', `{ echo '{'; echo '}'; } > ~/.docker/config.json`],
  ])('%s: the content is not known', (_what, script) => {
    expect(showEvents(jobWith(script))).toContain(`file ${FILE}: unknown`);
  });

  test.each([
    ['another file', `echo '{"auths":{}}' > config.json`],
    ['a look at it', 'cat ~/.docker/config.json'],
  ])('%s: none', (_what, script) => {
    expect(showEvents(jobWith(script))).toEqual([]);
  });
});

describe('the JSON', () => {
  test.each([
    ['{"auths":{"r.io":{"username":"a","password":"b"}}}', 'r.io custom'],
    ['{"auths":{"r.io":{"auth":"YTpi"}}}', 'r.io custom'],
    ['{"auths":{"r.io":{"auth":"YWI="}}}', 'r.io unknown'],
    ['{"auths":{"r.io":{"auth":"$AUTH"}}}', 'unknown'],
    ['{"auths":{"https://index.docker.io/v1/":{}}}', 'docker.io unknown'],
    ['{"auths":{}}', ''],
    ['{}', ''],
    ['{"auths":{"$CI_REGISTRY":{}}}', 'unknown'],
    ['{"credsStore":"ecr-login"}', 'unknown'],
    ['{"auths":{}', 'malformed'],
    ['{auths:{}}', 'malformed'],
    ['{"auths":{},}', 'malformed'],
    ['[]', 'malformed'],
  ])('%s', (json, read) => {
    expect(showEvents(jobWith(`echo '${json}' > ~/.docker/config.json`))).toEqual([`file ${FILE}: ${read}`]);
  });

  test.each([
    [
      'lost quotes',
      'echo "{"auths":{"$CI_REGISTRY":{"username":"$CI_REGISTRY_USER"}}}" > ~/.docker/config.json',
      'malformed',
    ],
    ['a variable with a part of it', String.raw`echo "{\"auths\":$AUTHS}" > ~/.docker/config.json`, 'unknown'],
    ['a variable with all of it', 'echo "$CONFIG" > ~/.docker/config.json', 'unknown'],
  ])('%s', (_what, script, read) => {
    expect(showEvents(jobWith(script))).toEqual([`file ${FILE}: ${read}`]);
  });
});
