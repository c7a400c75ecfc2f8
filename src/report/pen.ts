/** What the report for people is written with: its context and its colours. */
import type { Colors } from 'picocolors/types.js';
import type { ReportContext } from './report.ts';

export interface Pen extends ReportContext, Colors {}
