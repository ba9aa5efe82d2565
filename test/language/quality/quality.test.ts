import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSignal } from '../../../src/language/learning/accuracy-at-cost.ts';
import { drawCurveSvg, drawCurveText } from '../../../src/language/learning/draw-curve.ts';
import { expectedGain, fitGain } from '../../../src/language/learning/gain-model.ts';
import { learnQuality } from '../../../src/language/learning/learn-quality.ts';
import { readOutcomes } from '../../../src/language/learning/read-outcomes.ts';
import { generator, routingCurve } from '../../../src/language/learning/routing-curve.ts';
import { readQualityCsv, writeQualityCsv } from '../../../src/language/quality/quality-csv.ts';
import {
  fitQualityTable,
  type GradedAnswer,
  qualityOf,
} from '../../../src/language/quality/quality-table.ts';

describe('a routing curve', () => {
  const outcomes = [
    { cheap: 0, strong: 1, score: 4 },
    { cheap: 1, strong: 1, score: 3 },
    { cheap: 0, strong: 1, score: 2 },
    { cheap: 1, strong: 1, score: 1 },
  ];

  it('is worked out by hand', () => {
    const { quality, apgr, cpt50, cpt80 } = routingCurve(outcomes);
    expect(quality).toEqual([0.5, 0.75, 0.75, 1, 1]);
    // Trapezoids over the gain: (0.125 + 0.25 + 0.375 + 0.5) / 4 of a gain of 0.5.
    expect(apgr).toBeCloseTo(0.625, 12);
    expect(cpt50).toBe(0.25);
    expect(cpt80).toBe(0.75);
  });

  it('says what quality costs, in strong calls and in dollars, and how sure that is', () => {
    const dear = outcomes.map((one, at) => ({
      ...one,
      cost: { cheap: 0.001, strong: at === 0 ? 0.02 : 0.01 },
    }));
    const { atCost, costRows } = judgeSignal([...dear, ...outcomes]);
    const at = (share: number) => atCost.find((point) => point.strongShare === share);
    expect(costRows).toBe(4);
    expect(at(0)).toMatchObject({ quality: { value: 0.5 }, atRandom: 0.5, usd: { value: 0.001 } });
    // Of eight prompts the two with the highest score go to the strong model, and one of them tells its cost.
    expect(at(0.25)?.quality.value).toBeCloseTo(0.75, 12);
    expect(at(0.25)?.atRandom).toBeCloseTo(0.625, 12);
    expect(at(0.25)?.usd?.value).toBeCloseTo((0.02 + 3 * 0.001) / 4, 12);
    expect(at(1)?.usd?.value).toBeCloseTo((0.02 + 3 * 0.01) / 4, 12);
    for (const { quality } of atCost) {
      expect(quality.low).toBeLessThan(quality.value + 1e-12);
      expect(quality.high).toBeGreaterThan(quality.value - 1e-12);
    }
    expect(judgeSignal(outcomes).atCost.every((point) => point.usd === undefined)).toBe(true);
  });

  it('covers the true quality at a cost about as often as it says', () => {
    const random = generator(41);
    let covered = 0;
    for (let draw = 0; draw < 100; draw++) {
      // Half of the prompts gain everything and the signal knows which: at half the calls quality is 0.9.
      const seen = Array.from({ length: 200 }, () => {
        const hard = random() < 0.5;
        const right = random() < 0.9 ? 1 : 0;
        return { cheap: hard ? 0 : right, strong: right, score: (hard ? 1 : 0) + 0.1 * random() };
      });
      const point = judgeSignal(seen, 200).atCost.at(-1);
      if (point !== undefined && point.quality.low <= 0.9 && 0.9 <= point.quality.high) covered++;
    }
    expect(covered).toBeGreaterThan(88);
  });

  it('is worth a half at random, never more than knowing every outcome, and mirrors itself', () => {
    const random = generator(3);
    const many = Array.from({ length: 4000 }, () => ({
      cheap: random() < 0.6 ? 1 : 0,
      strong: random() < 0.85 ? 1 : 0,
      score: random(),
    }));
    expect(routingCurve(many).apgr).toBeCloseTo(0.5, 1);
    const oracle = routingCurve(many.map((one) => ({ ...one, score: one.strong - one.cheap }))).apgr;
    expect(oracle).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 50, maxLength: 50 }), (scores) => {
        const scored = many.slice(0, 50).map((one, at) => ({ ...one, score: scores[at] ?? 0 }));
        const own = routingCurve(scored.map((one) => ({ ...one, score: one.strong - one.cheap }))).apgr;
        expect(routingCurve(scored).apgr).toBeLessThanOrEqual(own + 1e-9);
      }),
      { numRuns: 50 },
    );
    const { low, value, high } = judgeSignal(many.slice(0, 300), 200).apgr;
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(high - low).toBeLessThan(0.6);
  });
});

