/** cosign keeps signatures beside the images they belong to (sigstore/cosign `doc`, read August 2026). */
import {
  type Client,
  type CredentialOptions,
  dockerLogin,
  LOGIN_OPTIONS,
  options,
  type ReferenceSource,
  type Verb,
} from '../client.ts';

const OPTIONS = options(`
  -a --annotations --attachment --attachment-tag-prefix --bundle --certificate --cert --certificate-chain
  --cert-chain --ca-roots --ca-intermediates --certificate-github-workflow-name --certificate-github-workflow-ref
  --certificate-github-workflow-repository --certificate-github-workflow-sha
  --certificate-github-workflow-trigger --certificate-identity --certificate-identity-regexp
  --certificate-oidc-issuer --certificate-oidc-issuer-regexp --fulcio-auth-flow --fulcio-url --identity-token
  --issue-certificate --key --max-workers --oidc-client-id --oidc-client-secret-file --oidc-issuer
  --oidc-provider --oidc-redirect-url -o --output --output-certificate --output-file --output-payload
  --output-signature --payload --policy --predicate --predicate-type --registry-cacert --registry-client-cert
  --registry-client-key --registry-password --registry-referrers-mode --registry-server-name --registry-token
  --registry-username --rekor-entry-type --rekor-url --sbom --sct --sign-container-identity --signature
  --signature-digest-algorithm --signing-config --slot -t --timeout --timestamp-certificate-chain
  --timestamp-client-cacert --timestamp-client-cert --timestamp-client-key --timestamp-server-name
  --timestamp-server-url --trusted-root --type --attestation --input-format --ct --platform --only -f --files
  --dir --rekor-response --certificate-bundle
`);

const credential: CredentialOptions = {
  user: ['--registry-username'],
  password: ['--registry-password'],
  other: ['--registry-token', '--k8s-keychain'],
};

const verb = (words: readonly string[], ...references: readonly ReferenceSource[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: OPTIONS,
  references,
  credential,
});

const signature: ReferenceSource = { does: 'push', role: 'manifest', argument: { from: 0 } };
const image: ReferenceSource = { does: 'pull', role: 'image', argument: { from: 0 } };

export const cosign: Client = {
  name: 'cosign',
  programs: ['cosign'],
  store: 'keychain',
  globalValueOptions: options('--output-file -t --timeout'),
  storeOption: undefined,
  verbs: [
    { words: ['login'], does: 'login', valueOptions: LOGIN_OPTIONS, login: dockerLogin('refused') },
    verb(['sign'], { ...signature, unlessOff: ['--upload'] }),
    verb(['attest'], { ...signature, unless: ['--no-upload'] }),
    ...['signature', 'attestation', 'sbom'].map((word) => verb(['attach', word], signature)),
    verb(['copy'], { does: 'pull', role: 'image', argument: 0 }, { does: 'push', role: 'image', argument: 1 }),
    verb(['upload', 'blob'], { does: 'push', role: 'image', argument: 0 }),
    verb(['verify'], { ...image, unless: ['--local-image'] }),
    verb(['verify-attestation'], { ...image, unless: ['--local-image'] }),
    ...['sbom', 'signature', 'attestation'].map((word) => verb(['download', word], image)),
    verb(['tree'], image),
  ],
};
