/**
 * Random policies with several faults at once that lint can fix: needless conditions in every shape, names that nothing
 * uses, idle allowances, characters that reorder text, misspelt words. Written untidily: comments between conditions,
 * several on one line, CRLF. Knows no rule.
 */
import { createSource, type Source } from '../../src/language/text/source.ts';
import type { Random } from './small-policy.ts';

export interface FaultyPolicy {
  readonly sources: readonly Source[];
  /** The same without misspelt words, where there are any: what the fixes are to lead back to. */
  readonly sound?: readonly Source[];
}

/** Conditions whose sets overlap, so that chance makes some of them needless. */
const CONDITIONS: readonly (readonly string[])[] = [
  [
    'tokens over 1k',
    'tokens over 8k',
    'tokens at least 8k',
    'tokens up to 32k',
    'tokens between 2k and 8k',
    'tokens at least 0',
  ],
  [
    'tier is pro',
    'tier at least pro',
    'tier is pro or enterprise',
    'tier is not free',
    'tier is enterprise',
    'tier is unknown',
  ],
  [
    'request has tools',
    'request has no tools',
    'request has tools or images',
    'request has no tools or images',
    'request has json or tools',
    'request has no json',
    'images at least 1',
    'images is 0',
  ],
  [
    'team is "acme"',
    'team is acme or beta',
    'team like "a*"',
    'team is not "acme"',
    'team is unknown',
    'team matches /^ac/',
  ],
  ['user in first 5%', 'user in first 10%', 'user is "u1"', 'user is unknown'],
  [
    'intent is refund',
    'intent is refund or bug-report',
    'intent is none',
    'intent is unknown',
    'tone is urgent',
    'tone is none',
    'similarity to refund at least 0.8',
  ],
  ['header "x-beta" is "1"', 'header "x-beta" is unknown', 'metadata "app" is shop'],
  [
    'time between 09:00 and 18:00',
    'time at least 09:00',
    'day is sat or sun',
    'day is sat',
    'date at least 2027-01-01',
  ],
  [
    'endpoint is chat',
    'endpoint is chat or messages',
    'asked for "demo"',
    'asked for like "gpt-*"',
    'text contains "invoice"',
  ],
  [
    'budget cap used at least 95%',
    'budget cap used over 80%',
    'limit chatty reached',
    'limit chatty not reached',
    'predicate vip holds',
    'spare-d is down',
    'haiku is down',
    'haiku p95 latency over 4s',
    'rules "./doc.json" match',
  ],
];

/** Declarations that nothing has to use; in any order, some of them twice under two names. */
const SPARE: readonly ((name: string) => string)[] = [
  (name) => `provider ${name} { speaks simulated region eu }`,
  (name) => `provider ${name} {\n  speaks simulated # of old\n}`,
  (name) => `model ${name} {\n  is "s" on lab\n  window 8k output 1k\n}`,
  (name) => `model ${name} { is "s" on lab { region eu } }`,
  (name) => `chain ${name} {\n  try sonnet within 20s\n  then haiku\n}`,
  (name) => `pool ${name} { cheapest of haiku, sonnet }`,
  (name) => `split ${name} by user { 90% haiku 10% sonnet }`,
  (name) => `rollout ${name} by user {\n  from haiku to sonnet\n  steps 1%, 5% after 30min\n}`,
  (name) => `transform ${name} { cap output 800 }`,
  (name) => `check ${name} { contains "ok" }`,
  (name) => `predicate ${name} { within 20ms }`,
  (name) => `intent ${name} { like "${name} it" }`,
  (name) => `intent ${name} in tone { like "${name} now" }`,
  (name) => `intent ${name} in mood { like "${name} day" }`,
];

const FIXED_PART = `tier free, pro, enterprise
provider lab { speaks simulated region us }
provider west { speaks simulated region eu }
model haiku { is "h" on lab window 200k output 8k price $1 in, $5 out can tools, images, json }
model sonnet { is "s" on lab { region eu } window 200k output 8k price $3 in, $15 out can tools, images, json }
intent refund { like "I want my money back" like "refund me" }
intent bug-report { like "it crashes" like "the app is broken" }
intent urgent in tone { like "hurry" }
budget cap { limit $50/day per team }
limit chatty { 60 requests/min per user }
predicate vip { within 20ms }
transform brief { system prepend "Be brief." }
check strict { contains "ok" }
`;
const LIBRARY = `model spare-a { is "a" on far }
provider far { speaks simulated region eu }
model spare-b { is "b" on near }
provider near { speaks simulated }
chain spare-c { try spare-a then spare-b }
model spare-d { is "d" on near }
intent spare-e { like "something else" }
`;
const DOCUMENT = JSON.stringify({
  rules: [
    {
      conditions: { all: [{ fact: 'spare-b is down', operator: 'equal', value: true }] },
      event: { type: 'x' },
    },
  ],
});

/** Misspelt and right, where a word may be misspelt so. */
const MISSPELT: readonly (readonly [RegExp, string])[] = [
  [/ over (?=\d)/, ' > '],
  [/ tier is pro\b/, ' teir is pro'],
  [/ is "acme"/, ' == "acme"'],
  [/ used at least 95%/, ' used at least 95'],
  [/ between 2k and 8k/, ' between 8k and 2k'],
  [/ request has tools\b/, ' request has toools'],
  [/ use haiku\b/, ' use haikuu'],
  [/(?<=and) tokens/, ' tokns'],
  [/ similarity to refund at least 0\.8/, ' similarity to refund at least 80%'],
  [/\bspare-d from/, 'spare-dd from'],
  [/ cap output 800/, ' cap output $800'],
  [/, spare-/, ' spare-'],
];

