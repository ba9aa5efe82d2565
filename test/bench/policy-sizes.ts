/**
 * Large policies as people and importers write them, linted by `llmr-lint` as a process: reading, binding, the graph, all
 * rules. Measured is the processor time of the process, because other work on the machine must not count. Growth is the
 * ratio of a policy and one half its size, the start of the process taken off.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HEAD = `policy sizes edition 1 { serves "*" }
provider lab { speaks simulated }
provider works { speaks simulated }
model a { is "a" on lab window 200k output 4k }
model b { is "b" on works window 100k output 4k }
model c { is "c" on lab window 16k output 4k }
tier free, pro
`;
const END = 'otherwise { because "Everybody." use a }\n';

type Shape = (index: number, count: number) => string;

const route = (index: number, when: string): string =>
  `route r${index} { because "x" when ${when} use ${'abc'[index % 3]} or refuse 413 "Too long." }\n`;

const any = (index: number): string =>
  Array.from({ length: 50 }, (_, at) => `team is "t-${index}-${at}" and tokens over ${1 + at}k`).join('\n');

const CHAINS = (index: number, count: number): string =>
  `model m${index} { is "m${index}" on lab window ${20 + (index % 100)}k output 4k }
chain c${index} { try m${index}\nthen m${(index + 1) % count} }
route r${index} { when asked for "vendor/model-${index}" use c${index} or refuse 413 "x" }
route s${index} { when asked for "other/model-${index}" use m${index} or refuse 413 "x" }\n`;

/** Shape, routes, seconds. The growth to the full size from half of it is at most `growth`. */
const SIZES: readonly {
  readonly name: string;
  readonly count: number;
  readonly most: number;
  readonly growth?: number;
  readonly shape: Shape;
}[] = [
  {
    name: 'plain routes, `team is`',
    count: 10_000,
    most: 10,
    growth: 3,
    shape: (i) => `route r${i} { when team is "team-${i}" use ${'abc'[i % 3]} }\n`,
  },
  {
    name: 'globs that begin alike',
    count: 2_000,
    most: 10,
    growth: 3,
    shape: (i) => route(i, `team like "team-${i}-*"`),
  },
  {
    name: 'globs that end alike',
    count: 2_000,
    most: 10,
    growth: 3,
    shape: (i) => route(i, `team like "*-${i}"`),
  },
  {
    name: 'globs, `not like` and numbers',
    count: 500,
    most: 5,
    growth: 4,
    shape: (i) =>
      route(
        i,
        `team like "team-${i}-*" and header "x-app" not like "beta-${i}*" and tokens over ${1 + (i % 90)}k`,
      ),
  },
  {
    name: 'names of models, `asked for`',
    count: 1_000,
    most: 5,
    growth: 3,
    shape: (i) => route(i, `asked for "vendor/model-${i}"`),
  },
  {
    name: 'headers and `tokens between`',
    count: 500,
    most: 5,
    growth: 3,
    shape: (i) => route(i, `header "x-app" is "app-${i}" and tokens between 1k and ${2 + (i % 100)}k`),
  },
  {
    name: 'globs and `not like` of one fact, and numbers',
    count: 500,
    most: 5,
    shape: (i) => route(i, `team like "t${i}*" and team not like "*-x${i}" and tokens over ${1 + (i % 90)}k`),
  },
  {
    name: 'globs with a name in the middle',
    count: 250,
    most: 10,
    shape: (i) => route(i, `team like "*-${i}-*"`),
  },
  {
    name: 'intents with a route each',
    count: 300,
    most: 5,
    shape: (i) =>
      `intent i${i} { like "text ${i} about thing ${i * 7}"\nlike "another ${i} words"\nlike "a third of ${i}" }\n${route(i, `intent is i${i}`)}`,
  },
  {
    name: '`any` of fifty alternatives',
    count: 100,
    most: 10,
    shape: (i) => route(i, `any {\n${any(i)}\n}`),
  },
  { name: 'models, each with a chain and two routes', count: 117, most: 5, shape: CHAINS },
];

/** One line a size; false: a limit is passed. */
export function lintSizes(print: (line: string) => void): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'llmr-sizes-'));
  let within = true;
  const lint = (text: string): number => {
    const path = join(folder, 'sizes.route');
    writeFileSync(path, text);
    const atExit = `process.on('exit', () => process.stderr.write('cpu ' + process.cpuUsage().user))`;
    const run = spawnSync(
      process.execPath,
      [
        ...['--import', `data:text/javascript,${encodeURIComponent(atExit)}`],
        ...[join(import.meta.dirname, '../../src/cli/llmr-lint.ts'), '--data', join(folder, 'data'), path],
      ],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    const cpu = /cpu (\d+)$/.exec(run.stderr)?.[1];
    if (cpu === undefined || !/\d+ errors?, \d+ warnings?/.test(run.stdout))
      throw new Error(`llmr-lint did not end: ${run.stderr}`);
    return Number(cpu) / 1e6;
  };
  try {
    const empty = lint(HEAD + END);
    print(`      an empty policy: ${empty.toFixed(2)} s`);
    for (const { name, count, most, growth, shape } of SIZES) {
      const written = (many: number): string =>
        HEAD + Array.from({ length: many }, (_, index) => shape(index, many)).join('') + END;
      const whole = lint(written(count));
      const half = growth === undefined ? undefined : lint(written(count >> 1));
      const ratio = half === undefined ? undefined : (whole - empty) / (half - empty);
      const late = whole > most || (ratio !== undefined && growth !== undefined && ratio > growth);
      within &&= !late;
      const grown = ratio === undefined ? '' : `, ${ratio.toFixed(1)} times its half (limit ${growth})`;
      print(`${late ? 'LATE' : 'ok  '} ${count} ${name}: ${whole.toFixed(1)} s (limit ${most} s)${grown}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return within;
}
