/** Mistakes with kaniko, and in auth files that a job writes itself. */
import { PUSH } from './commands.ts';
import { type Mutator, mistake } from './mutator.ts';

const KANIKO_CONFIG = /\/kaniko\/\.docker\/config\.json/;

export const AUTH_FILES: readonly Mutator[] = [
  mistake({
    breaks: 'the kaniko image has no shell',
    rule: 'kaniko-shell',
    find: /(kaniko\S*:v[\d.]+)-debug/g,
    put: '$1',
  }),
  mistake({
    breaks: 'the kaniko image has no shell, by its moving tag',
    rule: 'kaniko-shell',
    find: /(?<=executor:)debug$/gm,
    put: 'latest',
  }),
  mistake({
    breaks: "kaniko's entrypoint is kept",
    rule: 'kaniko-shell',
    find: /^ *entrypoint: .*\n/gm,
    put: '',
    inJob: /kaniko/,
    felt: /name: .*kaniko/,
  }),
  mistake({
    breaks: "kaniko's auth file is written elsewhere",
    rule: 'kaniko-auth',
    find: /> \/kaniko\/\.docker\/config\.json/g,
    put: '> /root/.docker/config.json',
    felt: /--destination|\/root\/\.docker/,
  }),
  mistake({
    breaks: "kaniko's auth file is missing",
    rule: 'kaniko-auth',
    find: /^( *- )(\|\n *cat > \/kaniko[\s\S]*?EOF\n[\s\S]*?EOF|echo .*\/kaniko\/.*)$/gm,
    put: '$1echo "Here we go"',
    felt: /--destination/,
  }),
  mistake({
    breaks: "kaniko's auth file lacks a brace",
    rule: 'kaniko-auth',
    find: /\}\}\}(?=")/g,
    put: '}}',
    inProject: KANIKO_CONFIG,
  }),
  mistake({
    breaks: "kaniko's auth file lacks a comma",
    rule: 'kaniko-auth',
    find: /("username\\?":\s*\\?"\$\w+\\?"),/g,
    put: '$1',
    inProject: KANIKO_CONFIG,
    orFelt: /kaniko\/\.docker\/config\.json/,
  }),
  mistake({
    breaks: "kaniko's auth file has another registry",
    rule: 'kaniko-auth',
    find: /\$MIRROR(?=\\")|https:\/\/index\.docker\.io\/v1\//g,
    put: 'registry.example.net',
    felt: /--destination/,
  }),
  mistake({
    breaks: 'kaniko pushes to a registry that it has no credential for',
    rule: 'kaniko-auth',
    find: /--destination "\$\{?CI_REGISTRY_IMAGE\}?:/g,
    put: '--destination "quay.io/acme/shop:',
  }),
  mistake({
    breaks: "kaniko's auth file is in single quotes",
    rule: 'no-single-quoted-variable',
    find: /echo "\{\\"auths\\":\{\\"\$MIRROR\\":\{\\"username\\":\\"\$HARBOR_USER\\",\\"password\\":\\"\$HARBOR_PASSWORD\\"\}\}\}"/g,
    put: `echo '{"auths":{"$$MIRROR":{"username":"$$HARBOR_USER","password":"$$HARBOR_PASSWORD"}}}'`,
  }),
  mistake({
    breaks: 'the heredoc keeps the shell from expanding',
    rule: 'no-single-quoted-variable',
    find: /<<EOF/g,
    put: "<<'EOF'",
    orFelt: /"\$DOCKER_HUB_/,
  }),
  mistake({
    breaks: 'echo ends the encoded credential with a line break',
    rule: 'auth-config-encoding',
    find: /printf '%s:%s' "(\$\w+)" "(\$\w+)"(?= \| base64)|echo -n "(\$\w+):(\$\w+)"(?= \| base64)/g,
    put: 'echo "$1$3:$2$4"',
  }),
  mistake({
    breaks: 'base64 wraps its lines',
    rule: 'auth-config-encoding',
    find: /(?<=base64) (\| tr -d '\\n'|-w0)/g,
    put: '',
    // In the JSON of jq a line break is `\n`, and Go's base64 passes over it.
    notInProject: /jq -n/,
    orFelt: /base64|config\.json/,
  }),
  mistake({
    breaks: 'the auth file is written where the client does not look',
    rule: 'auth-config-path',
    find: /~\/\.docker\/config\.json/g,
    put: '"$$CI_PROJECT_DIR/.docker/config.json"',
  }),
  mistake({
    breaks: "the auth file is written to root's home in a rootless image",
    rule: 'auth-config-path',
    find: /~\/\.docker\/config\.json/g,
    put: '/root/.docker/config.json',
    inProject: /-rootless/,
  }),
  mistake({
    breaks: 'the auth file has another registry',
    rule: 'registry-login-required',
    find: /(?<=\\"|--arg host "|\}' ")\$CI_REGISTRY(?=\\?")/g,
    put: 'registry.example.net',
    felt: PUSH,
  }),
  mistake({
    breaks: 'the auth file has a user and a password that do not belong together',
    rule: 'login-credentials',
    find: /\$CI_REGISTRY_PASSWORD(?=" \| base64)/g,
    put: '$$CI_DEPLOY_PASSWORD',
    inProject: /auths/,
    orFelt: /config\.json|auth\.json/,
  }),
];
