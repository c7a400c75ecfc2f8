/**
 * The graph as one SVG file that needs nothing else: stages are columns, a line leads from a job to those that need it, and
 * each job says what it does at which registry. Its colours follow the reader's light or dark scheme.
 */
import type { Graph } from './graph.ts';
import { type Band, type JobBox, type Layout, LINE_SIZE, type Line, layOut, TITLE_SIZE } from './layout.ts';
import { type Numbered, numbered } from './numbered.ts';
import { textWidth } from './text-width.ts';

const MARGIN = 24;
const HEADING = 40;
const HEADING_SIZE = 15;
const BETWEEN_PIPELINES = 32;
const LEGEND_HEIGHT = 28;

const STYLE = `
svg{--ground:#ffffff;--band:#f3f4f6;--box:#ffffff;--edge:#c7cbd1;--text:#1f2328;--faint:#656d76;--line:#8c959f;--login:#1a7f37;--push:#0550ae;--pull:#8250df;--denied:#cf222e}
@media (prefers-color-scheme:dark){svg{--ground:#0d1117;--band:#161b22;--box:#21262d;--edge:#3d444d;--text:#e6edf3;--faint:#9198a1;--line:#768390;--login:#3fb950;--push:#58a6ff;--pull:#bc8cff;--denied:#ff7b72}}
text{font-family:ui-sans-serif,system-ui,"Segoe UI","Helvetica Neue","DejaVu Sans",sans-serif;fill:var(--text)}
.mono,.mono tspan{font-family:ui-monospace,"SFMono-Regular","DejaVu Sans Mono",Menlo,Consolas,monospace}
.bold{font-weight:600}.faint{fill:var(--faint)}
.login{fill:var(--login)}.push{fill:var(--push)}.pull{fill:var(--pull)}.starts{fill:var(--faint)}.denied{fill:var(--denied)}
.band{fill:var(--band)}.box{fill:var(--box);stroke:var(--edge)}.box.wrong{stroke:var(--denied)}
.need{fill:none;stroke:var(--line);stroke-width:1.4}.optional{stroke-dasharray:5 4}.head{fill:var(--line)}
`.replaceAll('\n', '');

const LEGEND: readonly (readonly [className: string, text: string])[] = [
  ['login', 'login'],
  ['push', 'push'],
  ['pull', 'pull'],
  ['denied', 'no credential for it'],
  ['faint', '→ between stages: some jobs wait for the whole stage before'],
  ['faint', 'dashed: an optional need'],
];

export function svg(graph: Graph): string {
  const { parts, width, height } = drawPipeline(numbered(graph), MARGIN, MARGIN, undefined);
  const legend = drawLegend(MARGIN, height + LEGEND_HEIGHT);
  const total = { width: Math.ceil(Math.max(width, legend.width) + MARGIN), height: height + LEGEND_HEIGHT + MARGIN };
  const arrow =
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" role="img" aria-label="${escaped(`Pipeline of ${graph.name}`)}">`,
    `<title>${escaped(`Pipeline of ${graph.name}`)}</title>`,
    `<style>${STYLE}</style>`,
    arrow,
    `<rect width="${total.width}" height="${total.height}" fill="var(--ground)"/>`,
    ...parts,
    ...legend.parts,
    '</svg>\n',
  ].join('\n');
}

interface Drawn {
  readonly parts: readonly string[];
  /** Where it ends. */
  readonly width: number;
  readonly height: number;
}

/** A pipeline under its heading, and below it those that its jobs start. */
function drawPipeline(pipeline: Numbered, x: number, y: number, startedBy: readonly string[] | undefined): Drawn {
  const { graph, children } = pipeline;
  const origin = startedBy ? `started by ${startedBy.join(', ')}` : '';
  const layout = layOut(pipeline);
  const notes = notesOf(graph);
  const parts = [
    heading(x, y + HEADING_SIZE, graph.name, origin),
    `<g transform="translate(${x} ${y + HEADING})">`,
    ...drawLayout(layout),
    '</g>',
  ];
  let bottom = y + HEADING + layout.height;
  for (const note of notes) {
    bottom += 20;
    parts.push(text(x, bottom, LINE_SIZE, 'faint', note));
  }
  let right = Math.max(
    x + layout.width,
    x + textWidth(`${graph.name}  ${origin}`, 'bold') * HEADING_SIZE,
    ...notes.map((note) => x + textWidth(note, 'plain') * LINE_SIZE),
  );
  for (const child of children) {
    const drawn = drawPipeline(child.pipeline, x + MARGIN, bottom + BETWEEN_PIPELINES, child.startedBy);
    const top = bottom + BETWEEN_PIPELINES - 8;
    parts.push(`<path class="need" d="M${x + 6} ${top}V${drawn.height}"/>`, ...drawn.parts);
    bottom = drawn.height;
    right = Math.max(right, drawn.width);
  }
  return { parts, width: right, height: bottom };
}

function notesOf({ stages, unresolved }: Graph): readonly string[] {
  return [
    ...(stages.length === 0 ? ['No jobs are known here.'] : []),
    ...unresolved.map((include) => `Not known here: ${include}`),
  ];
}

function drawLayout({ bands, lines, jobs }: Layout): readonly string[] {
  return [...bands.map(drawBand), ...lines.map(drawLine), ...jobs.map(drawJob)];
}

function drawBand({ x, y, width, height, title, waits }: Band): string {
  const arrow = waits ? `<path class="need" marker-end="url(#arrow)" d="M${x - 36} ${y + 18}H${x - 8}"/>` : '';
  return `<rect class="band" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>${text(x + 16, y + 22, TITLE_SIZE, 'bold faint', title)}${arrow}`;
}

function drawLine({ path, optional }: Line): string {
  return `<path class="need${optional ? ' optional' : ''}" marker-end="url(#arrow)" d="${path}"/>`;
}

function drawJob({ x, y, width, height, title, lines, whole }: JobBox): string {
  const isWrong = lines.some(({ isDenied }) => isDenied);
  return [
    `<g><title>${escaped(whole)}</title>`,
    `<rect class="box${isWrong ? ' wrong' : ''}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    text(x + 12, y + 21, TITLE_SIZE, 'bold', title),
    ...lines.map(({ kind, target, isDenied }, at) => {
      const className = isDenied ? 'denied' : kind;
      return `<text class="mono" x="${x + 12}" y="${y + 40 + at * 17}" font-size="${LINE_SIZE}" xml:space="preserve"><tspan class="${className} bold">${kind}</tspan><tspan${isDenied ? ' class="denied"' : ''}> ${escaped(target)}</tspan></text>`;
    }),
    '</g>',
  ].join('');
}

function heading(x: number, y: number, name: string, origin: string): string {
  const after =
    origin && `<tspan class="faint" font-weight="400" dx="8" font-size="${TITLE_SIZE}">${escaped(origin)}</tspan>`;
  return `<text class="bold" x="${x}" y="${y}" font-size="${HEADING_SIZE}">${escaped(name)}${after}</text>`;
}

function drawLegend(x: number, y: number): { readonly parts: readonly string[]; readonly width: number } {
  let at = x;
  const parts = LEGEND.map(([className, words]) => {
    const part = text(at, y, LINE_SIZE, className, words);
    at += textWidth(words, 'plain') * LINE_SIZE + 20;
    return part;
  });
  return { parts, width: at };
}

function text(x: number, y: number, size: number, className: string, content: string): string {
  return `<text class="${className}" x="${x}" y="${y}" font-size="${size}">${escaped(content)}</text>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of the pipeline is only ever text. */
function escaped(content: string): string {
  return content.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
