/** What a user may say under `languageOptions`. */
import picomatch from 'picomatch';

export interface GitlabCiLanguageOptions extends Record<string, unknown> {
  /** Full path of the project: `acme/platform/api`. The Git remote answers for what is missing of these three. */
  project?: string;
  /** Host of the GitLab server: `gitlab.example.com`. */
  server?: string;
  /** `host[:port]` of the container registry: `registry.example.com`. */
  registry?: string;
  /**
   * The files that ESLint lints as pipelines, when `files` of the configuration are others than `PIPELINE_FILES`: a
   * finding in one of them is left to its own run. Patterns relative to the root of the repository.
   */
  files?: string[];
}

/** The files that the plugin's configurations are for. */
export const PIPELINE_FILES = ['**/.gitlab-ci.yml', '**/*.gitlab-ci.yml'];

const TEXTS = {
  project: 'acme/platform/api',
  server: 'gitlab.example.com',
  registry: 'registry.example.com',
} as const;

/** @throws TypeError for what cannot be meant, before any file is read */
export function checkLanguageOptions(options: GitlabCiLanguageOptions): void {
  for (const [name, example] of Object.entries(TEXTS)) {
    const value = options[name];
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`languageOptions.${name} must be a string, for example '${example}'.`);
    }
  }
  const files: unknown = options.files;
  if (files !== undefined && !isListOfTexts(files)) {
    throw new TypeError(`languageOptions.files must be an array of patterns, for example ['ci/**/*.yml'].`);
  }
}

/** Whether ESLint lints a file as a pipeline, by its path in the repository. */
export function isPipelineFile({ files = PIPELINE_FILES }: GitlabCiLanguageOptions): (path: string) => boolean {
  return picomatch(files, { dot: true });
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
