/** Places in SARIF's words, relative to the root of the repository. */
import type { Place } from '../../source/source-file.ts';
import type { ReportContext } from '../report.ts';
import { maskSecrets } from '../secrets.ts';

/** The folder that all locations are relative to. Its place on this machine is nobody's business. */
export const ROOT = '%SRCROOT%';

export function location(place: Place, context: ReportContext): object {
  return {
    physicalLocation: { artifactLocation: artifactLocation(context.pathOf(place.file)), region: region(place) },
  };
}

/** @param path of a file, as reports show it */
export function artifactLocation(path: string): object {
  return { uri: relativeUri(path), uriBaseId: ROOT };
}

export function region({ file, range }: Place): object {
  const start = file.position(range[0]);
  const end = file.position(range[1]);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Masked first: in an encoded name no secret would be known any more. Half a character cannot be encoded. */
function relativeUri(path: string): string {
  const shown = maskSecrets(path).replace(/\p{Cs}/gu, '\ufffd');
  return shown.split('/').map(encodeURIComponent).join('/');
}
