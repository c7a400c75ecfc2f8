/**
 * The cases computed by GitLab's own code with which we do not agree yet, by name, each with the reason. A case that
 * begins to agree makes its test fail, so that it leaves the list.
 */
const INPUTS = 'inputs are not filled in yet';
const INPUT_FAULTS = 'faults of inputs are not found yet';

export const UNSUPPORTED_VECTORS: Readonly<Record<string, string>> = {
  'int-basic': INPUTS,
  'int-include': INPUTS,
  'int-default-empty': INPUTS,
  'int-string-number-coerced': INPUTS,
  'int-array-index': INPUTS,
  'int-nospace': INPUTS,
  'int-include-path': INPUTS,
  'int-reference-tag': INPUTS,
  'int-rules-inputs': INPUTS,
  'int-required': INPUT_FAULTS,
  'int-undefined-key': INPUT_FAULTS,
  'int-options': INPUT_FAULTS,
  'int-regex': INPUT_FAULTS,
  'int-unknown-fn': INPUT_FAULTS,
  'int-too-many-fn': INPUT_FAULTS,
  'int-header-key': 'the header is not checked yet',
  'int-spec-key': 'the header is not checked yet',
  'ref-scalar': 'the loader drops the tag of `!reference` on a scalar',
};

/** The same for the files of the corpus. */
export const UNSUPPORTED_FILES: Readonly<Record<string, string>> = {
  'rachuna-net-pl__pl.rachuna-net.cicd.components.build/templates/docker.yml': INPUTS,
  'rachuna-net-pl__pl.rachuna-net.cicd.components.build/templates/packer.yml': INPUTS,
  'shortlink-org__gitlab-templates/templates/common/template.yml': INPUTS,
  'shortlink-org__gitlab-templates/templates/helm_publish/template.yml': INPUTS,
  'shortlink-org__gitlab-templates/templates/npm_publish/template.yml': INPUTS,
  'hauke-cloud__gitlab-templates/tofu/lint.yaml': INPUTS,
  'shortlink-org__gitlab-templates/templates/code_intelligence/template.yml': INPUT_FAULTS,
  'shortlink-org__gitlab-templates/templates/crd/template.yml': INPUT_FAULTS,
  'shortlink-org__gitlab-templates/templates/helm_deploy/template.yml': INPUT_FAULTS,
  'shortlink-org__gitlab-templates/templates/linkchecker/template.yml': INPUT_FAULTS,
  'noheton__shepard/.gitlab/ci/jobs/upload-docker.yml': INPUT_FAULTS,
};
