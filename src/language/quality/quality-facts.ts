/** Which facts distinguish the cells of a quality table. Of policies it knows only the names of their intents. */
import { factSpec } from '../vocabulary/fact-spec.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import type { QualityTable } from './quality-table.ts';

interface Group {
  readonly name: string;
  readonly intents: readonly { readonly name: string }[];
}

/** The groups whose intents the table names, and complexity where it has cells for that. */
export function qualityFacts(
  quality: QualityTable,
  intentGroups: ReadonlyMap<string, Group>,
): readonly FactSpec[] {
  const named = new Set(quality.cells.map((cell) => cell.intent));
  const groups = [...intentGroups.values()].filter(({ intents }) =>
    intents.some((intent) => named.has(intent.name)),
  );
  const declared = {
    tiers: [],
    groups: new Map(groups.map(({ name, intents }) => [name, intents.map((intent) => intent.name)])),
  };
  const banded = quality.cells.some((cell) => cell.complexity !== undefined);
  return [
    ...groups.map(({ name }) => factSpec('intent', { subject: name }, declared)),
    ...(banded ? [factSpec('complexity', {}, declared)] : []),
  ];
}