describe('the gain model', () => {
  const random = generator(5);

  it('says little where prompts say nothing, and draws a rare intent towards all', () => {
    const noise = Array.from({ length: 400 }, () => ({
      leaning: random() - 0.5,
      intent: '*',
      gain: random() < 0.3 ? 1 : 0,
    }));
    const model = fitGain([...noise, { leaning: 0, intent: 'rare', gain: 1 }]);
    const told = noise.map((one) => expectedGain(model, one));
    expect(Math.max(...told) - Math.min(...told)).toBeLessThan(0.25);
    expect(model.intents.get('rare')?.gain).toBeLessThan(0.4);
    expect(model.intents.get('rare')?.gain).toBeGreaterThan(model.overall);
  });
});

describe('rows judged out of fold', () => {
  it('are worth a half where nothing can be known', () => {
    const random = generator(23);
    const apgrs = Array.from({ length: 12 }, () => {
      const lines = Array.from({ length: 200 }, (_, at) =>
        JSON.stringify({
          prompt: `Tell me of ${['rain', 'bread', 'glass', 'ships'][at % 4]} number ${at}`,
          group: `g${at % 7}`,
          quality: { small: random() < 0.5 ? 1 : 0, large: random() < 0.8 ? 1 : 0 },
        }),
      );
      return learnQuality(readOutcomes(lines.join('\n')), undefined).pairs[0]?.apgr.value ?? 0;
    });
    const middle = apgrs.reduce((sum, value) => sum + value, 0) / apgrs.length;
    expect(middle).toBeGreaterThan(0.45);
    expect(middle).toBeLessThan(0.56);
  });
});

describe('a topic that no row had', () => {
  it('is read by its words, and a known one by its own rows too', () => {
    const random = generator(5);
    // Two kinds of topics, told apart by a feature that prompts of one kind share; a topic's own part beside it.
    const topics = Array.from({ length: 40 }, (_, at) => ({ kind: at % 2, own: (random() - 0.5) * 0.2 }));
    const rows = Array.from({ length: 4000 }, (_, at) => {
      const number = at % 40;
      const { kind = 0, own = 0 } = topics[number] ?? {};
      const chance = 0.1 + 0.35 * kind + own;
      const leaning = 0.35 * (kind - 0.5) + (random() - 0.5) * 0.2;
      return { number, leaning, intent: `topic ${number}`, gain: random() < chance ? 1 : 0, chance };
    });
    const known = rows.filter(({ number }) => number < 30);
    const model = fitGain(known);
    const worth = (of: typeof rows) =>
      routingCurve(of.map((row) => ({ cheap: 0, strong: row.gain, score: expectedGain(model, row) }))).apgr;
    expect(worth(rows.filter(({ number }) => number >= 30))).toBeGreaterThan(0.63);
    expect(worth(known)).toBeGreaterThan(0.65);
    const blind = routingCurve(known.map((row) => ({ cheap: 0, strong: row.gain, score: row.chance }))).apgr;
    expect(worth(known)).toBeGreaterThan(blind - 0.02);
  });
});

