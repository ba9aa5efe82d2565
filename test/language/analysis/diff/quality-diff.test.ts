// What a diff says where policies choose by a quality table: whom another table or another threshold moves, row by row,
// and that nobody else moves.
import { describe, expect, test } from 'vitest';
import { noteWords } from '../../../../src/cli/render/diff-words.ts';
import { diffPolicies } from '../../../../src/language/analysis/diff/diff.ts';
import { regionLine } from '../../../../src/language/analysis/space/region-words.ts';
import { compile } from '../../../../src/language/compile.ts';
import { diffSets } from '../../../../src/language/replaying/diff-sets.ts';
import { runTests } from '../../../../src/language/testing/run/run-tests.ts';
import { END, files, HEAD, LIBRARY, policyOf } from '../../semantics/policies.ts';

const HEADER = 'model,intent,complexity,quality,low,high';
const SONNET = 'sonnet,*,*,97,95,98';
const POOL = 'pool frugal { cheapest of sonnet, haiku good enough at 90% }\n';
const SHORT = `${POOL}route short { when tokens up to 8k use frugal }`;

interface One {
  readonly rows: readonly string[];
  readonly body?: string;
}

function policyWith({ rows, body = SHORT }: One) {
  return policyOf(`quality "./q.csv"\n${body}`, { 'q.csv': `${[HEADER, ...rows].join('\n')}\n` });
}

function compare(before: One, after: One) {
  const { proved, regions } = diffPolicies(policyWith(before), policyWith(after));
  return {
    proved,
    regions: regions.map(({ where, before: b, after: a, exact }) => {
      const inexact = exact ? '' : ', in part';
      return `${regionLine(where)}${inexact}: ${b.route} ${b.model} → ${a.route} ${a.model}`;
    }),
  };
}

describe('a table that changes', () => {
  test('is told by the rows that cross what is asked', () => {
    const at = (low: number) => ({
      rows: [SONNET, 'haiku,*,*,80,70,90', `haiku,refund,*,95,${low},98`, 'haiku,refund,high,70,60,80'],
    });
    expect(compare(at(91), at(89))).toEqual({
      proved: true,
      regions: [
        'intent refund · tokens up to 8k · complexity low or middle or unknown: short haiku → short sonnet',
      ],
    });
    expect(compare(at(89), at(91)).regions).toEqual([
      'intent refund · tokens up to 8k · complexity low or middle or unknown: short sonnet → short haiku',
    ]);
  });

  test('moves what a row that is gone leaves to a broader one', () => {
    const whole = 'haiku,*,*,80,70,90';
    expect(
      compare({ rows: [SONNET, whole, 'haiku,refund,*,95,91,98'] }, { rows: [SONNET, whole] }).regions,
    ).toEqual(['intent refund · tokens up to 8k: short haiku → short sonnet']);
    // All of a model but one intent.
    expect(
      compare({ rows: [SONNET, 'haiku,*,*,95,92,98', 'haiku,refund,*,70,60,80'] }, { rows: [SONNET] })
        .regions,
    ).toEqual(['intent bug-report or none or unknown · tokens up to 8k: short haiku → short sonnet']);
  });

  test('moves nobody where no row crosses, and that is proved', () => {
    const before = { rows: [SONNET, 'haiku,*,*,93,91,95'] };
    const same = { proved: true, regions: [] };
    expect(compare(before, { rows: [SONNET, 'haiku,*,*,96,94,98'] })).toEqual(same);
    expect(compare(before, { rows: [...before.rows, 'gpt-9,*,*,50,40,60'] })).toEqual(same);
    // Said at more length: the narrower row is the broader one.
    expect(compare(before, { rows: [...before.rows, 'haiku,refund,low,92,91,93'] })).toEqual(same);
    // The dearer one would not be taken either way.
    expect(compare(before, { rows: ['sonnet,*,*,80,70,90', 'haiku,*,*,93,91,95'] })).toEqual(same);
  });

  test('moves nobody where no route reads it', () => {
    const body = 'route short { when tokens up to 8k use cheapest of sonnet, haiku }';
    expect(compare({ rows: [SONNET], body }, { rows: ['sonnet,*,*,80,70,90'], body }).regions).toEqual([]);
  });

  test('is met where conditions cut the bands otherwise, and by routes above', () => {
    const body = `route hard { when complexity at least 0.5 use gpt-4o }\n${SHORT}`;
    const at = (low: number) => ({ body, rows: [SONNET, `haiku,*,middle,95,${low},98`] });
    expect(compare(at(91), at(89)).regions).toEqual([
      `tokens up to 8k · complexity at least 1/3 and under 0.5: short haiku → short sonnet`,
    ]);
  });

  test('is told with the example that shows it, and with whom the table knows to be good enough', () => {
    const at = (low: number) => policyWith({ rows: [SONNET, `haiku,refund,high,95,${low},98`] });
    const [region] = diffPolicies(at(91), at(89)).regions;
    expect(region?.witness?.facts).toEqual({ tokens: 100, intent: 'refund', complexity: 0.7 });
    expect([region?.before.goodEnough, region?.after.goodEnough]).toEqual([
      [{ pool: 'frugal', models: ['sonnet', 'haiku'] }],
      [{ pool: 'frugal', models: ['sonnet'] }],
    ]);
  });

  test('is noted by the models it speaks of, whether or not it moves anybody', () => {
    const notes = (before: readonly string[], after: readonly string[]) => {
      const diff = diffSets([policyWith({ rows: before })], [policyWith({ rows: after })]);
      return [diff.changed, ...diff.policies.flatMap((policy) => policy.notes.map(noteWords))];
    };
    expect(notes([SONNET], [SONNET])).toEqual([false]);
    expect(notes([SONNET], [SONNET, 'gpt-9,*,*,50,40,60'])).toEqual([false]);
    expect(notes([SONNET, 'haiku,*,*,93,91,95'], ['s,*,*,97,94,98', 'h,*,*,93,91,95'])).toEqual([
      true,
      'quality of sonnet: 97% (95% to 98%) → 97% (94% to 98%)',
    ]);
    expect(notes([SONNET], ['haiku,*,*,93,91,95'])).toEqual([
      true,
      'quality of sonnet: 97% (95% to 98%) → none',
      'quality of haiku: none → 93% (91% to 95%)',
    ]);
  });
});

