/**
 * Whether a request is in a region, read from the region's own words as a person would: `tier pro or enterprise`,
 * `tokens 32,001 to 120,000`, `header "x" like "a*"`. Shares no code with what writes them.
 */

import { readQuantity } from '../../../src/language/vocabulary/format-quantity.ts';
import type { FactSpec, FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { textFits } from './text-fits.ts';

/** `perhaps`: the words leave something out (`or others`), or can be read in two ways. */
export type Inside = 'yes' | 'no' | 'perhaps';

export function isInside(
  where: ReadonlyMap<string, string>,
  specs: ReadonlyMap<string, FactSpec>,
  facts: ReadonlyMap<string, FactValue>,
): Inside {
  let inside: Inside = 'yes';
  for (const [id, words] of where) {
    const one = fits(id, words, specs, facts);
    if (one === 'no') return 'no';
    if (one === 'perhaps') inside = 'perhaps';
  }
  return inside;
}

function fits(
  id: string,
  words: string,
  specs: ReadonlyMap<string, FactSpec>,
  facts: ReadonlyMap<string, FactValue>,
): Inside {
  const spec = specs.get(id);
  const value = facts.get(id);
  // A pattern that stands for itself, or a fact that only plans read.
  if (value === undefined) return 'perhaps';
  const known = words.replace(/(^| or )unknown$/, '');
  const orUnknown = known.length < words.length;
  if (value === null) return yes(orUnknown);
  if (known === '') return 'no';
  if (known === 'known' || known === 'anything') return 'yes';
  if (typeof value === 'boolean') return yes(known === (value ? 'yes' : 'no'));
  if (typeof value === 'number') return yes(known.split(' or ').some((part) => spans(part, value, spec)));
  if (spec?.domain.kind === 'choice') {
    if (known.endsWith(' or others')) return 'perhaps';
    const members = known.replace(/^not /, '').split(' or ');
    return yes(members.includes(value) !== known.startsWith('not '));
  }
  return textFits(known, value);
}

function yes(fits: boolean): Inside {
  return fits ? 'yes' : 'no';
}

const BANDS: Readonly<Record<string, (value: number) => boolean>> = {
  low: (value) => value < 1 / 3,
  middle: (value) => value >= 1 / 3 && value < 2 / 3,
  high: (value) => value >= 2 / 3,
};

function spans(words: string, value: number, spec: FactSpec | undefined): boolean {
  if (words === 'anything' || words === 'known') return true;
  const band = BANDS[words];
  if (band !== undefined) return band(value);
  const compared = [...words.matchAll(/(over|under|at least|up to) (\S+)/g)];
  if (compared.length === 0) {
    const [low, high = low] = words.split(' to ');
    return value >= numberOf(low, spec) && value <= numberOf(high, spec);
  }
  return compared.every(([, word, bound]) => {
    const limit = numberOf(bound, spec);
    if (word === 'over') return value > limit;
    if (word === 'under') return value < limit;
    return word === 'at least' ? value >= limit : value <= limit;
  });
}

function numberOf(words: string | undefined, spec: FactSpec | undefined): number {
  const { domain } = spec ?? {};
  const unit = domain?.kind === 'number' ? domain.unit : 'tokens';
  if (words === '1/3' || words === '2/3') return Number(words[0]) / 3;
  const value = readQuantity(unit, (words ?? '').replaceAll(',', ''));
  if (value === undefined) throw new Error(`no ${unit}: ${words}`);
  return value;
}
