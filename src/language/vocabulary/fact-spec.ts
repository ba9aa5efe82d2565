/**
 * Facts of one policy: from a row of the vocabulary and what it is about to a `FactSpec` with its id, and back
 * from an id (in a facts file, a recorded decision, a test) to the spec. Knows no syntax.
 */
import { canonicalZone } from './canonical-zone.ts';
import { type Declared, FACT_KINDS, type FactKind, FEATURES, factRow } from './facts.ts';
import type { FactSpec, KeySpec } from './value-set.ts';

/** What a fact is about, as far as its row needs it. */
export interface FactAbout {
  readonly subject?: string;
  /** IANA zone of a clock fact; UTC by default. */
  readonly zone?: string;
  readonly key?: KeySpec;
  readonly salt?: string;
  /** For a share: it belongs to a canary, not to a condition. */
  readonly of?: 'canary';
}

export function factSpec(kind: FactKind, about: FactAbout, declared: Declared): FactSpec {
  const row = factRow(kind);
  const subject = subjectOf(kind, about);
  const zone = row.source === 'clock' ? zoneOf(about) : undefined;
  return {
    id: factId(kind, about),
    fact: kind,
    ...(row.subject === 'none' || row.subject === 'salt' ? {} : { subject }),
    ...(zone === undefined ? {} : { zone }),
    ...(about.key === undefined ? {} : { key: about.key }),
    ...(about.salt === undefined ? {} : { salt: about.salt }),
    ...(about.of === undefined ? {} : { of: about.of }),
    domain: row.domain(declared, subject),
    cost: row.cost,
    canBeUnknown: row.canBeUnknown && !isAlwaysKnown(kind, about, declared),
  };
}

/** Every request has its own key, and a default replaces a predicate without an answer: these are never unknown. */
function isAlwaysKnown(kind: FactKind, about: FactAbout, declared: Declared): boolean {
  if (kind === 'share') return about.key?.kind === 'request';
  return kind === 'predicate' && declared.settled?.has(about.subject ?? '') === true;
}

/** `tokens`, `header "x-beta"`, `budget cap used`, `time in "Europe/Berlin"`, `user share "support first"`. */
export function factId(kind: FactKind, about: FactAbout): string {
  const row = factRow(kind);
  const zone = row.source === 'clock' && zoneOf(about) !== 'UTC' ? ` in "${zoneOf(about)}"` : '';
  return `${row.id.replace('{key}', () => (about.key === undefined ? '' : keyWords(about.key))).replace('{}', () => subjectOf(kind, about))}${zone}`;
}

/** `user`, `header "x-session"`. */
export function keyWords(key: KeySpec): string {
  return key.kind === 'header' || key.kind === 'metadata' ? `${key.kind} "${key.name}"` : key.kind;
}

/** The spec an id stands for, or undefined when no fact is written like this. Subjects are not looked up. */
export function specOfId(id: string, declared: Declared): FactSpec | undefined {
  for (const kind of FACT_KINDS) {
    const about = kind === 'intent' ? undefined : aboutOf(kind, id);
    if (about !== undefined) return factSpec(kind, about, declared);
  }
  return id === 'intent' || declared.groups.has(id)
    ? factSpec('intent', { subject: id }, declared)
    : undefined;
}

/** An invalid zone name is left unchanged: checks report it. */
function zoneOf({ zone = 'UTC' }: FactAbout): string {
  return canonicalZone(zone) ?? zone;
}

function subjectOf(kind: FactKind, about: FactAbout): string {
  if (kind === 'share') return about.salt ?? '';
  if (kind === 'header') return (about.subject ?? '').toLowerCase();
  return about.subject ?? (kind === 'intent' ? 'intent' : '');
}

function aboutOf(kind: FactKind, id: string): FactAbout | undefined {
  const row = factRow(kind);
  if (row.source === 'clock') {
    if (id === row.id) return {};
    const zone = /^ in "([^"]+)"$/.exec(id.startsWith(row.id) ? id.slice(row.id.length) : '')?.[1];
    return zone === undefined ? undefined : { zone };
  }
  if (row.subject === 'none') return id === row.id ? {} : undefined;
  if (kind === 'share') return shareOf(id);
  const [before = '', after = ''] = row.id.split('{}');
  if (id.length <= before.length + after.length || !id.startsWith(before) || !id.endsWith(after))
    return undefined;
  const subject = id.slice(before.length, id.length - after.length);
  if (kind === 'request has' && !FEATURES.some((feature) => feature === subject)) return undefined;
  const quoted = row.subject === 'header' || row.subject === 'metadata' || row.subject === 'file';
  return subject.includes(quoted ? '"' : ' ') ? undefined : { subject };
}

function shareOf(id: string): FactAbout | undefined {
  const found = /^(user|team|key|tier|request|(header|metadata) "([^"]+)") share "(.*)"$/.exec(id);
  if (found === null) return undefined;
  const named = found[2];
  const key: KeySpec =
    named === 'header' || named === 'metadata'
      ? { kind: named, name: found[3] ?? '' }
      : { kind: found[1] as 'user' | 'team' | 'key' | 'tier' | 'request' };
  return { key, salt: found[4] ?? '' };
}

/** Ids that can be completed without a subject: `tokens`, `request has tools`, `endpoint`. */
export const PLAIN_FACT_IDS: readonly string[] = [
  ...FACT_KINDS.filter((kind) => factRow(kind).subject === 'none').map((kind) => factRow(kind).id),
  ...FEATURES.map((feature) => `request has ${feature}`),
  'intent',
];
