// Draws a threshold sweep as SVG: the share of all texts that are read right, of in-scope texts that are, and of
// out-of-scope texts that are accepted, over the threshold. Must not know: how the sweep was made, who reads it.

import type { SweepPoint } from './threshold-sweep.ts';

const [W, H, LEFT, RIGHT, TOP] = [640, 420, 64, 24, 64];
const BOTTOM = H - 56;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const LINES = [
  { of: 'overallAccuracy', words: 'all read right', stroke: '#2f7ed8', dash: '' },
  { of: 'inScopeAccuracy', words: 'in scope, read as theirs', stroke: '#3a9d5d', dash: '6 3' },
  { of: 'falseAcceptRate', words: 'out of scope, accepted', stroke: '#c0504d', dash: '2 3' },
] as const;

/** Self-contained; readable on a light and on a dark page. `thresholds`: those in use, marked on the axis. */
export function drawSweepSvg(
  sweep: readonly SweepPoint[],
  thresholds: readonly number[],
  title: string,
): string {
  const x = (threshold: number) => (LEFT + threshold * (W - LEFT - RIGHT)).toFixed(1);
  const y = (share: number) => (BOTTOM - share * (BOTTOM - TOP)).toFixed(1);
  const text = (left: string, down: string, words: string, anchor: string) =>
    `<text x="${left}" y="${down}" text-anchor="${anchor}">${escaped(words)}</text>`;
  const curve = (of: (typeof LINES)[number]) => {
    const points = sweep.flatMap((point) => {
      const share = point[of.of];
      return share === undefined ? [] : [`${x(point.threshold)},${y(share)}`];
    });
    const dash = of.dash === '' ? '' : ` stroke-dasharray="${of.dash}"`;
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${of.stroke}" stroke-width="2"${dash}/>`;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#777">`,
    `<title>${escaped(title)}</title>`,
    ...LINES.map(({ words, stroke }, at) => legend(words, stroke, at)),
    ...TICKS.flatMap((share) => [
      `<path d="M${LEFT} ${y(share)}H${W - RIGHT}" stroke="#888" stroke-opacity="0.25"/>`,
      text(String(LEFT - 8), String(Number(y(share)) + 4), `${100 * share} %`, 'end'),
      text(x(share), String(BOTTOM + 20), share.toFixed(2), 'middle'),
    ]),
    `<path d="M${LEFT} ${TOP}V${BOTTOM}H${W - RIGHT}" fill="none" stroke="#888"/>`,
    ...[...new Set(thresholds)].map(
      (threshold) =>
        `<path d="M${x(threshold)} ${BOTTOM}V${TOP}" stroke="#888" stroke-opacity="0.6" stroke-dasharray="1 3"/>`,
    ),
    ...LINES.map(curve),
    text(x(0.5), String(BOTTOM + 42), 'threshold (dotted: in use)', 'middle'),
    '</svg>\n',
  ].join('\n');
}

function legend(words: string, stroke: string, at: number): string {
  const left = LEFT + at * 186;
  return `<path d="M${left} 40h18" stroke="${stroke}" stroke-width="2"/><text x="${left + 24}" y="44" font-size="11">${words}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
