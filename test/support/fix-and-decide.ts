/**
 * Fixes a faulty policy and decides random requests by both texts, with the naive interpreter. Answers what is not as it
 * was before, in words; nothing is the only good answer. An oracle: shares no code with the rules or the analysis.
 */
import { type Compilation, compile } from '../../src/language/compile.ts';
import type { Diagnostic } from '../../src/language/diagnostics/diagnostic.ts';
import { fixUntilConverged } from '../../src/language/lint/fixes.ts';
import { runLint } from '../../src/language/lint/run-lint.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import type { Source } from '../../src/language/text/source.ts';
import type { FactSpec, FactValue } from '../../src/language/vocabulary/value-set.ts';
import { type FaultyPolicy, faultyPolicy } from './faulty-policy-text.ts';
import { naiveDecision } from './naive-interpreter.ts';
import { type Random, randomFrom } from './small-policy.ts';

export interface FixTried {
  readonly words: readonly string[];
  /** Rules whose fixes were there to make. */
  readonly fixable: ReadonlySet<string>;
  readonly changed: boolean;
}

const REQUESTS = 60;

export function tryFixing(seed: number): FixTried {
  const random = randomFrom(seed);
  const faulty = faultyPolicy(random);
  const fixable = new Set<string>();
  const lint = (sources: readonly Source[]): readonly Diagnostic[] => {
    const findings = runLint(compile(sources, new Map()), sources, { today: '2026-11-22' });
    for (const { rule, fix } of findings) if (fix !== undefined) fixable.add(rule);
    return findings;
  };
  const done = fixUntilConverged(faulty.sources, lint);
  const words = [
    ...(done.converged ? [] : ['does not converge']),
    ...disagreements(faulty, done.sources, random),
  ];
  const changed = done.sources.some(({ text }, index) => text !== faulty.sources[index]?.text);
  return { words: words.map((each) => `seed ${seed}: ${each}`), fixable, changed };
}

function disagreements(faulty: FaultyPolicy, after: readonly Source[], random: Random): string[] {
  const before = compile(faulty.sources, new Map());
  const now = compile(after, new Map());
  const broken = errorsOf(now).filter((one) => !brokenFiles(before).has(one.at.path));
  if (broken.length > 0) return broken.map(({ message }) => `broken: ${message}`);
  const old = compile(faulty.sound ?? faulty.sources, new Map()).policies[0]?.policy;
  const fixed = now.policies[0];
  // A word that has no one nearest word stays misspelt.
  if (fixed?.graph === undefined) return faulty.sound === undefined ? ['is not sound from the start'] : [];
  if (old === undefined) return ['has no policy'];
  return differences(old, fixed.policy, random);
}

function errorsOf({ diagnostics }: Compilation): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function brokenFiles(compilation: Compilation): ReadonlySet<string> {
  return new Set(errorsOf(compilation).map(({ at }) => at.path));
}

function differences(before: Policy, after: Policy, random: Random): string[] {
  const facts = new Map([...factsOf(before), ...factsOf(after)]);
  const words = groupDifferences(before, after);
  for (let count = 0; count < REQUESTS; count += 1) {
    const known = requestOf([...facts.values()], random);
    const [one, other] = [before, after].map((policy) => fateOf(policy, known));
    if (one !== other)
      words.push(`${JSON.stringify([...known])}: ${one?.slice(0, 200)} → ${other?.slice(0, 200)}`);
    if (words.length > 3) break;
  }
  return words;
}

function factsOf(policy: Policy): ReadonlyMap<string, FactSpec> {
  return policy.facts;
}

/** What a group is read by decides as much as what is asked of it; a group that is not asked any more decides nothing. */
function groupDifferences(before: Policy, after: Policy): string[] {
  const asked = [...after.facts.values()].filter(({ fact }) => fact === 'intent' || fact === 'similarity to');
  return asked.flatMap(({ id, fact, subject = '' }) => {
    const groups = [before, after].map(({ intentGroups }) => {
      const group = [...intentGroups.values()].find(({ name, intents }) =>
        fact === 'intent' ? name === subject : intents.some((one) => one.name === subject),
      );
      return plain(group);
    });
    return groups[0] === groups[1] ? [] : [`${id} is read by other intents`];
  });
}

/** The decision with all it leads to, whatever that is called. */
function fateOf(policy: Policy, known: ReadonlyMap<string, FactValue>): string {
  const decision = naiveDecision(policy, known);
  const name = decision.split(' ')[0];
  const route = [...policy.routes, ...(policy.otherwise === undefined ? [] : [policy.otherwise])].find(
    (one) => one.name === name,
  );
  const action = route?.action;
  const targets = [action?.use, ...(action?.canaries ?? [])].map((use) => {
    const model = policy.models.get(use?.target ?? '');
    const providers = model?.deployments.map(({ provider }) => policy.providers.get(provider));
    return [model, providers, use?.transforms.map((one) => policy.transforms.get(one))];
  });
  const checks = action?.expects.map((one) => policy.checks.get(one));
  return `${decision} ${plain([action, targets, checks])}`;
}

/** Without places: a line that is gone moves the others. `because` decides nothing. */
function plain(value: unknown): string {
  return JSON.stringify(value, (key, inner) => (key === 'at' || key === 'because' ? undefined : inner)) ?? '';
}

const NUMBERS = [
  0, 1, 5, 9, 80, 94, 95, 96, 540, 541, 1000, 1001, 1080, 2000, 4001, 8000, 8001, 32_000, 32_001,
];
const TEXTS = ['acme', 'ac\u202eme', 'beta', 'abc', 'zoo', 'u1', '1', 'shop', 'invoice', ''];
const NAMES = ['demo', 'gpt-4o'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Values that can be together: no share of a user who is not known, images where there are some, the day of the date. */
function requestOf(facts: readonly FactSpec[], random: Random): ReadonlyMap<string, FactValue> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const date = 20_780 + Math.floor(random() * 60);
  const user = random() < 0.2 ? null : pick(TEXTS);
  const images = pick([0, 0, 1, 2]);
  const valueFor = (spec: FactSpec): FactValue => {
    switch (spec.fact) {
      case 'date':
        return date;
      case 'day':
        return DAYS[(date + 4) % 7] ?? 'sun';
      case 'user':
        return user;
      case 'share':
        return user === null ? null : pick([0, 4.9, 5, 9.9, 10, 50]);
      case 'images':
        return images;
      case 'asked for':
        return pick(NAMES);
    }
    if (spec.id === 'request has images') return images > 0;
    if (spec.canBeUnknown && random() < 0.15) return null;
    const { domain } = spec;
    if (domain.kind === 'flag') return random() < 0.5;
    if (domain.kind === 'choice') return pick(domain.values);
    if (domain.kind === 'text') return pick(TEXTS);
    return Math.min(domain.high, domain.unit === 'score' ? pick([0, 0.3, 0.8, 1]) : pick(NUMBERS));
  };
  return new Map(facts.map((spec) => [spec.id, valueFor(spec)]));
}
