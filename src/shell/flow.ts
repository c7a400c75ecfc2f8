/** The shell at one point of its way through a script, and how ways part and meet again. */
import type { Environment } from './environment.ts';
import type { Observer } from './run.ts';

export interface Flow<State> {
  environment: Environment;
  state: State;
  /** False inside branches and loops. */
  readonly certain: boolean;
  /** `exit`, `return`, `break` or the like was met: what follows does not run on this way. */
  ended: boolean;
  /** The ways that left something early, waiting where it ends. */
  readonly left: Left<State>;
}

export interface Left<State> {
  /** By `exit`, which leaves nothing of the shell but what it did to files. */
  readonly shell: Flow<State>[];
  /** By `return`. */
  readonly function: Flow<State>[];
  /** By `break` and `continue`; undefined outside of loops. */
  readonly loop: Flow<State>[] | undefined;
}

/** The shell's own commands that leave something early, with what they leave. */
export const LEAVING: Readonly<Record<string, keyof Left<never>>> = {
  exit: 'shell',
  return: 'function',
  break: 'loop',
  continue: 'loop',
};

/** The beginning of a script. */
export function startFlow<State>(environment: Environment, state: State): Flow<State> {
  return { environment, state, certain: true, ended: false, left: { shell: [], function: [], loop: undefined } };
}

/** A way that goes on beside others, from the same state. */
export function branchOff<State>(flow: Flow<State>, observer: Observer<State>): Flow<State> {
  return { ...flow, environment: flow.environment.copy(), state: observer.copy(flow.state), certain: false };
}

/** Ends a way; it goes on behind what it leaves. */
export function leave<State>(flow: Flow<State>, what: keyof Left<State>): void {
  const waiting = flow.left[what];
  if (!waiting) return;
  flow.ended = true;
  waiting.push(flow);
}

/** Makes a flow what holds after any of several ways. Where all of them have ended, nothing runs any more. */
export function goOnAfter<State>(flow: Flow<State>, ways: readonly Flow<State>[], observer: Observer<State>): void {
  const [first, ...others] = ways;
  flow.ended = first === undefined;
  if (!first) return;
  flow.environment = first.environment;
  flow.state = first.state;
  for (const other of others) {
    flow.environment.joinWith(other.environment);
    observer.join(flow.state, other.state);
  }
}

/** What holds after a shell, whichever way it ended. */
export function stateAfter<State>(flow: Flow<State>, observer: Observer<State>): State {
  const [first, ...others] = endsOf(flow, flow.left.shell);
  if (!first) return flow.state;
  for (const other of others) observer.join(first.state, other.state);
  return first.state;
}

/** The end of a way if it is reached, and those that left early. */
export function endsOf<State>(flow: Flow<State>, left: readonly Flow<State>[]): Flow<State>[] {
  return flow.ended ? [...left] : [flow, ...left];
}
