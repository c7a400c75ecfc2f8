/** Runs the claims and holds what is seen against what is expected. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runJob } from './job.mjs';
import { FIXTURES, textsOf, wordsOf } from './library.mjs';
import { LAB } from './namespace.mjs';

/** Two jobs at a time: most of a job is starting programs. */
const AT_ONCE = 2;

/**
 * @param say is called with each result, in the order of the claims
 * @returns `{ claim, status, text, seen, agrees, complaint }` a claim
 */
export async function prove(claims, library, say) {
  const results = [];
  const waiting = claims.map((claim, number) => ({ claim, number }));
  let said = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      results[next.number] = await proveOne(next.claim, next.number, library);
      while (results[said]) say(results[said++]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function proveOne(claim, number, library) {
  if (claim.cited) return { claim, agrees: true, seen: claim.cited, text: '' };
  const complaint = faultOf(claim, library);
  if (complaint) return complain(claim, complaint);
  const folder = claim.fixed ? fixedFixture(claim, number, library) : folderOf(claim);
  if (!folder) return complain(claim, 'pipelint offers no fix');
  const { status, text } = await runJob(claim, jobOf(claim, folder, library), folder, number);
  return judge(claim, status, text);
}

/** What is wrong with a claim before anything has run: no such rule, no such job, or words that the rule does not say. */
export function faultOf(claim, library) {
  const rule = library.RULES.find(({ meta }) => meta.docs.name === claim.rule);
  if (!rule) return `no rule is called ${claim.rule}`;
  if (claim.cited) return undefined;
  if (!jobOf(claim, folderOf(claim), library)) return `${claim.fixture} has no job ${claim.job}`;
  if (!claim.passes && !claim.line) return 'no line is expected';
  const promised = claim.reaches ? undefined : (claim.promised ?? claim.line);
  return promised && !wordsOf(rule).includes(promised) ? `the rule says no "${promised}"` : undefined;
}

const folderOf = ({ rule, fixture }) => join(FIXTURES, rule, fixture);

const jobOf = ({ job }, folder, library) => library.resolve(textsOf(folder)).jobs?.[job];

function judge(claim, status, text) {
  const result = { claim, status, text, seen: around(claim.line, seenLine(claim, text) ?? lastLine(text)) };
  if (claim.passes && status !== 0) return complain(claim, `it fails (${status})`, result);
  if (!claim.passes && status === 0) return complain(claim, 'it passes', result);
  if (claim.line && !seenLine(claim, text)) return complain(claim, `the log has no "${claim.line}"`, result);
  return { ...result, agrees: true };
}

const complain = (claim, complaint, result = { claim, seen: '', text: '' }) => ({
  ...result,
  agrees: false,
  complaint,
});

function seenLine({ line }, text) {
  if (line === undefined) return undefined;
  return text.split('\n').find((one) => !one.startsWith('$ ') && one.includes(line));
}

/** The part of a line that holds what was expected; clients say where it happened before, in many words. */
function around(wanted, line) {
  const at = wanted === undefined ? 0 : Math.max(0, line.indexOf(wanted));
  const start = at > 60 ? at - 40 : 0;
  const piece = line.slice(start, Math.max(at + (wanted ?? '').length, start + 160)).trim();
  return `${start > 0 ? '… ' : ''}${piece}${line.trimEnd().endsWith(piece) ? '' : ' …'}`;
}

function lastLine(text) {
  return (
    text
      .trimEnd()
      .split('\n')
      .findLast((line) => line !== '') ?? ''
  );
}

/** The `bad` fixture with the fixes that pipelint offers for it: what it tells people to write has to work. */
function fixedFixture(claim, number, library) {
  const from = folderOf(claim);
  const folder = `${LAB}/fixed-${number}`;
  cpSync(from, folder, { recursive: true });
  const only = library.RULES.filter(({ meta }) => meta.docs.name === claim.rule);
  const { files } = library.fix(textsOf(from), { rules: only, preset: 'strict', which: 'unsafe' });
  if (files.length === 0) return undefined;
  for (const { path, after } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), after);
  }
  return folder;
}
