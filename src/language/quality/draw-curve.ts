// The routing curve of a pair of models, drawn in a terminal and as SVG: quality over the share of strong calls,
// with the straight line that sending calls at random would give.
// Must not know: how curves are made.

import type { JudgedPair } from './learn-quality.ts';

const WIDTH = 60;
const HEIGHT = 14;

/** Plain characters; `*` the learnt signal, `.` chance. */
export function drawCurveText(pair: JudgedPair): string {
  const { low, high } = rangeOf(pair);
  const rowOf = (quality: number) => Math.round(((high - quality) / (high - low)) * (HEIGHT - 1));
  const grid = Array.from({ length: HEIGHT }, () => new Array<string>(WIDTH).fill(' '));
  for (let column = 0; column < WIDTH; column++) {
    const share = column / (WIDTH - 1);
    const put = (quality: number, sign: string) => {
      const row = grid[rowOf(quality)];
      if (row !== undefined) row[column] = sign;
    };
    put(chanceAt(pair, share), '.');
    put(qualityAt(pair, share), '*');
  }
  const lines = grid.map((row, at) => {
    const mark = at === 0 || at === HEIGHT - 1 ? (at === 0 ? high : low).toFixed(3) : '';
    return `${mark.padStart(8)} |${row.join('').trimEnd()}`;
  });
  const axis = `${' '.repeat(8)} +${'-'.repeat(WIDTH)}`;
  const label = `${' '.repeat(10)}0 %${'share of calls to the strong model'.padStart(WIDTH / 2 + 14).padEnd(WIDTH - 8)}100 %`;
  return [...lines, axis, label].join('\n');
}

/** Self-contained; readable on a light and on a dark page. */
export function drawCurveSvg(pair: JudgedPair): string {
  const { low, high } = rangeOf(pair);
  const [width, height, left, top, bottom] = [640, 400, 64, 48, 56];
  const x = (share: number) => left + share * (width - left - 24);
  const y = (quality: number) => top + ((high - quality) / (high - low)) * (height - top - bottom);
  const points = Array.from({ length: 101 }, (_, at) => at / 100)
    .map((share) => `${x(share).toFixed(1)},${y(qualityAt(pair, share)).toFixed(1)}`)
    .join(' ');
  const text = (at: number, down: number, words: string, anchor = 'middle') =>
    `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}">${escaped(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#666">`,
    `<title>${escaped(`${pair.cheap} and ${pair.strong}: quality over the share of strong calls`)}</title>`,
    text(width / 2, 24, `${pair.cheap} → ${pair.strong}, APGR ${pair.apgr.value.toFixed(3)}`),
    `<path d="M${left} ${top}V${height - bottom}H${width - 24}" fill="none" stroke="#888"/>`,
    `<line x1="${x(0)}" y1="${y(chanceAt(pair, 0)).toFixed(1)}" x2="${x(1)}" y2="${y(chanceAt(pair, 1)).toFixed(1)}" stroke="#888" stroke-dasharray="4 4"/>`,
    `<polyline points="${points}" fill="none" stroke="#2f7ed8" stroke-width="2"/>`,
    text(left - 6, y(pair.anchors.cheap) + 4, pair.anchors.cheap.toFixed(3), 'end'),
    text(left - 6, y(pair.anchors.strong) + 4, pair.anchors.strong.toFixed(3), 'end'),
    text(x(0), height - bottom + 20, '0 %'),
    text(x(0.5), height - bottom + 40, 'share of calls to the strong model'),
    text(x(1), height - bottom + 20, '100 %', 'end'),
    '</svg>\n',
  ].join('\n');
}

function rangeOf({ curve }: JudgedPair): { readonly low: number; readonly high: number } {
  const low = Math.min(...curve.quality);
  const high = Math.max(...curve.quality);
  return high > low ? { low, high } : { low: low - 0.5, high: low + 0.5 };
}

function qualityAt({ curve }: JudgedPair, share: number): number {
  return curve.quality[Math.round(share * (curve.quality.length - 1))] ?? 0;
}

function chanceAt({ anchors }: JudgedPair, share: number): number {
  return anchors.cheap + share * (anchors.strong - anchors.cheap);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