export function faultyPolicy(random: Random): FaultyPolicy {
  const sound = soundText(random);
  const able = TESTS.filter((test) => !test.includes('mood') || sound.includes('in mood'));
  const testText = able[Math.floor(random() * able.length)] ?? '';
  const files = (text: string): readonly Source[] => [
    createSource('demo.route', text),
    createSource('lib.route', LIBRARY),
    createSource('doc.json', DOCUMENT),
    createSource('demo.test.route', testText),
  ];
  if (random() > 0.3) return { sources: files(sound) };
  let text = sound;
  for (let count = 0; count < 3; count += 1) {
    const able = MISSPELT.filter(([right]) => right.test(text));
    const [right, wrong] = able[Math.floor(random() * able.length)] ?? [/$^/, ''];
    text = text.replace(right, wrong);
  }
  return text === sound ? { sources: files(sound) } : { sources: files(text), sound: files(sound) };
}

const TESTS = [
  'tests for "./demo.route"\n\ntest "one" {\n  given tier pro\n  expect route otherwise\n}\n',
  'tests for "./demo.route"\n\nnever "two" {\n  when mood is none\n  model in sonnet\n}\n',
  'tests for "./demo.route"\n\ntest "three" {\n  given tone urgent\n  expect route otherwise\n}\n',
];

function soundText(random: Random): string {
  const whole = (below: number): number => Math.floor(random() * below);
  const pick = <T>(list: readonly T[]): T => list[whole(list.length)] as T;
  const rarely = (text: string, chance = 0.15): string => (random() < chance ? text : '');
  // Few facts, so that conditions meet.
  const kinds = [pick(CONDITIONS), pick(CONDITIONS), pick(CONDITIONS)];
  const condition = (): string => {
    const words = pick(pick(kinds));
    return words.includes('"acme"') ? words.replace('acme', `ac${rarely('\u202e', 0.05)}me`) : words;
  };
  const lineEnd = (indent: string): string =>
    pick([
      '\n',
      '\n',
      '\n',
      ` # why${rarely('\u2067')}\n`,
      `\n${indent}# between\n`,
      ` # llmr-allow overlap: agreed\n`,
      `\n${indent}# llmr-allow redundant-condition, overlap: both\n`,
      '\n\n',
    ]);
  const alternative = (): string => {
    const parts = Array.from({ length: 1 + whole(3) }, condition);
    if (random() < 0.3) parts.push(pick(parts));
    return parts.join(rarely(' #c\n      and ') || ' and ');
  };
  const group = (): string => {
    const list = Array.from({ length: 1 + whole(3) }, alternative);
    if (random() < 0.3) list.push(pick(list));
    if (random() < 0.1) return `any { ${list.join(' ')} }`;
    return `any {${lineEnd('    ')}${list.map((one) => `    ${one}${lineEnd('    ')}`).join('')}  }`;
  };
  const when = (): string => {
    const parts = Array.from({ length: 1 + whole(4) }, () => (random() < 0.35 ? group() : condition()));
    if (random() < 0.3) parts.push(pick(parts));
    return parts
      .map((part, index) =>
        index === 0
          ? `  when ${part}`
          : `${random() < 0.3 ? ' ' : lineEnd('  ').replace(/\n$/, '\n   ')}and ${part}`,
      )
      .join('');
  };
  const action = (): string =>
    `  use ${pick(['haiku', 'sonnet', 'haiku with brief'])} or refuse 413 "Too long."\n${rarely('  expect strict\n')}${rarely('  within region eu\n', 0.1)}${rarely('  canary 5% by user use sonnet\n')}`;
  const route = (name: string): string =>
    `route ${name} {${lineEnd('  ')}  because "${name}${rarely('\u200f', 0.05)}."\n${when()}${lineEnd('  ')}${action()}}`;
  const spare = Array.from(
    { length: whole(4) },
    (_, index) => `${rarely('# a note\n')}${pick(SPARE)(`extra-${index}`)}`,
  );
  const imported = ['spare-a', 'spare-b', 'spare-c', 'spare-d', 'spare-e'].filter(() => random() < 0.6);
  const named = [...new Set([...imported, 'spare-b', 'spare-d'])].sort(() => random() - 0.5);
  const blocks = [
    ...spare,
    ...FIXED_PART.trim().split('\n'),
    ...Array.from({ length: 1 + whole(3) }, (_, index) => route(`r${index}`)),
  ];
  const body = spread(blocks, random).join(pick(['\n', '\n\n']));
  const text = `policy demo edition 1 {\n  serves "demo", "gpt-4o"\n}\n${rarely('# llmr-allow overlap: once\n')}import ${named.join(', ')} from "./lib.route"\n${body}\notherwise {\n  because "Everybody."\n${action()}}\n`;
  return random() < 0.15 ? text.replaceAll('\n', '\r\n') : text;
}

/** Routes stay in order, behind nothing in particular: now and then several blocks are on one line. */
function spread(blocks: readonly string[], random: Random): string[] {
  const out: string[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    const joins =
      last !== undefined && !last.includes('\n') && !block.includes('\n') && !/^(#|tier)/.test(last);
    if (joins && !block.startsWith('#') && random() < 0.1) out[out.length - 1] = `${last} ${block}`;
    else out.push(block);
  }
  return out;
}
