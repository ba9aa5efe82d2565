// Draws the routing curve of a pair of models in a terminal and as SVG: quality over the share of strong calls and
// over the cost per request, the confidence interval, and the straight line of random routing. Must not know: how
// curves are made.

import type { CostPoint } from './accuracy-at-cost.ts';
import type { JudgedPair } from './learn-quality.ts';

const WIDTH = 61;
const HEIGHT = 13;
const MARKS = 4;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Plain characters; `*` the learned signal, `.` random choice. */
export function drawCurveText(pair: JudgedPair): string {
  const { low, high } = rangeOf(pair, false);
  const rowOf = (quality: number) => Math.round(((high - quality) / (high - low)) * (HEIGHT - 1));
  const grid = Array.from({ length: HEIGHT }, () => new Array<string>(WIDTH).fill(' '));
  const put = (at: number, column: number, sign: string) => {
    const row = grid[at];
    if (row !== undefined) row[column] = sign;
  };
  for (let column = 0; column < WIDTH; column++)
    put(rowOf(chanceAt(pair, column / (WIDTH - 1))), column, '.');
  let before = rowOf(qualityAt(pair, 0));
  for (let column = 0; column < WIDTH; column++) {
    const row = rowOf(qualityAt(pair, column / (WIDTH - 1)));
    put(row, column, '*');
    // Where it is steep the line would have gaps.
    for (let at = before - 1; at > row; at--) put(at, column, '*');
    for (let at = before + 1; at < row; at++) put(at, column, '*');
    before = row;
  }
  const every = (HEIGHT - 1) / MARKS;
  const lines = grid.map((row, at) => {
    const mark = at % every === 0 ? (high - (at / (HEIGHT - 1)) * (high - low)).toFixed(3) : '';
    return `${mark.padStart(8)} ${mark === '' ? '|' : '+'}${row.join('').trimEnd()}`;
  });
  const axis = TICKS.map(() => '+').join('-'.repeat((WIDTH - 1) / (TICKS.length - 1) - 1));
  const under = (words: readonly string[]) => {
    const line = new Array<string>(WIDTH + 8).fill(' ');
    words.forEach((word, at) => {
      const middle = 2 + ((WIDTH - 1) * at) / (words.length - 1);
      const from = Math.max(0, Math.round(middle - (word.length - 1) / 2));
      [...word].forEach((sign, place) => {
        line[from + place] = sign;
      });
    });
    return `${' '.repeat(8)}${line.join('').trimEnd()}`;
  };
  const dollars = TICKS.flatMap((tick) => dollarsAt(pair, tick) ?? []);
  return [
    ...lines,
    `${' '.repeat(9)} ${axis}`,
    under(TICKS.map((tick) => `${100 * tick} %`)),
    ...(dollars.length === 0 ? [] : [under(dollars)]),
    `${' '.repeat(10)}strong calls${dollars.length === 0 ? '' : ', dollars per request'}    * learnt   . at random`,
  ].join('\n');
}

const [W, H, LEFT, RIGHT, TOP] = [640, 420, 64, 44, 64];

