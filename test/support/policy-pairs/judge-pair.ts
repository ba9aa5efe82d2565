/**
 * What the diff says of a pair held against what the two sets do, both ways: every request that changes is in a region
 * or a note; nothing is called unchanged where something is; each region's example really changes; and what means the
 * same is called so. Knows the diff's answer and the oracle, and no analysis.
 */
import { shareOf } from '../../../src/language/planning/share.ts';
import { diffSets, type SetDiff } from '../../../src/language/replaying/diff-sets.ts';
import { parseFactValue } from '../../../src/language/vocabulary/fact-json.ts';
import { keyWords, specOfId } from '../../../src/language/vocabulary/fact-spec.ts';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import type { Draw } from './draw.ts';
import { type Effect, effectOf, policyFor } from './effects.ts';
import type { Pair } from './pairs.ts';
import { type Request, requestsFor } from './requests.ts';
import { isInside } from './where-words.ts';

export interface Fault {
  readonly kind: 'missed' | 'called unchanged' | 'not noted' | 'example does not change';
  readonly words: string;
}

export interface Verdict {
  readonly faults: readonly Fault[];
  /** The sets do the same as far as was tried, and the diff says so. */
  readonly same: boolean;
  readonly requests: number;
}

export function judgePair(pair: Pair, draw: Draw, requests: number): Verdict {
  const diff = diffSets(
    pair.old.policies.map(({ policy }) => policy),
    pair.next.policies.map(({ policy }) => policy),
  );
  const said = tell(diff);
  const faults = new Map<string, Fault>();
  const report = (kind: Fault['kind'], part: string, words: string): void => {
    const name = `${kind} ${part}`;
    if (!faults.has(name)) faults.set(name, { kind, words: `${part}: ${words}` });
  };
  const next = requestsFor(draw, [pair.old, pair.next]);
  let same = true;
  for (let count = 0; count < requests; count += 1) {
    const request = next();
    const [was, is] = [effectOf(pair.old, request), effectOf(pair.next, request)];
    const decision = was.policy === is.policy ? differing(was.decision, is.decision) : ['policy'];
    const ground = differing(was.ground, is.ground).filter(
      // What only one side asks comes with its route, which a region tells; money holds for every request.
      (part) => /^(budget|limit) /.test(part) || (was.ground.has(part) && is.ground.has(part)),
    );
    if (decision.length + ground.length === 0) continue;
    same = false;
    const [first = ''] = [...decision, ...ground];
    if (!diff.changed) report('called unchanged', first, wordsOf(request, was, is, first));
    if (!said.covers(pair, request)) {
      for (const part of decision)
        if (!said.notes.some((note) => isAbout(note.words, part) || isBehind(note, was, is)))
          report('missed', part, wordsOf(request, was, is, part));
      for (const part of was.policy === is.policy && was.route === is.route ? ground : [])
        if (!said.notes.some((note) => isAbout(note.words, part)))
          report('not noted', part, wordsOf(request, was, is, part));
    }
  }
  for (const request of examplesOf(diff, pair)) {
    const [was, is] = [effectOf(pair.old, request), effectOf(pair.next, request)];
    if (was.written === is.written && differing(was.decision, is.decision).length === 0)
      report('example does not change', 'route', wordsOf(request, was, is, 'route'));
  }
  return { faults: [...faults.values()], same: same && !diff.changed, requests };
}

function differing(before: Effect['decision'], after: Effect['decision']): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}

/** A note is about a part when it says the part's kind of thing and its name. */
function isAbout(note: string, part: string): boolean {
  const [kind = '', ...rest] = part.split(' ');
  const name = rest.join(' ').replace('firstToken', 'first token');
  if (kind === 'deadline') return note.includes(name);
  if (part === 'second look') return /second look/.test(note);
  if (kind === 'reading') return /intent/.test(note);
  if (part === 'policy') return /serves|name/.test(note);
  const subject = part.startsWith('sent to ') ? part.slice('sent to '.length) : name;
  return subject !== '' && note.includes(subject);
}

