/** What was found in a corpus as Markdown: the counts, then every finding with its source and a place for a verdict. */

const SEVERITIES = ['error', 'warning', 'info'];
const FRAME = { width: 120, context: 3, mark: '^', paintGutter: (text) => text, paintMark: (text) => text };

/** One line for the terminal. */
export function summaryLine({ projects, seconds }) {
  const { files, jobs } = total(projects);
  const findings = projects.flatMap(({ result }) => result.findings);
  const counts = SEVERITIES.map((severity) => plural(countOf(findings, severity), severity)).join(', ');
  const where = `${plural(projects.length, 'project')}, ${plural(files, 'file')}, ${plural(jobs, 'job')}`;
  const faults = projects.flatMap(({ result }) => result.internalErrors).length;
  const failed = faults > 0 ? `, ${plural(faults, 'internal error')}` : '';
  return `${plural(findings.length, 'finding')} (${counts}) in ${where}; ${seconds.toFixed(1)} s${failed}`;
}

/** @param library the built library, which draws the frames */
export function toMarkdown(survey, { drawFrame }) {
  const found = survey.projects.flatMap(({ name, result }) => result.findings.map((finding) => ({ name, finding })));
  const rules = [...new Set(found.map(({ finding }) => finding.rule))].sort();
  const sections = rules.map((rule) => {
    const own = found.filter(({ finding }) => finding.rule === rule);
    return [`## ${rule}`, ...own.map((each, index) => findingSection(each, index + 1, drawFrame))];
  });
  const blocks = [
    `# Findings in ${survey.folder}`,
    `Preset ${survey.preset}. ${summaryLine(survey)}.`,
    countTable(rules, found),
    unresolvedTable(survey.projects),
    ...faultSection(survey.projects),
    ...sections.flat(),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function countTable(rules, found) {
  if (rules.length === 0) return 'Nothing was found.';
  const row = (name, findings) => {
    const counts = SEVERITIES.map((severity) => countOf(findings, severity));
    return `| ${name} | ${counts.join(' | ')} | ${findings.length} | | | |`;
  };
  const all = found.map(({ finding }) => finding);
  return [
    '| rule | error | warning | info | all | right | wrong | doubtful |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rules.map((rule) =>
      row(
        rule,
        all.filter((finding) => finding.rule === rule),
      ),
    ),
    row('all', all),
  ].join('\n');
}

/** What could not be read keeps rules silent, so that it belongs to the measure. */
function unresolvedTable(projects) {
  const kinds = projects.flatMap(({ result }) => result.unresolved.map(({ kind }) => kind));
  if (kinds.length === 0) return '';
  const counts = [...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((each) => each === kind).length]);
  const { belowConfidence } = total(projects);
  return [
    '| not read | includes |',
    '| --- | ---: |',
    ...counts.map(([kind, count]) => `| ${kind} | ${count} |`),
    '',
    `${plural(belowConfidence, 'finding')} below the least confidence not shown.`,
  ].join('\n');
}

function faultSection(projects) {
  const faults = projects.flatMap(({ name, result }) =>
    result.internalErrors.map(({ message, stack }) => `### ${name}\n\n${fenced([stack ?? message])}`),
  );
  return faults.length > 0 ? ['## Internal errors', ...faults] : [];
}

function findingSection({ name, finding }, number, drawFrame) {
  const { severity, confidence, message, help, jobs, place, fingerprint } = finding;
  const { line, column } = place.file.position(place.range[0]);
  const title = `${name}/${place.file.path}:${line}:${column}`;
  const where = jobs.length > 0 ? `, ${plural(jobs.length, 'job')}: ${jobs.map((job) => `\`${job}\``).join(', ')}` : '';
  return [
    `### ${number}. ${title}`,
    `${severity}, ${confidence} confidence${where} (${fingerprint.slice(0, 8)})`,
    quoted(message),
    quoted(help),
    fenced(drawFrame(place, { ...FRAME, title })),
    '- [ ] right\n- [ ] wrong\n- [ ] doubtful',
  ].join('\n\n');
}

/** A message is text of pipelint's with words from the file: it must not end the quote it stands in. */
function quoted(text) {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** Source in a fence that is longer than any in it. */
function fenced(lines) {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function total(projects) {
  const sum = (count) => projects.reduce((all, { result }) => all + result.summary[count], 0);
  return { files: sum('files'), jobs: sum('jobs'), belowConfidence: sum('belowConfidence') };
}

function countOf(findings, severity) {
  return findings.filter((finding) => finding.severity === severity).length;
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 || noun === 'info' ? '' : 's'}`;
}
