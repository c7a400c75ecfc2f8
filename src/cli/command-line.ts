/** The process that a command runs in, as far as it may see of it. */

export interface CommandLine {
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What other threads run. Absent: everything is done in this one. */
  readonly threadFile?: string;
  /** Resolves when the user ends a command that would go on. Until it is called an interruption ends the process. */
  interruption?(): Promise<void>;
  /** Called when pipelines have been linted. */
  linted?(): void;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