describe('the quality table', () => {
  const answers: GradedAnswer[] = [
    ...Array.from({ length: 200 }, (_, at) => ({
      model: 'small',
      intent: at % 2 === 0 ? 'code' : 'chat',
      complexity: (at % 10) / 10,
      quality: at % 2 === 0 ? (at % 4 === 0 ? 100 : 0) : 95,
    })),
    ...Array.from({ length: 6 }, () => ({ model: 'small', intent: 'poems', complexity: 0.5, quality: 0 })),
    ...Array.from({ length: 3 }, () => ({ model: 'small', intent: 'odd', complexity: 0.5, quality: 0 })),
    ...[0, 100, 0].map((quality) => ({ model: 'small', intent: 'mixed', complexity: 0.5, quality })),
  ];
  const table = fitQualityTable(answers);

  it('knows a model by intent, and says how sure it is', () => {
    const code = qualityOf(table, 'small', { intent: 'code' });
    const chat = qualityOf(table, 'small', { intent: 'chat' });
    expect(code?.quality).toBeLessThan(60);
    expect(chat?.quality).toBeGreaterThan(85);
    expect(code?.high).toBeLessThan(chat?.low ?? 0);
    for (const cell of table.cells) {
      expect(cell.low).toBeLessThanOrEqual(cell.quality);
      expect(cell.high).toBeGreaterThanOrEqual(cell.quality);
    }
  });

  it('draws an intent with few rows towards the model as a whole, and widens its interval', () => {
    const poems = qualityOf(table, 'small', { intent: 'poems' });
    const code = qualityOf(table, 'small', { intent: 'code' });
    expect(poems?.quality).toBeGreaterThan(30);
    expect((poems?.high ?? 0) - (poems?.low ?? 0)).toBeGreaterThan((code?.high ?? 0) - (code?.low ?? 0));
  });

  it('answers by the whole for what it has not seen or seen too little, and nothing for an unknown model', () => {
    const whole = qualityOf(table, 'small', {});
    expect(qualityOf(table, 'small', { intent: 'mixed' })).toBe(whole);
    expect(qualityOf(table, 'small', { intent: 'unseen' })).toBe(whole);
    // Three wrong answers of three disprove what the whole claims.
    expect(qualityOf(table, 'small', { intent: 'odd' })?.rows).toBe(3);
    expect(qualityOf(table, 'small', { intent: null, complexity: null })).toBe(whole);
    expect(qualityOf(table, 'large', { intent: 'code' })).toBeUndefined();
    expect(qualityOf(table, 'small', { intent: 'code', complexity: 0.1 })?.complexity).toBe('low');
  });

  it('covers the truth about as often as it says', () => {
    const random = generator(9);
    let covered = 0;
    for (let draw = 0; draw < 300; draw++) {
      const truth = 100 * (0.3 + 0.6 * random());
      const seen = Array.from({ length: 40 }, () => ({
        model: 'm',
        intent: '*',
        complexity: 0.5,
        quality: random() * 100 < truth ? 100 : 0,
      }));
      const cell = qualityOf(fitQualityTable(seen), 'm', {});
      if (cell !== undefined && cell.low <= truth && truth <= cell.high) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.93);
  });

  it('comes back from its file, commas and quotes in names included', () => {
    const named = fitQualityTable(answers.map((one) => ({ ...one, model: 'a, "b"' })));
    const { table: back, faults } = readQualityCsv(writeQualityCsv(named));
    expect(faults).toEqual([]);
    expect(back.cells.map((cell) => [cell.model, cell.intent, cell.complexity, cell.rows])).toEqual(
      named.cells.map((cell) => [cell.model, cell.intent, cell.complexity, cell.rows]),
    );
    back.cells.forEach((cell, at) => {
      expect(cell.quality).toBeCloseTo(named.cells[at]?.quality ?? 0, 2);
    });
  });

  it('can be written by hand, and says which line is wrong', () => {
    const { table: own } = readQualityCsv('model,quality\nsmall,81%\nlarge,93\n');
    expect(qualityOf(own, 'large', { intent: 'code' })).toMatchObject({ quality: 93, low: 93, high: 93 });
    const bad = ['model,intent,complexity,rows,quality,low,high', 'a,*,*,3,120,0,100', 'a,*,huge,3,50,0,100'];
    bad.push(',*,*,3,50,0,100', 'a,*,*,3,50,60,100', 'b,*,*,3,50,0,100', 'b,*,*,3,50,0,100');
    expect(readQualityCsv(bad.join('\n')).faults).toEqual([
      { line: 2, why: 'has no quality from 0 to 100' },
      { line: 3, why: 'has the complexity "huge"; write low, middle, high or *' },
      { line: 4, why: 'names no model' },
      { line: 5, why: 'has no interval around its quality' },
      { line: 7, why: 'repeats the cell of a line above' },
    ]);
    expect(readQualityCsv('name,score\n').faults).toHaveLength(1);
  });
});

