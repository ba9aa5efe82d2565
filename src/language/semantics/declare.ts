/**
 * Enters a file's own declarations into its namespaces: duplicates, names of facts, `tier` lists. Must not follow
 * imports or references.
 */
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { Span } from '../text/span.ts';
import { RESERVED_WORDS } from '../vocabulary/facts.ts';
import { label, languageError, placeOf, type Report } from './report.ts';
import {
  type Entry,
  emptyScope,
  groupOf,
  groupsOf,
  NAMESPACES,
  type NamedNode,
  namespaceOf,
  type Scope,
  UNNAMED_GROUP,
} from './scope.ts';

export function declareFile(file: ParsedFile, report: Report): Scope {
  const scope = emptyScope(file);
  for (const declaration of file.ast.declarations) {
    if (!isInPlace(file, declaration)) continue;
    if (declaration.kind === 'tiers') {
      declareTiers(scope, declaration, report);
    } else if (isNamed(declaration)) {
      const entry = { node: declaration, file, at: placeOf(file, declaration.name.span) };
      if (nameIsFree(declaration, file, report)) enter(scope, entry, declaration.name.span, 'L1201', report);
      else scope.broken.add(declaration.name.text);
    }
  }
  return scope;
}

/**
 * Enters a declared or imported entry unless its name is taken, which is reported at `span` of the scope's file with
 * the given help.
 */
export function enter(
  scope: Scope,
  entry: Entry,
  span: Span,
  code: 'L1201' | 'L1202',
  report: Report,
  help = 'give one of the two another name',
): void {
  const namespace = namespaceOf(entry.node);
  const name = entry.node.name.text;
  const names = scope.names[namespace] as Map<string, Entry>;
  const first = names.get(name);
  if (first === undefined) names.set(name, entry);
  const taken = first ?? clashOf(scope, entry);
  if (taken === undefined) return;
  const again = taken.node === entry.node;
  const word = taken.node.kind;
  const clash = namespaceOf(taken.node as NamedNode) !== namespace;
  const shown = clash && entry.node.kind === 'intent' ? groupOf(entry.node) : name;
  report(
    languageError(
      scope.file,
      span,
      code,
      again
        ? `\`${name}\` is imported twice`
        : clash
          ? `\`${shown}\` is an intent group and also a ${entry.node.kind === 'intent' ? word : entry.node.kind}`
          : `there is already ${word === 'intent' ? 'an' : 'a'} ${word} \`${name}\` (${taken.at.path}:${taken.at.line})`,
      {
        because:
          namespace === 'targets' || clash
            ? 'models, chains, pools, splits, rollouts and intent groups share one namespace'
            : `${NAMESPACES[namespace].many} are identified by their names`,
        help: again ? 'delete one of the two' : help,
        labels: [label(taken.at, `the first \`${shown}\``)],
      },
    ),
  );
}

/**
 * The target that has the name of an intent's group, or an intent of the group that has the name of a target. Both
 * stay in their own table, so that uses of them are not errors too.
 */
function clashOf(scope: Scope, entry: Entry): Entry | undefined {
  if (entry.node.kind === 'intent') return scope.names.targets.get(groupOf(entry.node));
  if (namespaceOf(entry.node) !== 'targets') return undefined;
  return groupsOf(scope).get(entry.node.name.text)?.[0];
}

function declareTiers(scope: Scope, tiers: Ast.Tiers, report: Report): void {
  const { file } = scope;
  if (scope.tiers !== undefined) {
    scope.broken.add('tier');
    report(
      languageError(
        file,
        tiers.span,
        'L1201',
        `the order of tiers is already declared (line ${scope.tiers.at.line})`,
        {
          because: 'tiers have one order, from least to most',
          help: 'write all tiers in one `tier` line',
          labels: [label(scope.tiers.at, 'the first order')],
        },
      ),
    );
    return;
  }
  scope.tiers = { node: tiers, file, at: placeOf(file, tiers.span) };
}

function nameIsFree(node: NamedNode, file: ParsedFile, report: Report): boolean {
  const word = node.name.text;
  const group = node.kind === 'intent' && node.group !== undefined ? node.group : undefined;
  if (group !== undefined && group.text !== UNNAMED_GROUP && RESERVED_WORDS.has(group.text)) {
    report(namedLikeFact(file, group.span, 'an intent group', group.text));
    return true;
  }
  if (node.kind === 'intent' && (word === 'none' || word === 'unknown')) {
    report(
      languageError(file, node.name.span, 'L1203', `an intent cannot be named \`${word}\``, {
        because: `\`intent is ${word}\` already has a meaning`,
        help: 'give the intent another name',
      }),
    );
    return false;
  }
  if (namespaceOf(node) === 'targets' && RESERVED_WORDS.has(word)) {
    report(namedLikeFact(file, node.name.span, `a ${node.kind}`, word));
  }
  return true;
}

function namedLikeFact(file: ParsedFile, span: Span, what: string, word: string) {
  return languageError(file, span, 'L1203', `${what} cannot be named \`${word}\`: that is a fact`, {
    because: `a condition that begins with \`${word}\` would be ambiguous`,
    help: 'give it another name',
  });
}

/** Routes belong to a policy; a file of tests holds only tests. Misplaced declarations are reported and ignored. */
export function isInPlace(file: ParsedFile, node: Ast.Declaration): boolean {
  const { header, testsFor } = file.ast;
  if (testsFor !== undefined) return ['test', 'cases', 'property', 'acceptance'].includes(node.kind);
  return header !== undefined || (node.kind !== 'route' && node.kind !== 'otherwise');
}

export function isNamed(declaration: Ast.Declaration): declaration is NamedNode {
  switch (declaration.kind) {
    case 'provider':
    case 'model':
    case 'intent':
    case 'budget':
    case 'limit':
    case 'chain':
    case 'pool':
    case 'split':
    case 'rollout':
    case 'transform':
    case 'check':
    case 'predicate':
      return true;
    default:
      return false;
  }
}
