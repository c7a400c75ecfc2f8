import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { credentialFor } from '../../src/host/gitlab/credential.ts';
import { netrcEntry } from '../../src/host/gitlab/netrc.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('netrcEntry', () => {
  it.each([
    ['one line', 'machine a.com login me password secret', 'me secret'],
    [
      'several lines',
      'machine b.com\n  login you\n  password other\nmachine a.com\n\tlogin me\n\tpassword secret\n',
      'me secret',
    ],
    ['CRLF', 'machine a.com\r\nlogin me\r\npassword secret\r\n', 'me secret'],
    ['another spelling of the host', 'machine A.com login me password secret', 'me secret'],
    ['no login', 'machine a.com password secret', ' secret'],
    ['an account', 'machine a.com login me account password password secret', 'me secret'],
    ['quotes', 'machine a.com login me password "se cr\\"et"', 'me se cr"et'],
    ['a comment', '# machine a.com password wrong\nmachine a.com password right', ' right'],
    ['a macro', 'macdef init\nmachine a.com password wrong\n\nmachine a.com password right', ' right'],
    ['a macro without an end', 'macdef init\nmachine a.com password wrong', undefined],
    ['the first of two', 'machine a.com password one\nmachine a.com password two', ' one'],
    ['another host', 'machine b.com login me password secret', undefined],
    ['a host that ends like it', 'machine xa.com password secret', undefined],
    ['a default', 'default login me password secret', undefined],
    ['a default after the host', 'machine a.com login me default password secret', undefined],
    ['no password', 'machine a.com login me', undefined],
    ['nothing', '', undefined],
  ])('reads %s', (_, text, expected) => {
    const entry = netrcEntry(text, 'a.com');
    expect(entry && `${entry.login} ${entry.password}`).toBe(expected);
  });
});

describe('credentialFor', () => {
  const home = (netrc = ''): string => temporaryFolder({ [process.platform === 'win32' ? '_netrc' : '.netrc']: netrc });
  const JOB = { CI_JOB_TOKEN: 'job', CI_API_V4_URL: 'https://a.com/api/v4' };

  it.each<[string, Record<string, string>, string, string, string | undefined]>([
    ['nothing', {}, '', 'a.com', undefined],
    ['the token of the environment', { PIPELINT_GITLAB_TOKEN: ' own\n', ...JOB }, '', 'a.com', 'PRIVATE-TOKEN own'],
    ['the job token', JOB, 'machine a.com password netrc', 'a.com', 'JOB-TOKEN job'],
    ['the job token, not for another server', JOB, '', 'b.com', undefined],
    ['the job token, not for another port', JOB, '', 'a.com:8443', undefined],
    ['the job token, not without its server', { CI_JOB_TOKEN: 'job' }, '', 'a.com', undefined],
    ['.netrc', {}, 'machine a.com login me password netrc', 'a.com', 'PRIVATE-TOKEN netrc'],
    ['.netrc for any port', {}, 'machine a.com password netrc', 'a.com:8443', 'PRIVATE-TOKEN netrc'],
    ['a job token in .netrc', {}, 'machine a.com login gitlab-ci-token password job', 'a.com', 'JOB-TOKEN job'],
    ['.netrc, not for another server', {}, 'machine a.com password netrc', 'b.com', undefined],
  ])('knows %s', (_, env, netrc, server, expected) => {
    const found = credentialFor(new URL(`https://${server}/api/v4`), { HOME: home(netrc), ...env });
    expect(found && `${found.header} ${found.token}`).toBe(expected);
  });

  it('reads the file that NETRC names', () => {
    const folder = temporaryFolder({ mine: 'machine a.com password netrc' });
    const env = { HOME: home(), NETRC: join(folder, 'mine') };
    expect(credentialFor(new URL('https://a.com/api/v4'), env)?.token).toBe('netrc');
  });
});
