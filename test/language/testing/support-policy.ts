/** A typed support policy with every construct a test can speak of, made by hand: these tests need no compiler. */
import { lower } from '../../../src/language/graph/lower.ts';
import type { Head } from '../../../src/language/heads/head.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import type { Action, Guard, Policy, Route, Target, Term } from '../../../src/language/semantics/model.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import type { ParsedFile } from '../../../src/language/syntax/syntax.ts';
import type { TestedPolicy } from '../../../src/language/testing/bind/tested-policy.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { type FactAbout, factSpec } from '../../../src/language/vocabulary/fact-spec.ts';
import type { FactKind } from '../../../src/language/vocabulary/facts.ts';
import type { FactSpec, ValueSet } from '../../../src/language/vocabulary/value-set.ts';
import { SHIPPED_WORDS } from '../heads/shipped-words.ts';
import { action, at, chain, model, policyOf, useOf } from '../planning/policy-builder.ts';

const tiers = ['free', 'pro', 'enterprise'];
const groups = new Map([['intent', ['refund', 'bug-report']]]);
const facts = new Map<string, FactSpec>();

function term(words: string, kind: FactKind, about: FactAbout, set: ValueSet): Term {
  const spec = factSpec(kind, about, { tiers, groups });
  facts.set(spec.id, spec);
  return { kind: 'term', fact: spec.id, set, at, words };
}

const numbers = (low: number, lowOpen = false, high = Number.POSITIVE_INFINITY): ValueSet => ({
  kind: 'numbers',
  ranges: [{ low, lowOpen, high, highOpen: false }],
});
const choices = (...values: string[]): ValueSet => ({ kind: 'choices', values });
const guard = (...all: Guard['all']): Guard => ({ all });
const route = (name: string, line: number, when: Guard, does: Action): Route => ({
  name,
  at: { ...at, path: 'support.route', line },
  guard: when,
  action: does,
});

const refund = term('intent is refund', 'intent', {}, choices('refund'));
const bug = term('intent is bug-report', 'intent', {}, choices('bug-report'));
const notFree = term('tier is not free', 'tier', {}, choices('pro', 'enterprise'));
const enterprise = term('tier is enterprise', 'tier', {}, choices('enterprise'));
const long = term('tokens over 100k', 'tokens', {}, numbers(100_000, true));
const nearlySpent = term(
  'budget support-team used at least 95%',
  'budget used',
  { subject: 'support-team' },
  numbers(95),
);
const beta = term(
  'header "x-beta" like "triage-*"',
  'header',
  { subject: 'x-beta' },
  {
    kind: 'texts',
    any: [{ kind: 'glob', glob: 'triage-*' }],
    negated: false,
  },
);
const sunday = term('day is sun in "Europe/Berlin"', 'day', { zone: 'Europe/Berlin' }, choices('sun'));
const night = term(
  'time up to 06:00 in "Europe/Berlin"',
  'time',
  { zone: 'Europe/Berlin' },
  numbers(0, false, 360),
);
const share = term(
  'user in first 5%',
  'share',
  { key: { kind: 'user' }, salt: 'support first' },
  numbers(0, false, 5),
);
const streaming = term(
  'request has streaming',
  'request has',
  { subject: 'streaming' },
  { kind: 'flag', value: true },
);
const chattyReached = term(
  'limit chatty reached',
  'limit reached',
  { subject: 'chatty' },
  { kind: 'flag', value: true },
);
const jobs = term(
  'team is jobs',
  'team',
  {},
  { kind: 'texts', any: [{ kind: 'equals', text: 'jobs' }], negated: false },
);

const targets: readonly Target[] = [
  chain('careful', ['sonnet', { target: 'gpt-4o', retries: 1 }, 'haiku']),
  { kind: 'pool', name: 'quick', at, order: 'cheapest', targets: ['haiku', 'mini'] },
  {
    kind: 'split',
    name: 'sonnet-vs-gpt',
    at,
    by: { kind: 'user' },
    salt: 'support split sonnet-vs-gpt',
    arms: [
      { share: 90, target: 'sonnet' },
      { share: 10, target: 'gpt-4o' },
    ],
  },
  {
    kind: 'rollout',
    name: 'next',
    at,
    by: { kind: 'user' },
    salt: 'support rollout next',
    from: 'haiku',
    to: 'sonnet',
    steps: [
      { share: 0, after: 0 },
      { share: 50, after: 1000 },
    ],
    aborts: [],
  },
];

