/**
 * Jib builds images within Maven and Gradle (GoogleContainerTools/jib `docs`). What stands in the build file is not read:
 * these programs run the project's own code.
 */
import { type Client, type CredentialOptions, options, type ReferenceSource, type Verb } from '../client.ts';

const credential: CredentialOptions = {
  user: ['-Djib.to.auth.username'],
  password: ['-Djib.to.auth.password'],
  other: ['-Djib.to.credHelper'],
};

const PROPERTIES = options(`
  -Djib.to.image -Djib.to.auth.username -Djib.to.auth.password -Djib.to.credHelper -Djib.from.image
`);

const verb = (references: readonly ReferenceSource[], valueOptions: readonly string[]): Verb => ({
  words: [],
  does: 'transfer',
  valueOptions: [...PROPERTIES, ...valueOptions],
  references,
  credential,
});

const builder = { store: 'docker', globalValueOptions: [], storeOption: undefined, runsProject: true } as const;

/** `jib:build`, also by the plugin's full name, pushes; `jib:dockerBuild` and `jib:buildTar` do not. */
const MAVEN_GOAL = /^(jib|([\w.]+:)?jib-maven-plugin(:[\w.-]+)?):build$/;

export const maven: Client = {
  ...builder,
  name: 'mvn',
  programs: ['mvn', 'mvnw', 'mvnd'],
  verbs: [
    verb(
      [{ does: 'push', role: 'image', options: ['-Djib.to.image', '-Dimage'], whenArgument: MAVEN_GOAL }],
      options(
        '-Dimage -f --file -P --activate-profiles -pl --projects -s --settings -gs -T --threads -rf -l --log-file',
      ),
    ),
  ],
};

export const gradle: Client = {
  ...builder,
  name: 'gradle',
  programs: ['gradle', 'gradlew'],
  verbs: [
    verb(
      [{ does: 'push', role: 'image', options: ['-Djib.to.image', '--image'], whenArgument: /(^|:)jib$/ }],
      options('--image -p --project-dir -b --build-file -c --settings-file -I --init-script -g --gradle-user-home -x'),
    ),
  ],
};
