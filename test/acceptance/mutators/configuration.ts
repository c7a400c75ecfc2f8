/** Mistakes that GitLab itself would reject. */
import { type Mutator, mistake } from './mutator.ts';

/** The keys of a job, which stand two blanks in. */
const key = (name: string): RegExp => new RegExp(`^( {2})${name}:`, 'gm');

export const CONFIGURATION: readonly Mutator[] = [
  mistake({
    breaks: 'a job needs one that does not exist',
    rule: 'config-needs',
    find: /needs: \["?([\w-]+)/g,
    put: 'needs: [$1s',
  }),
  mistake({
    breaks: 'a job needs one of a later stage',
    rule: 'config-needs',
    find: /^stages: \[(\w+), (\w+)\]/gm,
    put: 'stages: [$2, $1]',
    inProject: /needs:/,
    felt: /needs:/,
  }),
  mistake({
    breaks: 'the stage is misspelt',
    rule: 'config-stage',
    find: /^( {2}stage: )(\w+)$/gm,
    put: '$1$2s',
    inProject: /^stages:/m,
  }),
  mistake({
    breaks: 'the template is misspelt',
    rule: 'config-extends',
    find: /^( {2}extends: \.)([\w-]+)$/gm,
    put: '$1$2s',
  }),
  mistake({
    breaks: 'a reference names nothing',
    rule: 'config-reference',
    find: /!reference \[(\.?\w+), (\w+)\]/g,
    put: '!reference [$1, $2s]',
  }),
  mistake({ breaks: '`script` is misspelt', rule: 'config-schema', find: key('script'), put: '$1scripts:' }),
  mistake({ breaks: '`stage` is misspelt', rule: 'config-schema', find: key('stage'), put: '$1stages:' }),
  mistake({ breaks: '`services` is misspelt', rule: 'config-schema', find: key('services'), put: '$1service:' }),
  mistake({
    breaks: '`before_script` is misspelt',
    rule: 'config-schema',
    find: key('before_script'),
    put: '$1before-script:',
  }),
  mistake({ breaks: '`rules` is misspelt', rule: 'config-schema', find: key('rules'), put: '$1rule:' }),
  mistake({
    breaks: 'an included file is missing',
    rule: 'config-include',
    find: /- local: (\S+)\.yml/g,
    put: '- local: $1.yaml',
  }),
  mistake({
    breaks: 'an input is misspelt',
    rule: 'config-inputs',
    find: /^( {6})folder:/gm,
    put: '$1folders:',
    on: /services/,
    inProject: /^spec:/m,
  }),
  mistake({
    breaks: 'an input is missing',
    rule: 'config-inputs',
    find: /^ {6}folder: services.*\n/gm,
    put: '',
    inProject: /^spec:/m,
    felt: /local: templates|inputs:/,
  }),
  mistake({
    breaks: 'a block asks for an input that is not declared',
    rule: 'config-inputs',
    find: /inputs\.folder/g,
    put: 'inputs.directory',
  }),
  mistake({
    breaks: 'a line is indented with a tab',
    rule: 'config-syntax',
    find: /^ {4}(?=- (docker|podman|buildah|skopeo) )/gm,
    put: '\t',
  }),
  mistake({
    breaks: 'a quote is never closed',
    rule: 'config-syntax',
    find: /^( {2}DOCKER_TLS_CERTDIR: "[^"\n]*)"$/gm,
    put: '$1',
    // It is closed by the next one, wherever that is.
    orFelt: /"/,
  }),
];
