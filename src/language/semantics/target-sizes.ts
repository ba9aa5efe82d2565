/**
 * Targets that nest too deep, and targets of which one plan would hold too many attempts: a chain that names the chain
 * before it twice doubles with every level. Counted once a target, without following it, and said of the innermost that
 * passes a limit. Everything that plans or proves may rely on the limits. Knows references, not types.
 */
import type { Label } from '../diagnostics/diagnostic.ts';
import type * as Ast from '../syntax/ast.ts';
import { formatCount } from '../vocabulary/format-quantity.ts';
import { isTarget, targetsOf } from './fallback-cycles.ts';
import { label, languageError, type Report } from './report.ts';
import type { Bound, Entry, TargetNode } from './scope.ts';

/** Levels of targets, the model at the end not counted. */
const MOST_LEVELS = 32;

/** Attempts that one plan may list: more than a request can make, because some candidates cannot serve it. */
const MOST_PLANNED = 256;

interface Size {
  readonly levels: number;
  /** Models that are asked one after the other at the worst. */
  readonly planned: number;
}
const MODEL: Size = { levels: 0, planned: 1 };
/** No size: it passes to whatever leads there, and no limit is passed. A cycle has an error of its own. */
const CYCLIC: Size = { levels: Number.NaN, planned: Number.NaN };

/** A target that another one names, and where. */
interface Part {
  readonly name: Ast.Name;
  readonly entry: Entry<TargetNode>;
}

export function checkTargetSizes(bound: Bound, report: Report): void {
  const sizes = new Map<TargetNode, Size>();
  for (const scope of bound.scopes.values()) {
    for (const entry of scope.names.targets.values()) {
      if (entry.file === scope.file && !sizes.has(entry.node)) measure(bound, entry, sizes, report);
    }
  }
}

/** What is below comes first, with a stack of its own: a policy may be as deep as it likes. */
function measure(bound: Bound, start: Entry<TargetNode>, sizes: Map<TargetNode, Size>, report: Report): void {
  const entered = new Set<TargetNode>();
  const waiting = [start];
  for (let entry = waiting.at(-1); entry !== undefined; entry = waiting.at(-1)) {
    const parts = partsOf(bound, entry.node);
    if (!entered.has(entry.node)) {
      entered.add(entry.node);
      const open = parts.map((part) => part.entry);
      waiting.push(...open.filter(({ node }) => !entered.has(node) && !sizes.has(node)));
      continue;
    }
    waiting.pop();
    if (sizes.has(entry.node)) continue;
    const below = parts.map((part) => sizes.get(part.entry.node) ?? CYCLIC);
    const size = sizeOf(entry.node, below);
    sizes.set(entry.node, size);
    sayTooLarge(entry, parts, below, size, report);
  }
}

function partsOf(bound: Bound, node: TargetNode): Part[] {
  return targetsOf(node).flatMap((name) => {
    const entry = bound.references.get(name);
    return entry === undefined || !isTarget(entry) ? [] : [{ name, entry }];
  });
}

function sizeOf(node: TargetNode, below: readonly Size[]): Size {
  if (node.kind === 'model') return MODEL;
  const planned = below.map((each) => each.planned);
  return {
    levels: 1 + most(below.map(({ levels }) => levels)),
    // A chain asks all of its steps; a pool, split or rollout asks one of its own.
    planned: node.kind === 'chain' ? planned.reduce((sum, each) => sum + each, 0) : most(planned),
  };
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((greatest, each) => Math.max(greatest, each), 0);
}

/** A message shows so many parts of a target. */
const MOST_LABELS = 4;

function sayTooLarge(
  { file, node }: Entry<TargetNode>,
  parts: readonly Part[],
  below: readonly Size[],
  size: Size,
  report: Report,
): void {
  const name = node.name.text;
  const labelled = (large: (of: Size) => boolean, words: (of: Size) => string): Label[] =>
    parts
      .flatMap((part, index) => {
        const of = below[index];
        if (of === undefined || !large(of)) return [];
        return [label({ path: file.source.path, span: part.name.span }, words(of))];
      })
      .slice(0, MOST_LABELS);
  if (size.levels > MOST_LEVELS && most(below.map(({ levels }) => levels)) <= MOST_LEVELS)
    report(
      languageError(
        file,
        node.name.span,
        'L1602',
        `${node.kind} \`${name}\` nests ${size.levels} levels of targets`,
        {
          because: `${MOST_LEVELS} levels are the most: every plan and every proof follows all of them`,
          help: 'name the models themselves in fewer targets: one chain of models says the same as chains of chains',
          labels: labelled(
            ({ levels }) => levels === MOST_LEVELS,
            ({ levels }) => `nests ${levels} levels itself`,
          ),
        },
      ),
    );
  if (size.planned > MOST_PLANNED && most(below.map(({ planned }) => planned)) <= MOST_PLANNED)
    report(
      languageError(
        file,
        node.name.span,
        'L1603',
        `one plan of ${node.kind} \`${name}\` would list ${formatCount(size.planned)} attempts`,
        {
          because: `${MOST_PLANNED} are the most: a chain asks every step of every chain in it`,
          help: 'name each target once in a chain, or let a `pool` choose one of many models',
          labels: labelled(
            ({ planned }) => planned > 1,
            ({ planned }) => `${formatCount(planned)} attempts`,
          ),
        },
      ),
    );
}
