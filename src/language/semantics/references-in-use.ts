/**
 * The content of a policy: what its file can name, and what those declarations need in turn (a model's provider, a
 * chain's models). Two declarations of one name cannot be in one policy. Knows no types.
 */
import type * as Ast from '../syntax/ast.ts';
import { targetsOf } from './fallback-cycles.ts';
import { label, languageError, type Report } from './report.ts';
import {
  type Bound,
  type Entry,
  NAMESPACE_KEYS,
  type NamedNode,
  type Namespace,
  namespaceOf,
  type Scope,
} from './scope.ts';

export type References = Readonly<Record<Namespace, ReadonlyMap<string, Entry>>>;

export function referencesFrom(bound: Bound, scope: Scope, report: Report): References {
  const own = scope.names;
  const reached: Record<Namespace, Map<string, Entry>> = {
    targets: new Map(own.targets),
    providers: new Map(own.providers),
    intents: new Map(own.intents),
    budgets: new Map(own.budgets),
    limits: new Map(own.limits),
    transforms: new Map(own.transforms),
    checks: new Map(own.checks),
    predicates: new Map(own.predicates),
  };
  const queue = NAMESPACE_KEYS.flatMap((key) => [...reached[key].values()]);
  const said = new Set<NamedNode>();
  for (let at = 0; at < queue.length; at++) {
    const entry = queue[at];
    for (const name of entry === undefined ? [] : neededBy(entry.node)) {
      const needed = bound.references.get(name);
      if (needed === undefined) continue;
      const names = reached[namespaceOf(needed.node)];
      const there = names.get(name.text);
      if (there === undefined) {
        names.set(name.text, needed);
        queue.push(needed);
      } else if (there.node !== needed.node && !said.has(needed.node)) {
        said.add(needed.node);
        sayTwo(scope, there, needed, report);
      }
    }
  }
  return reached;
}

function neededBy(node: NamedNode): readonly Ast.Name[] {
  switch (node.kind) {
    case 'model':
      return node.deployments.map((deployment) => deployment.provider);
    case 'chain':
    case 'pool':
    case 'split':
    case 'rollout':
      return targetsOf(node);
    default:
      return [];
  }
}

function sayTwo(scope: Scope, first: Entry, second: Entry, report: Report): void {
  const name = first.node.name.text;
  const span = scope.file.ast.header?.name.span ?? scope.file.ast.span;
  report(
    languageError(
      scope.file,
      span,
      'L1205',
      `this policy reaches two different ${first.node.kind}s named \`${name}\``,
      {
        because: `one is declared at ${first.at.path}:${first.at.line}, the other at ${second.at.path}:${second.at.line}`,
        help: 'rename one of the two: decisions could not distinguish them',
        labels: [label(first.at, 'one'), label(second.at, 'the other')],
      },
    ),
  );
}
