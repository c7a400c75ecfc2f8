/** The forms in which a graph is drawn. */
import { dot } from './dot.ts';
import { json } from './json.ts';
import { mermaid } from './mermaid.ts';
import { svg } from './svg.ts';

export const DRAWINGS = { mermaid, dot, json, svg } as const;