const routes: readonly Route[] = [
  route(
    'long-documents',
    10,
    guard(long),
    action({
      use: {
        target: 'long-reader',
        transforms: [],
        orRefuse: { status: 413, message: 'This document is too long.' },
      },
    }),
  ),
  route('over-budget', 20, guard(nearlySpent), useOf('haiku')),
  route('over-limit', 24, guard(chattyReached, jobs), useOf('mini')),
  route(
    'blocked',
    26,
    guard(streaming),
    action({ refuse: { status: 451, message: 'Streams are not for you.' } }),
  ),
  route('refunds', 30, guard(refund, notFree), useOf('careful', ['brief'])),
  route(
    'bug-triage',
    40,
    guard(bug, notFree, { kind: 'any', at, alternatives: [[enterprise], [beta]] }),
    action({
      use: { target: 'sonnet-vs-gpt', transforms: [] },
      label: 'EXP-31',
    }),
  ),
  route('early', 50, guard(share), useOf('next')),
  route('quiet-hours', 60, guard(sunday, night), useOf('mini')),
];

const window = 128_000;
const models = [
  model('haiku', { window: 200_000, output: 64_000, price: { input: 1, output: 5 }, can: ['tools'] }),
  model('mini', { window, output: 16_000, price: { input: 0.15, output: 0.6 }, can: ['tools'] }),
  model('sonnet', { window: 200_000, output: 64_000, price: { input: 3, output: 15 }, can: ['tools'] }),
  model('gpt-4o', { window, output: 16_000, price: { input: 2.5, output: 10 }, can: ['tools', 'images'] }),
  model('long-reader', { window: 1_000_000, output: 32_000, price: { input: 2, output: 8 }, can: ['tools'] }),
];

export const supportPolicy: Policy = policyOf({
  models,
  targets,
  action: action(),
  more: {
    name: 'support',
    at: { ...at, path: 'policies/support.route' },
    serves: ['support'],
    facts,
    tiers,
    routes,
    otherwise: route('otherwise', 70, guard(), useOf('quick')),
    intentGroups: new Map([
      [
        'intent',
        {
          name: 'intent',
          intents: ['refund', 'bug-report'].map((name) => ({ name, at, like: [], not: [] })),
        },
      ],
    ]),
    budgets: new Map([
      [
        'support-team',
        {
          name: 'support-team',
          at,
          lines: [{ unit: 'usd', amount: 50, window: 'day', per: 'team' }],
          zone: 'UTC',
          whenUnknown: 'refuse',
        },
      ],
    ]),
    limits: new Map([
      [
        'chatty',
        {
          name: 'chatty',
          at,
          lines: [{ unit: 'requests', amount: 60, window: 'min', per: 'user' }],
          waitUpTo: 0,
        },
      ],
    ]),
    transforms: new Map([['brief', { name: 'brief', at, steps: [{ kind: 'cap-output', tokens: 800 }] }]]),
  },
});

let head: Head | undefined;
function trained(): Head {
  head ??= trainHead(
    trainingJob('intent', [
      {
        name: 'refund',
        like: [
          'I want my money back',
          'please cancel order 1182 and refund me',
          'charged twice, can you reverse one of them?',
          'how do I return these shoes and get refunded',
          'you billed me after I cancelled, refund it',
        ],
        not: [],
      },
      {
        name: 'bug-report',
        like: [
          'the app crashes when I upload a photo',
          'I get error 500 on checkout',
          'export to CSV gives an empty file',
          'login loops back to the login page',
          'the mobile menu covers the save button',
        ],
        not: [],
      },
    ]),
    SHIPPED_WORDS,
  );
  return head;
}

export function support(): TestedPolicy {
  return { policy: supportPolicy, graph: lower(supportPolicy), heads: new Map([['intent', trained()]]) };
}

export function testFile(text: string, path = 'policies/support.test.route'): ParsedFile {
  return parse(createSource(path, text));
}

/** As good as any count, for texts as short as these. */
export const countWords = (text: string): number => text.split(/\s+/).length;
