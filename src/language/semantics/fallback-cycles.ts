/**
 * Targets that reach themselves: depth-first search over chains, pools, splits and rollouts of all files. Each cycle
 * is reported once, at the first of its targets in reading order. Knows references, not types.
 */
import type * as Ast from '../syntax/ast.ts';
import { label, languageError, type Report } from './report.ts';
import type { Bound, Entry, TargetNode } from './scope.ts';

export function checkCycles(bound: Bound, report: Report): void {
  const done = new Set<TargetNode>();
  for (const scope of bound.scopes.values()) {
    for (const entry of scope.names.targets.values()) {
      if (entry.file === scope.file) visit(bound, entry, done, report);
    }
  }
}

interface Step {
  readonly entry: Entry<TargetNode>;
  /** Names it leads to that have not been followed yet, last first. */
  readonly left: Ast.Name[];
  /** The name that is being followed. */
  by: Ast.Name | undefined;
}

/** With an explicit stack, because a policy may nest deeply. */
function visit(bound: Bound, start: Entry<TargetNode>, done: Set<TargetNode>, report: Report): void {
  const path: Step[] = [];
  const depths = new Map<TargetNode, number>();
  const enter = (entry: Entry<TargetNode>): void => {
    if (done.has(entry.node)) return;
    depths.set(entry.node, path.length);
    path.push({ entry, left: targetsOf(entry.node).toReversed(), by: undefined });
  };
  enter(start);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const name = step.left.pop();
    if (name === undefined) {
      path.pop();
      depths.delete(step.entry.node);
      done.add(step.entry.node);
      continue;
    }
    step.by = name;
    const next = bound.references.get(name);
    if (next === undefined || !isTarget(next)) continue;
    const depth = depths.get(next.node);
    if (depth === undefined) enter(next);
    else sayCycle(path.slice(depth), report);
  }
}

/** Most steps of a cycle in a message. */
const MOST_LABELS = 8;

function sayCycle(steps: readonly Step[], report: Report): void {
  const first = steps[0];
  if (first === undefined) return;
  const name = first.entry.node.name.text;
  const names = steps.map((step) => step.entry.node.name.text);
  const way = [...names.slice(0, MOST_LABELS), ...(names.length > MOST_LABELS ? ['…'] : []), name].join(
    ' → ',
  );
  report(
    languageError(
      first.entry.file,
      first.entry.node.name.span,
      'L1601',
      `${first.entry.node.kind} \`${name}\` leads back to itself`,
      {
        because: way,
        help: 'let one of them end with a model',
        labels: steps
          .slice(0, MOST_LABELS)
          .flatMap(({ entry, by }) =>
            by === undefined
              ? []
              : [label({ path: entry.file.source.path, span: by.span }, `leads to \`${by.text}\``)],
          ),
      },
    ),
  );
}

export function isTarget(entry: Entry): entry is Entry<TargetNode> {
  switch (entry.node.kind) {
    case 'model':
    case 'chain':
    case 'pool':
    case 'split':
    case 'rollout':
      return true;
    default:
      return false;
  }
}

/** The names a target leads to, in reading order. */
export function targetsOf(node: TargetNode): readonly Ast.Name[] {
  switch (node.kind) {
    case 'model':
      return [];
    case 'chain':
      return node.steps.map((step) => step.target);
    case 'pool':
      return node.targets;
    case 'split':
      return node.arms.map((arm) => arm.target);
    case 'rollout':
      return [node.from, node.to].filter((name) => name !== undefined);
  }
}
