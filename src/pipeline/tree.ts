/** The whole tree: every node type, and its children in the order in which they are visited. */
import type { SourceFile } from '../source/source-file.ts';
import type { Command, VariableReference } from './commands.ts';
import type { AuthFile, Build, Login, Logout, Pull, Push } from './events.ts';
import type { Image, Job, Pipeline, Script, Service, Variable } from './nodes.ts';

export type RegistryEvent = Login | Logout | Push | Pull | Build | AuthFile;

export type Node = Pipeline | Job | Image | Service | Variable | VariableReference | Script | Command | RegistryEvent;

export type NodeType = Node['type'];
export type NodeOf<Type extends NodeType> = Extract<Node, { readonly type: Type }>;

/**
 * Names of the properties that hold a node's children; child pipelines come last. A job's events come after its scripts, in the order in which they
 * run, so that a rule sees the login before the push.
 */
export const VISITOR_KEYS: Readonly<Record<NodeType, readonly string[]>> = {
  Pipeline: ['references', 'variables', 'jobs', 'children'],
  Job: ['references', 'image', 'services', 'variables', 'scripts', 'events'],
  Image: ['references'],
  Service: ['references', 'variables'],
  Variable: ['references'],
  VariableReference: [],
  Script: ['commands'],
  Command: ['references'],
  Login: [],
  Logout: [],
  Push: [],
  Pull: [],
  Build: [],
  AuthFile: [],
};

/** A pipeline and all that its jobs start, and theirs. */
export function pipelinesOf(pipeline: Pipeline): readonly Pipeline[] {
  return [pipeline, ...pipeline.children.flatMap(pipelinesOf)];
}

/** What a job's scripts run, in order. */
export function commandsOf({ scripts }: Job): readonly Command[] {
  const all: Command[] = [];
  for (const { commands } of scripts) for (const command of commands) all.push(command);
  return all;
}

/** All that a job runs, as text: its lines, and the scripts of the repository that they run. */
export function textsOf(job: Job): readonly string[] {
  const texts: string[] = [];
  for (const { lines } of job.scripts) for (const { text } of lines) texts.push(text.text);
  const scripts = new Set<string>();
  for (const { runs } of commandsOf(job)) if (runs) scripts.add(runs.text);
  return [...texts, ...scripts];
}

/** The files that take part in pipelines, each once: the linted ones, what they include, and the scripts that jobs run. */
export function filesOf(pipelines: readonly Pipeline[]): ReadonlySet<SourceFile> {
  const files = new Set<SourceFile>();
  for (const { composition, jobs } of pipelines) {
    for (const file of composition.files) files.add(file);
    for (const job of jobs) for (const { runs } of commandsOf(job)) if (runs) files.add(runs);
  }
  return files;
}

/** The children of a node, in visiting order. */
export function childrenOf(node: Node): readonly Node[] {
  const keys = VISITOR_KEYS[node.type];
  if (keys.length === 0) return NO_NODES;
  const children: Node[] = [];
  for (const key of keys) {
    const child = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[key];
    if (Array.isArray(child)) for (const each of child) children.push(each);
    else if (child) children.push(child as Node);
  }
  return children;
}

const NO_NODES: readonly Node[] = [];