/** A note that says that requests may move, about a model or provider that the same route asks or could ask. */
function isBehind({ words, moves }: Said['notes'][number], was: Effect, is: Effect): boolean {
  if (!moves || was.route !== is.route) return false;
  return [...was.rests, ...is.rests].some((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(words));
}

interface Said {
  readonly notes: readonly { readonly words: string; readonly moves: boolean }[];
  covers(pair: Pair, request: Request): boolean;
}

function tell(diff: SetDiff): Said {
  const moved = new Set(diff.moves.flatMap(({ names }) => names));
  return {
    notes: diff.policies.flatMap(({ notes }) =>
      notes.map((note) => ({ words: `${note.what}: ${note.before} → ${note.after}`, moves: note.moves })),
    ),
    covers({ old, next }, { asked, facts }) {
      const [was, is] = [policyFor(old, asked), policyFor(next, asked)];
      const isWritten = [old, next].some((set) =>
        set.policies.some(({ policy }) => policy.serves.includes(asked)),
      );
      if (moved.has(isWritten ? asked : '*')) return true;
      const specs = new Map([...(was?.facts ?? []), ...(is?.facts ?? [])]);
      return diff.policies
        .filter((change) => change.policy === is?.name && (change.was ?? change.policy) === was?.name)
        .some(({ regions }) => regions.some(({ where }) => isInside(where, specs, facts) !== 'no'));
    },
  };
}

/** Of regions that say that every request in them changes; as `llmr explain --facts` would take them. */
function examplesOf(diff: SetDiff, { old, next }: Pair): Request[] {
  return diff.policies.flatMap(({ served, regions }) =>
    regions.flatMap(({ exact, witness }) => {
      if (!exact || witness === undefined || witness.assumptions.length > 0) return [];
      const given = new Map(Object.entries(witness.facts));
      const asked = String(given.get('asked for') ?? served);
      const both = [policyFor(old, asked), policyFor(next, asked)].flatMap((policy) => [
        ...(policy?.facts.values() ?? []),
      ]);
      const facts = new Map<string, FactValue>(both.map(({ id }) => [id, null]));
      facts.set('tokens', 100).set('output tokens', 0).set('images', 0).set('asked for', asked);
      for (const [id, json] of given) {
        const other = specOfId(id, { tiers: [], groups: new Map() });
        // A value that only one of the two knows is a value all the same.
        for (const spec of [...both.filter((each) => each.id === id), other]) {
          const parsed = spec && parseFactValue(spec, json);
          if (parsed?.ok === true) facts.set(id, parsed.value);
        }
      }
      const images = Number(facts.get('images'));
      if (images > 0) facts.set('request has images', true);
      for (const { id, key, salt } of both) {
        const name = key === undefined ? undefined : facts.get(keyWords(key));
        if (salt !== undefined && typeof name === 'string' && !given.has(id))
          facts.set(id, shareOf(name, salt));
        // Every request has a share of its own; an example that does not name it holds for all.
        if (key?.kind === 'request' && !given.has(id)) facts.set(id, 0);
      }
      return [{ asked, facts }];
    }),
  );
}

function wordsOf({ facts }: Request, was: Effect, is: Effect, part: string): string {
  const told = [...facts]
    .filter(([, value]) => value !== false)
    .map(([id, value]) => `${id}=${JSON.stringify(value)}`);
  const value = (effect: Effect): string => effect.decision.get(part) ?? effect.ground.get(part) ?? 'none';
  const [before, after] = [value(was), value(is)];
  const start = Math.max(0, [...before].findIndex((letter, index) => letter !== after[index]) - 60);
  return `${before.slice(start, start + 240)} → ${after.slice(start, start + 240)}\n    for ${told.join(' · ')}`;
}
