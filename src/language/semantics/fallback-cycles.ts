/**
 * Targets that reach themselves: depth-first search over chains, pools, splits and rollouts of all files. Each cycle
 * is said once, at the first of its targets in reading order. Knows references, not types.
 */
import type * as Ast from '../syntax/ast.ts';
import { label, languageError, type Report } from './report.ts';
import type { Bound, Entry, TargetNode } from './scope.ts';

export function checkCycles(bound: Bound, report: Report): void {
  const done = new Set<TargetNode>();
  for (const scope of bound.scopes.values()) {
    for (const entry of scope.names.targets.values()) {
      if (entry.file === scope.file) visit(bound, entry, [], done, report);
    }
  }
}

interface Step {
  readonly entry: Entry<TargetNode>;
  /** The name by which the next target is reached. */
  readonly by: Ast.Name;
}

function visit(
  bound: Bound,
  entry: Entry<TargetNode>,
  path: readonly Step[],
  done: Set<TargetNode>,
  report: Report,
): void {
  const start = path.findIndex((step) => step.entry.node === entry.node);
  if (start >= 0) {
    sayCycle(path.slice(start), report);
    return;
  }
  if (done.has(entry.node)) return;
  for (const name of targetsOf(entry.node)) {
    const next = bound.references.get(name);
    if (next !== undefined && isTarget(next)) {
      visit(bound, next, [...path, { entry, by: name }], done, report);
    }
  }
  done.add(entry.node);
}

function sayCycle(steps: readonly Step[], report: Report): void {
  const first = steps[0];
  if (first === undefined) return;
  const name = first.entry.node.name.text;
  const way = [...steps.map((step) => step.entry.node.name.text), name].join(' → ');
  report(
    languageError(
      first.entry.file,
      first.entry.node.name.span,
      'L1601',
      `${first.entry.node.kind} \`${name}\` leads back to itself`,
      {
        because: way,
        help: 'let one of them end with a model',
        labels: steps.map((step) =>
          label({ path: step.entry.file.source.path, span: step.by.span }, `leads to \`${step.by.text}\``),
        ),
      },
    ),
  );
}

function isTarget(entry: Entry): entry is Entry<TargetNode> {
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