describe('a threshold that changes', () => {
  const rows = [SONNET, 'haiku,refund,*,95,91,98', 'haiku,bug-report,*,97,94,98', 'haiku,*,*,80,70,90'];

  test.each([POOL, 'in place'])('moves those between the two: %s', (pool) => {
    const at = (bound: string) => ({
      rows,
      body: (pool === POOL
        ? SHORT
        : 'route short { when tokens up to 8k use cheapest of sonnet, haiku good enough at 90% }'
      ).replace('90%', bound),
    });
    expect(compare(at('90%'), at('93%'))).toEqual({
      proved: true,
      regions: ['intent refund · tokens up to 8k: short haiku → short sonnet'],
    });
    expect(compare(at('90%'), at('89%'))).toEqual({ proved: true, regions: [] });
  });

  test('that everybody reaches is as none', () => {
    const low = { rows, body: SHORT.replace('90%', '60%') };
    expect(compare({ rows, body: SHORT.replace(' good enough at 90%', '') }, low).regions).toEqual([]);
  });

  test('that nobody reaches is as the first declared', () => {
    const body = SHORT.replace('90%', '99%');
    expect(compare({ rows, body }, { rows: ['sonnet,*,*,99,99,99'], body }).regions).toEqual([]);
    expect(compare({ rows, body }, { rows: ['haiku,*,*,99,99,99'], body }).regions).toEqual([
      'tokens up to 8k: short sonnet → short haiku',
    ]);
  });
});

describe('elsewhere than behind `use`', () => {
  test('of a chain, a split and a canary', () => {
    for (const target of [
      'chain t { try gpt-4o then frugal }',
      'split t by user { 90% frugal 10% gpt-4o }',
      'pool t { fastest of frugal, gpt-4o }',
    ]) {
      const body = `${POOL}${target}\nroute short { when tokens up to 8k canary 5% by user use t use gpt-4o }`;
      const at = (low: number) => ({ body, rows: [SONNET, `haiku,*,*,95,${low},98`] });
      const { proved, regions } = compare(at(91), at(89));
      expect([proved, regions.length]).toEqual([true, 1]);
      expect(regions[0]).toMatch(/^tokens up to 8k · user share .* under 5%: short/);
    }
  });

  test('an order that is not by price is told where more or fewer may be taken', () => {
    const body = 'route short { when tokens up to 8k use fastest of sonnet, haiku good enough at 90% }';
    const at = (low: number) => ({ body, rows: [SONNET, `haiku,*,*,95,${low},98`] });
    expect(compare(at(91), at(89)).regions).toHaveLength(1);
  });
});

test('an intent that only one policy has is none for the other', () => {
  const rows = [SONNET, 'haiku,legal,*,95,91,98'];
  const legal = `intent legal { like "a contract" }\n${SHORT}`;
  expect(compare({ rows }, { rows, body: legal })).toEqual({
    proved: true,
    regions: ['intent legal · tokens up to 8k: short sonnet → short haiku'],
  });
});

test('a table that tells too much apart is left undecided, never called unchanged', () => {
  const group = (name: string) =>
    Array.from({ length: 50 }, (_, at) => `intent ${name}${at} in ${name} { like "${name} ${at}" }`);
  const body = [...['left', 'right', 'up'].flatMap(group), SHORT].join('\n');
  const at = (low: number) => ({
    body,
    rows: [SONNET, `haiku,left0,*,95,${low},98`, 'haiku,right0,*,95,91,98', 'haiku,up0,*,95,91,98'],
  });
  expect(compare(at(91), at(91))).toEqual({ proved: true, regions: [] });
  expect(compare(at(91), at(89))).toEqual({ proved: false, regions: [] });
});

test('claims are held against every member, also one the table would never choose', () => {
  const tests = `tests for "./support.route"
never "short questions reach haiku" {
  when tokens up to 8k
  model in haiku
}
never "long ones reach sonnet" {
  when tokens over 8k
  model in sonnet
}
`;
  const sources = files({
    'support.route': `${HEAD}quality "./q.csv"\n${SHORT}${END}`,
    'models.route': LIBRARY,
    'q.csv': `${HEADER}\n${SONNET}\nhaiku,*,*,80,70,90\n`,
    'support.test.route': tests,
  });
  const { files: parsed, policies, claims } = compile(sources, new Map());
  const report = runTests({ files: parsed, policies, claims, countText: (text) => text.length });
  expect(report.tests.map(({ ok, message }) => [ok, message])).toEqual([
    [
      false,
      expect.stringContaining(
        'short, which may call haiku\nrequest: tokens 100\nassuming that haiku is the one',
      ),
    ],
    [true, undefined],
  ]);
});
