/** Small rules over the parts of the tree that are there before any shell is read. */
import { defineRule, type Rule } from '../../src/rule.ts';

const docs = {
  description: 'a rule of the tests',
  category: 'login',
  preset: 'recommended',
  severity: 'error',
  logLines: [],
} as const;

/** Reports every script line that logs in, at its first word. */
export const loginRule: Rule = defineRule({
  meta: {
    type: 'problem',
    docs: { ...docs, name: 'test-login' },
    messages: { login: 'A login with {{count}} words.' },
    help: { login: 'Do without {{what}}.' },
    schema: [],
  },
  create(context) {
    return {
      Script(script) {
        for (const { text } of script.lines) {
          const at = text.text.indexOf('docker login');
          if (at === -1) continue;
          context.report({
            node: { place: text.place(at, at + 'docker login'.length) },
            messageId: 'login',
            data: { count: String(text.text.split(' ').length), what: '`docker login`' },
          });
        }
      },
    };
  },
});

/** Reports every job once its scripts have been seen, and whether it had any. */
export const strictRule: Rule = defineRule({
  meta: {
    type: 'suggestion',
    docs: { ...docs, name: 'test-strict', preset: 'strict', severity: 'info' },
    messages: { scripts: '{{job}} has {{sections}}.' },
    help: { scripts: '' },
    schema: [],
  },
  create(context) {
    const sections: string[] = [];
    return {
      Job: () => {
        sections.length = 0;
      },
      Script: (script) => {
        sections.push(script.section);
      },
      'Job:exit': (job) => {
        context.report({ node: job, messageId: 'scripts', data: { job: job.name, sections: sections.join('+') } });
      },
    };
  },
});

/** Reports the first job and then fails at every one. */
export const brokenRule: Rule = defineRule({
  meta: {
    type: 'problem',
    docs: { ...docs, name: 'test-broken' },
    messages: { job: 'A job.' },
    help: { job: '' },
    schema: [],
  },
  create(context) {
    return {
      Job(job) {
        context.report({ node: job, messageId: 'job' });
        throw new Error('out of ideas\nand more');
      },
    };
  },
});

/** An error rule that has only a remark to make about a job. */
export const remarkRule: Rule = defineRule({
  meta: {
    type: 'problem',
    docs: { ...docs, name: 'test-remark' },
    messages: { remark: 'A remark.' },
    help: { remark: '' },
    schema: [],
  },
  create(context) {
    return {
      Job: (job) => context.report({ node: job, messageId: 'remark', severity: 'info' }),
    };
  },
});
