/** Texts that strangers might put into a pipeline, by what they try. */

/** What steers a terminal, turns a line round or hides in it. */
export const STEERING: Readonly<Record<string, string>> = {
  'clearing the screen': '\u001b[2J',
  'a link of a terminal': '\u001b]8;;http://x.example\u0007x\u001b]8;;\u0007',
  'a title of a window': '\u001b]0;x\u0007',
  'a one-byte control sequence': '\u009b31m',
  'a carriage return': 'a\rb',
  'a backspace': 'a\bb',
  'a NUL': 'a\0b',
  'a bell': '\u0007',
  'a right-to-left override': '\u202eab\u202c',
  'a directional isolate': '\u2066a\u2069',
  'a zero-width space': 'a\u200bb',
  'a byte order mark': 'a\ufeffb',
  'a line separator': 'a\u2028b',
  'a tag character': '\u{e0041}',
  'half a character': '\ud83d',
  'a workflow command': '\n::error::x',
  'the end of a CDATA section': ']]><x/>',
};

const X = 'Zx8'.repeat(8);

/** What holds a secret, and the secret in it. */
export const SECRETS: Readonly<Record<string, readonly [text: string, secret: string]>> = {
  'a personal access token': [`glpat-${X}`, X],
  'a deploy token': [`gldt-${X}`, X],
  'a job token': [`glcbt-64_${X}`, X],
  'a token of Docker Hub': [`dckr_pat_${X}`, X],
  'a token of GitHub': [`ghp_${X}`, X],
  'a password of a login': [`docker login -u me -p ${X} r.example.com`, X],
  'a password through a pipe': [`echo ${X} | docker login -u me --password-stdin r.example.com`, X],
  'an auth file': [`{"auths":{"r.example.com":{"auth":"${X}"}}}`, X],
  'an auth file in quotes': [`{\\"auths\\":{\\"r.example.com\\":{\\"password\\":\\"${X}\\"}}}`, X],
  'an address': [`https://me:${X}@gitlab.example.com/a.git`, X],
  'a variable': [`DEPLOY_TOKEN: ${X}`, X],
  'a variable of another name': [`DB_PASS=${X}`, X],
  'a key': [`AWS_SECRET_ACCESS_KEY: ${X}`, X],
  'a pair to be encoded': [`echo -n "$USER:${X}" | base64`, X],
  'a header': [`Authorization: Basic ${X}`, X],
};
