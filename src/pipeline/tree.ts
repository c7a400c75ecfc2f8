/** The whole tree: every node type, and its children in the order in which they are visited. */
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

/** The children of a node, in visiting order. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const key of VISITOR_KEYS[node.type]) {
    const child = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[key];
    if (Array.isArray(child)) children.push(...child);
    else if (child) children.push(child as Node);
  }
  return children;
}
