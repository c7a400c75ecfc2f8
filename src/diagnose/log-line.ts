/** One line of a job's log as a person reads it. */
export interface LogLine {
  /** Of the line in the file, from 1: what `sed -n 41p` prints. */
  readonly number: number;
  /** Without timestamps, section markers, colours and what a carriage return overwrote. */
  readonly text: string;
  /** The outermost section that it stands in: `prepare_executor`, `step_script`. Undefined: the log has no markers there. */
  readonly section: string | undefined;
  /** It begins with a colour, as everything does that the runner says itself. */
  readonly painted: boolean;
}