/** Self-contained; readable on a light and on a dark page. */
export function drawCurveSvg(pair: JudgedPair): string {
  const { low, high } = rangeOf(pair, true);
  const bottom = H - 72;
  const x = (share: number) => LEFT + share * (W - LEFT - RIGHT);
  const y = (quality: number) => TOP + ((high - quality) / (high - low)) * (bottom - TOP);
  const at = (share: number, quality: number) => `${x(share).toFixed(1)},${y(quality).toFixed(1)}`;
  const curve = Array.from({ length: 101 }, (_, step) => at(step / 100, qualityAt(pair, step / 100)));
  const band = [
    ...pair.atCost.map((point) => at(point.strongShare, point.quality.high)),
    ...pair.atCost.toReversed().map((point) => at(point.strongShare, point.quality.low)),
  ];
  const text = (left: number, down: number, words: string, anchor = 'middle', more = '') =>
    `<text x="${left.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}"${more}>${escaped(words)}</text>`;
  const dollars = TICKS.flatMap((tick) => dollarsAt(pair, tick) ?? []);
  const { marks, decimals } = levels(low, high);
  const { cheap, strong, apgr } = pair;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#777">`,
    `<title>${escaped(`${cheap} and ${strong}: quality over the share of strong calls`)}</title>`,
    text(W / 2, 24, `${shortened(cheap)} → ${shortened(strong)}`, 'middle', ' font-size="15"'),
    text(
      W / 2,
      44,
      `APGR ${apgr.value.toFixed(3)} (${apgr.low.toFixed(3)} to ${apgr.high.toFixed(3)}), ${pair.rows} prompts`,
    ),
    ...marks.flatMap((level) => [
      `<path d="M${LEFT} ${y(level).toFixed(1)}H${W - RIGHT}" stroke="#888" stroke-opacity="0.25"/>`,
      text(LEFT - 8, y(level) + 4, level.toFixed(decimals), 'end'),
    ]),
    `<path d="M${LEFT} ${TOP}V${bottom}H${W - RIGHT}" fill="none" stroke="#888"/>`,
    `<polygon points="${band.join(' ')}" fill="#2f7ed8" fill-opacity="0.15"/>`,
    `<polyline points="${at(0, chanceAt(pair, 0))} ${at(1, chanceAt(pair, 1))}" fill="none" stroke="#888" stroke-dasharray="4 4"/>`,
    `<polyline points="${curve.join(' ')}" fill="none" stroke="#2f7ed8" stroke-width="2" stroke-linejoin="round"/>`,
    ...TICKS.map((tick) => text(x(tick), bottom + 20, `${100 * tick} %`)),
    ...dollars.map((words, tick) => text(x(TICKS[tick] ?? 0), bottom + 38, words)),
    text(
      x(0.5),
      bottom + 60,
      `calls to the strong model${dollars.length === 0 ? '' : ', dollars per request'}`,
    ),
    `<path d="M${x(0.6).toFixed(1)} ${bottom - 34}h24" stroke="#2f7ed8" stroke-width="2"/>`,
    text(x(0.6) + 32, bottom - 30, 'learnt, 95 % of resamples', 'start'),
    `<path d="M${x(0.6).toFixed(1)} ${bottom - 14}h24" stroke="#888" stroke-dasharray="4 4"/>`,
    text(x(0.6) + 32, bottom - 10, 'at random', 'start'),
    '</svg>\n',
  ].join('\n');
}

/** As short as possible while cheap and expensive calls differ. */
export function dollarText(usd: number): string {
  if (usd === 0) return '$0';
  return `$${usd >= 1 ? usd.toFixed(2) : Number(usd.toPrecision(3)).toFixed(Math.min(8, 2 - Math.floor(Math.log10(usd))))}`;
}

function rangeOf(
  { curve, atCost }: JudgedPair,
  withIntervals: boolean,
): { readonly low: number; readonly high: number } {
  const ends = withIntervals ? atCost.flatMap(({ quality }) => [quality.low, quality.high]) : [];
  const values = [...curve.quality, ...ends.filter(Number.isFinite)];
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  return high > low ? { low, high } : { low: low - 0.5, high: low + 0.5 };
}

/** About six round figures between two numbers, and how many decimals distinguish them. */
function levels(low: number, high: number): { readonly marks: readonly number[]; readonly decimals: number } {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  return {
    marks: Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => (first + at) * step),
    decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
  };
}

function qualityAt({ curve }: JudgedPair, share: number): number {
  return curve.quality[Math.round(share * (curve.quality.length - 1))] ?? 0;
}

function chanceAt({ anchors }: JudgedPair, share: number): number {
  return anchors.cheap + share * (anchors.strong - anchors.cheap);
}

function dollarsAt({ atCost }: JudgedPair, share: number): string | undefined {
  const usd = atCost.find((point: CostPoint) => point.strongShare === share)?.usd;
  return usd === undefined ? undefined : dollarText(usd.value);
}

function shortened(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
