/**
 * One finding for one cause: the same fault found by two policies in a library, or in seven routes that use one model,
 * is reported at its first place, and the other places become labels. Runs after allowances, so that an allowance
 * silences its own line only. Knows no rule.
 */
import { type Diagnostic, type Label, type Origin, sortDiagnostics } from '../diagnostics/diagnostic.ts';

/** The cause of each finding that may be folded. */
export type Causes = WeakMap<Diagnostic, string>;

export function placeKey({ path, span }: Origin): string {
  return `${path}\n${span.start}\n${span.end}`;
}

const MOST_LABELS = 3;

/** Findings without a cause, and those with a fix of their own, stay as they are. */
export function foldCauses(findings: readonly Diagnostic[], causes: Causes): readonly Diagnostic[] {
  const groups = Map.groupBy(sortDiagnostics(findings), (finding): unknown => causes.get(finding) ?? finding);
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return group;
    if (group.some(({ fix }) => fix !== undefined) && !samePlace(group)) return group;
    return [withPlaces(first, others)];
  });
}

function samePlace(group: readonly Diagnostic[]): boolean {
  return new Set(group.map(({ at }) => placeKey(at))).size === 1;
}

function withPlaces(first: Diagnostic, others: readonly Diagnostic[]): Diagnostic {
  const places = new Map(others.map(({ at }) => [placeKey(at), at]));
  places.delete(placeKey(first.at));
  if (places.size === 0) return first;
  const shown = [...places.values()].slice(0, MOST_LABELS);
  const rest = places.size - shown.length;
  const labels = shown.map(({ path, span }, index): Label => {
    const isLast = index === shown.length - 1;
    return { path, span, text: isLast && rest > 0 ? `here too, and in ${rest} more` : 'here too' };
  });
  return { ...first, labels: [...(first.labels ?? []), ...labels] };
}
