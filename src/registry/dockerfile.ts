/**
 * What a Dockerfile tells of the images that it is built from: its stages, what they take from each other and from other
 * images, and the arguments that may stand in the names. The only module that knows the parser, which is loaded when the
 * first Dockerfile is read, since most runs read none.
 */
import { createRequire } from 'node:module';
import type { Copy, DockerfileParser, Dockerfile as DockerfileSyntax, From, Instruction, Run } from 'dockerfile-ast';
import type { Place, SourceFile } from '../source/source-file.ts';

export interface Dockerfile {
  /** `ARG` before the first stage: the only ones that may stand in the name of an image. */
  readonly arguments: readonly DockerfileArgument[];
  readonly stages: readonly Stage[];
  /** What escapes a `$`: a backslash, unless `# escape=` says otherwise. */
  readonly escape: string;
}

export interface DockerfileArgument {
  readonly name: string;
  /** As written, with its quotes; undefined for an argument that the build has to give. */
  readonly value: Written | undefined;
}

export interface Stage {
  /** In lower case, since stages are named without regard to case. */
  readonly name: string | undefined;
  /** The image or the stage behind `FROM`. */
  readonly base: Written;
  /** Images and stages behind `COPY --from=` and `RUN --mount=from=`, where no variables are replaced. */
  readonly sources: readonly Written[];
}

/** A stage to which more instructions may belong. */
interface OpenStage extends Stage {
  readonly sources: Written[];
}

export interface Written {
  readonly text: string;
  readonly place: Place;
}

/** A file beyond this is no Dockerfile that anybody wrote. */
const MOST_CHARACTERS = 200_000;
const MOST_NAMES = 500;

const INSTRUCTIONS: ReadonlySet<string> = new Set([
  ...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER'],
  ...['ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
]);

/** Undefined for a text that is no Dockerfile, or one for a builder with instructions of its own. */
export function readDockerfile(file: SourceFile): Dockerfile | undefined {
  // Lines end where `SourceFile` ends them, so that both count alike.
  const text = file.text.replace(/\r(?!\n)/g, ' ');
  const syntax = text.length > MOST_CHARACTERS ? undefined : parse(text);
  const instructions = syntax?.getInstructions() ?? [];
  if (!syntax || !instructions.every((instruction) => INSTRUCTIONS.has(instruction.getKeyword()))) return undefined;
  const stages: OpenStage[] = [];
  for (const instruction of instructions) {
    if (isFrom(instruction)) {
      const stage = readStage(instruction, file);
      if (!stage) return undefined;
      stages.push(stage);
    }
    stages.at(-1)?.sources.push(...sourcesOf(instruction, file));
  }
  const names = readArguments(syntax, file);
  const images = stages.reduce((count, { sources }) => count + 1 + sources.length, 0);
  if (names.length > MOST_NAMES || images > MOST_NAMES) return undefined;
  return { arguments: names, stages, escape: syntax.getEscapeCharacter() };
}

const requirePackage = createRequire(import.meta.filename);
let parser: typeof DockerfileParser | undefined;

function parse(text: string): DockerfileSyntax | undefined {
  try {
    parser ??= (requirePackage('dockerfile-ast') as { readonly DockerfileParser: typeof DockerfileParser })
      .DockerfileParser;
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

function readArguments(syntax: DockerfileSyntax, file: SourceFile): DockerfileArgument[] {
  return syntax.getInitialARGs().flatMap((instruction) =>
    instruction.getProperties().map((property) => {
      const range = property.getValueRange();
      const value = range && property.getValue() !== null ? writtenAt(range, file) : undefined;
      return { name: property.getName(), value };
    }),
  );
}

/** `FROM image`, `FROM image AS name`; undefined for anything else. */
function readStage(from: From, file: SourceFile): OpenStage | undefined {
  const [image, as, name, ...rest] = from.getArguments();
  if (!image || rest.length > 0) return undefined;
  if (as && (as.getValue().toUpperCase() !== 'AS' || !name)) return undefined;
  const { place } = writtenAt(image.getRange(), file);
  return { name: name?.getValue().toLowerCase(), base: { text: image.getValue(), place }, sources: [] };
}

function sourcesOf(instruction: Instruction, file: SourceFile): Written[] {
  const flags = isCopy(instruction) || isRun(instruction) ? instruction.getFlags() : [];
  return flags.flatMap((flag) => {
    const option = flag.getName() === 'mount' ? flag.getOption('from') : flag;
    const isSource = isCopy(instruction) ? flag.getName() === 'from' : flag.getName() === 'mount';
    const [text, range] = [option?.getValue(), option?.getValueRange()];
    return isSource && text && range ? [{ text, place: writtenAt(range, file).place }] : [];
  });
}

const isFrom = (instruction: Instruction): instruction is From => instruction.getKeyword() === 'FROM';
const isCopy = (instruction: Instruction): instruction is Copy => instruction.getKeyword() === 'COPY';
const isRun = (instruction: Instruction): instruction is Run => instruction.getKeyword() === 'RUN';

type Range = ReturnType<Instruction['getRange']>;

function writtenAt({ start, end }: Range, file: SourceFile): Written {
  const offset = ({ line, character }: Range['start']): number => (file.lineStarts[line] ?? 0) + character;
  const place = file.place(offset(start), offset(end));
  return { text: file.text.slice(...place.range), place };
}
