import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPromptModel } from '../../../src/language/quality/prompt-model.ts';
import { readQualityCsv } from '../../../src/language/quality/quality-csv.ts';
import { type Folder, folder } from '../run-in-folder.ts';

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

it('reads stars where --scale says how many there are, and asks for it where that is in doubt', async () => {
  const stars = Array.from({ length: 12 }, (_, at) => `"prompt ${at}",sums,small,${(at % 5) + 1}`);
  place.write('stars.csv', `prompt,intent,model,score\n${stars.join('\n')}\n`);
  expect((await place.run('learn', 'stars.csv')).err).toContain('pass --scale 5 or --scale 10');
  const { code, out } = await place.run('learn', 'stars.csv', '--scale', '5');
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('scores from 0 to 5') });
  expect((await place.run('learn', 'stars.csv', '--scale', 'five')).err).toContain(
    '--scale is a number above 0',
  );
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

it('adds outcomes to an earlier table, and keeps models that were not asked', async () => {
  place.write('first.jsonl', outcomes(0));
  await place.run('learn', 'first.jsonl', '--out', 'quality.csv');
  const more = outcomes(500).replaceAll('"small"', '"tiny"').split('\n').slice(0, 20).join('\n');
  place.write('more.jsonl', more);
  const { code, out } = await place.run('learn', 'more.jsonl', '--prior', 'quality.csv', '--out', 'both.csv');
  expect(code).toBe(0);
  expect(out).toContain('wrote both.csv');
  const cellsOf = (file: string) => readQualityCsv(place.read(file)).table.cells;
  const rowsOf = (model: string) => cellsOf('both.csv').find((cell) => cell.model === model)?.rows;
  expect([rowsOf('small'), rowsOf('tiny'), rowsOf('large')]).toEqual([120, 20, 140]);
  const small = (file: string) =>
    cellsOf(file)
      .filter(({ model }) => model === 'small')
      .map(({ low: _, high: __, ...cell }) => cell);
  expect(small('both.csv')).toEqual(small('quality.csv'));
  const readPrompts = (file: string) => readPromptModel(place.read(file));
  expect(readPrompts('both.prompt.json')).toMatchObject({
    runs: [{ models: [{ name: 'small' }, { name: 'large' }] }],
  });
  place.write('quality.prompt.json', place.read('quality.prompt.json').replace('"small"', '"other"'));
  const { code: refused, err } = await place.run('learn', 'more.jsonl', '--prior', 'quality.csv');
  expect(refused).toBe(2);
  expect(err).toContain('quality.prompt.json was changed after `llmr learn` wrote it');
  expect((await place.run('learn', 'more.jsonl', '--prior', 'none.csv')).err).toContain(
    'none.csv: there is no such file',
  );
  place.write('odd.csv', 'model,quality\na,200\n');
  expect((await place.run('learn', 'more.jsonl', '--prior', 'odd.csv')).err).toContain(
    'odd.csv:2 has no quality from 0 to 100',
  );
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

it('weights outcomes by the probability with which their model was chosen', async () => {
  const line = (score: number, propensity: number, at: number) =>
    `{"decision":"${propensity} ${at}","quality":{"mini":${score}},"propensity":{"mini":${propensity}}}\n`;
  const own = Array.from({ length: 80 }, (_, at) => line(1, 0.8, at));
  const explored = Array.from({ length: 20 }, (_, at) => line(0, 0.2, at));
  place.write('o.jsonl', [...own, ...explored, '{"quality":{"other":1}}\n'].join(''));
  const { out } = await place.run('learn', 'o.jsonl');
  expect(out).toContain('weighted by 1 / propensity: 100 of 101 answers, the others count once');
  // 80 / 0.8 right and 20 / 0.2 wrong ones.
  expect(out).toMatch(/mini: 50\.0 % .*, 64 rows/);
  const { out: json } = await place.run('learn', 'o.jsonl', '--json');
  expect(JSON.parse(json)).toMatchObject({ weighted: { answers: 101, weighted: 100 } });
});

it('reads UTF-16 with a byte order mark', async () => {
  const text = 'prompt,mini\r\nä,1\r\n';
  writeFileSync(join(place.path, 'little.csv'), `\ufeff${text}`, 'utf16le');
  writeFileSync(join(place.path, 'big.csv'), Buffer.from(`\ufeff${text}`, 'utf16le').swap16());
  for (const file of ['little.csv', 'big.csv'])
    expect((await place.run('learn', file)).out).toContain('mini: 100.0 %');
});