describe('learning from outcomes', () => {
  const random = generator(17);
  const line = (at: number) => {
    const hard = at % 3 === 0;
    const prompt = hard
      ? `If ${at} boats each carry ${at + 2} crates and half of them sink after 3 hours, how many crates are left in total?`
      : `Who painted picture number ${at}?`;
    const quality = { small: random() < (hard ? 0.2 : 0.9) ? 1 : 0, large: random() < 0.9 ? 1 : 0 };
    return JSON.stringify({ prompt, group: hard ? 'sums' : 'facts', quality });
  };
  const outcomes = readOutcomes(Array.from({ length: 300 }, (_, at) => line(at)).join('\n'));

  it('finds which prompts gain, judged on rows it did not learn from', () => {
    const { pairs, table } = learnQuality(outcomes, undefined);
    const [pair] = pairs;
    expect([pair?.cheap, pair?.strong]).toEqual(['small', 'large']);
    expect(pair?.apgr.low).toBeGreaterThan(0.65);
    expect(pair?.cpt50).toBeLessThan(0.3);
    expect(pair?.anchors.oracleApgr).toBeGreaterThan(pair?.apgr.value ?? 9);
    expect(qualityOf(table, 'small', { intent: 'sums' })?.high).toBeLessThan(50);
    expect(pair && drawCurveText(pair).split('\n')).toHaveLength(16);
    const svg = pair === undefined ? '' : drawCurveSvg({ ...pair, cheap: 'a<b>&"' });
    expect(svg).toContain('a&lt;b&gt;&amp;&quot;');
    const marks = [...svg.matchAll(/text-anchor="end">([\d.]+)</g)].map(([, mark]) => mark);
    expect(marks.length).toBeGreaterThan(2);
    expect(new Set(marks).size).toBe(marks.length);
  });

  it('leaves out what is contaminated and says which line it cannot read', () => {
    const { rows, contaminated, faults, scale } = readOutcomes(
      [
        '{"prompt":"a","quality":{"m":7},"contaminated":true}',
        '{"prompt":"b","quality":{"m":7.5}}',
        '',
        'nonsense',
        '{"prompt":7,"quality":{"m":1}}',
        '{"prompt":"c","quality":{"m":"good"}}',
        '{"prompt":"c","quality":{}}',
        '{"intent":"x","complexity":2,"quality":{"m":1}}',
        '{"prompt":"c","quality":{"m":1},"cost":{"m":-1}}',
      ].join('\n'),
    );
    expect({ rows: rows.length, contaminated, scale }).toEqual({ rows: 1, contaminated: 1, scale: 10 });
    expect(faults.map((fault) => fault.line)).toEqual([4, 5, 6, 7, 8, 9]);
  });
});
