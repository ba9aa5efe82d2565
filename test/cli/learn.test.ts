import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readQualityCsv } from '../../src/language/quality/quality-csv.ts';
import { type Folder, folder } from './run-in-folder.ts';

let place: Folder;
beforeEach(() => {
  place = folder();
});
afterEach(() => place.remove());

/** Sums are hard for the small model, questions are not; every tenth answer is the other way round. */
const outcomes = (from: number) =>
  Array.from({ length: 120 }, (_, at) => {
    const hard = at % 2 === 0;
    const prompt = hard
      ? `If ${from + at} boats each carry ${at + 3} crates and a third of them sink, how many crates are left in total?`
      : `Who painted picture number ${from + at}?`;
    const small = hard === at % 10 > 1 ? 0 : 1;
    return JSON.stringify({ prompt, group: hard ? 'sums' : 'facts', quality: { small, large: 1 } });
  }).join('\n');

it('learns from one file, judges on another, writes the table and draws the curve', async () => {
  place.write('learn.jsonl', `${outcomes(0)}\n{"prompt":"seen","quality":{"small":1},"contaminated":true}\n`);
  writeFileSync(join(place.path, 'judge.jsonl.gz'), gzipSync(outcomes(1000)));
  const { code, out } = await place.run(
    'learn',
    'learn.jsonl',
    '--eval',
    'judge.jsonl.gz',
    '--svg',
    'curve.svg',
  );
  expect(code).toBe(0);
  expect(out).toContain('120 outcomes, 1 left out as contaminated');
  expect(out).toMatch(
    /small or large, judged on 120 rows of judge\.jsonl\.gz\n {2}APGR 0\.\d{3} \(0\.\d{3} to \d\.\d{3}\)/,
  );
  expect(out).toContain('quality "./quality.csv"');
  const { table, faults } = readQualityCsv(place.read('quality.csv'));
  expect(faults).toEqual([]);
  expect(table.cells.map(({ model, intent }) => `${model} ${intent}`)).toContain('small sums');
  expect(place.read('curve.svg')).toMatch(/^<svg .*<\/svg>\n$/s);
});

it('speaks JSON, and then writes a table only where it is told to', async () => {
  place.write('learn.jsonl', outcomes(0));
  const { out } = await place.run('learn', 'learn.jsonl', '--json');
  const { version, pairs } = JSON.parse(out) as { version: number; pairs: unknown[] };
  expect(version).toBe(1);
  expect(pairs).toEqual([
    expect.objectContaining({
      cheap: 'small',
      strong: 'large',
      apgr: { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
      cpt50: expect.any(Number),
      cpt80: expect.any(Number),
      anchors: { cheap: expect.closeTo(0.5, 1), strong: 1, oracleApgr: expect.any(Number) },
    }),
  ]);
  expect(existsSync(join(place.path, 'quality.csv'))).toBe(false);
});

it('tells what quality costs in dollars, where rows say what answers cost', async () => {
  const dear = outcomes(0).replaceAll('"large":1}', '"large":1},"cost":{"small":0.001,"large":0.02}');
  place.write('learn.jsonl', dear);
  const { out } = await place.run('learn', 'learn.jsonl', '--svg', 'curve.svg');
  expect(out).toMatch(/strong {3}quality \(95 %\) +at random {3}dollars per request/);
  expect(out).toMatch(/^ +0 % .* \$0\.00100 \(/m);
  expect(out).toMatch(/^ +100 % .* \$0\.0200 \(/m);
  expect(place.read('curve.svg')).toContain('dollars per request');
  const { out: json } = await place.run('learn', 'learn.jsonl', '--json');
  const [pair] = (JSON.parse(json) as { pairs: { costRows: number; atCost: { usd: { value: number } }[] }[] })
    .pairs;
  expect(pair?.costRows).toBe(120);
  expect(pair?.atCost.map(({ usd }) => usd.value)).toEqual([0.001, 0.0029, 0.00575, 0.0105, 0.01525, 0.02]);
});

it.each([
  ['absent.jsonl', 'there is no such file'],
  ['bad.jsonl', 'bad.jsonl:1 has no "quality"'],
  ['empty.jsonl', 'contains no outcome to learn from'],
  ['broken.gz', 'broken.gz: '],
])('%s is the caller’s mistake', async (file, message) => {
  place.write('bad.jsonl', '{"prompt":"x"}\n');
  place.write('empty.jsonl', '\n');
  writeFileSync(join(place.path, 'broken.gz'), gzipSync('x'.repeat(100)).subarray(0, 15));
  const { code, err } = await place.run('learn', file);
  expect(err).toContain(message);
  expect(code).toBe(2);
});
