/**
 * Targets that nest too deep, and targets of which one plan would hold too many attempts: a chain that names the
 * chain before it twice doubles with every level. Counted once per target, without following it again, and reported
 * for the innermost that exceeds a limit. Planning and proofs rely on the limits. Knows references, not types.
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
  /** Models that are called one after the other in the worst case. */
  readonly planned: number;
}
const MODEL: Size = { levels: 0, planned: 1 };
/** No size: exceeds no limit. A cycle has its own error. */
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

/** Children first, with an explicit stack, because a policy may nest deeply. */
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
    // A chain tries all of its steps; a pool, split or rollout chooses one of its members.
    planned: node.kind === 'chain' ? planned.reduce((sum, each) => sum + each, 0) : most(planned),
  };
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((greatest, each) => Math.max(greatest, each), 0);
}

/** Most parts of a target in a message. */
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
          because: `at most ${MOST_LEVELS} levels are allowed: every plan and every proof follows all of them`,
          help: 'name the models directly in fewer targets: one chain of models is equivalent to chains of chains',
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
          because: `at most ${MOST_PLANNED} are allowed: a chain tries every step of every chain in it`,
          help: 'name each target once in a chain, or let a `pool` choose one of many models',
          labels: labelled(
            ({ planned }) => planned > 1,
            ({ planned }) => `${formatCount(planned)} attempts`,
          ),
        },
      ),
    );
}
