/**
 * The benchmark's page as Markdown: machine and date, goals, then every figure. Names no host, user or path. Must not know
 * how figures are measured.
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { AT_ONCE, cellName, SIZES, type Size } from './cells.ts';
import type { Figures, Spread } from './figures.ts';
import type { Goal, ProxyReport } from './targets.ts';

export interface Run {
  readonly date: Date;
  readonly rounds: number;
  readonly seconds: number;
  /** Processes that wanted to run, in the minute before the benchmark began. */
  readonly loadBefore: number;
  readonly commit: string;
}

export interface StreamReport {
  readonly name: string;
  /** Microseconds per chunk. */
  readonly cpu: number;
  /** Bytes. */
  readonly rss: number;
  readonly slowestMs: number;
}

export function renderPage(
  run: Run,
  figures: Figures,
  goals: readonly Goal[],
  reports: readonly ProxyReport[],
  streams: readonly StreamReport[],
): string {
  const names = reports.map(({ name }) => name);
  return [
    ...headOf(run),
    '## Targets',
    '',
    'Of the realistic policy without its budget, if not noted. Ratios are medians of the ratios within each round.',
    '',
    ...table(
      ['', 'target', 'found (lowest to highest round)', ''],
      goals.map(({ what, most, found, reached }) => [what, most, found, reached ? 'reached' : 'missed']),
    ),
    ...cellsOf(figures, names, false),
    ...cellsOf(figures, names, true),
    '## Memory, start and records',
    '',
    'Allocated: on the heap of the main thread, sampled at 64 at once with 1 KB. Start: until the first answer.',
    '',
    ...table(
      ['', 'start', 'resident after start', 'after the run', 'requests', 'allocated', 'records', 'logged'],
      reports.map(reportRow),
    ),
    '## 1,000 streams at once',
    '',
    'Every stream ended with `[DONE]`. The upstream needs 5 s for one.',
    '',
    ...table(
      ['', 'CPU µs per chunk', 'resident at most', 'slowest stream'],
      streams.map(({ name, cpu, rss, slowestMs }) => [
        name,
        cpu.toFixed(1),
        `${(rss / 1e6).toFixed(0)} MB`,
        `${(slowestMs / 1_000).toFixed(1)} s`,
      ]),
    ),
  ].join('\n');
}

function headOf({ date, rounds, seconds, loadBefore, commit }: Run): string[] {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${process.arch}`;
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; `npm run bench -- --quick` prints a shorter run. Compare figures only within one run.',
    '',
    `- ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, Node ${process.version}`,
    `- ${machine}; load average ${loadBefore.toFixed(1)} before the run, ${(loadavg()[0] ?? 0).toFixed(1)} at its end`,
    `- ${rounds} interleaved rounds of ${seconds} s per proxy and load. Client and upstream share one process; each proxy has its own`,
    '- CPU: of the whole process with its threads, user and system',
    '- bare: node:http and `Pool.dispatch` of undici. Koa + splice: the same with Koa, a router and the model name replaced',
    '- llmr: `llmr serve` with its default configuration, one caller key, every decision recorded, metrics and log on. The realistic policy is `test/bench/realistic.route`; without its budget, if not noted',
    '',
  ];
}

function cellsOf(figures: Figures, names: readonly string[], stream: boolean): string[] {
  const lines: string[] = [];
  for (const size of Object.keys(SIZES) as Size[]) {
    const columns = (stream ? [1, 16, 64, 100, 256] : AT_ONCE).filter(
      (atOnce) => figures.of(`cpu ${cellName(size, atOnce, stream)}`, 'bare') !== undefined,
    );
    if (columns.length === 0) continue;
    const head = ['', ...columns.map((atOnce) => `${atOnce} at once`)];
    const rows = (cell: (name: string, of: string) => string): string[][] =>
      names.map((name) => [name, ...columns.map((atOnce) => cell(name, cellName(size, atOnce, stream)))]);
    lines.push(`## ${stream ? 'Streams' : 'Plain answers'}, ${size}`, '');
    lines.push(`CPU µs per ${stream ? 'chunk' : 'request'} (lowest to highest round), ratio to bare:`, '');
    lines.push(
      ...table(
        head,
        rows((name, of) => {
          const ratio = figures.ratio(`cpu ${of}`, name, 'bare')?.median.toFixed(2);
          return `${spread(figures.of(`cpu ${of}`, name), stream ? 1 : 0)}, ${ratio}×`;
        }),
      ),
    );
    lines.push(`Milliseconds added to p50 / p99${stream ? ' until the first bytes' : ''}:`, '');
    lines.push(
      ...table(
        head,
        rows((name, of) => {
          const [p50, p99] = ['p50', 'p99'].map((share) => figures.added(`${share} ${of}`, name, 'direct'));
          return `${p50?.median.toFixed(2)} / ${p99?.median.toFixed(2)}`;
        }),
      ),
    );
  }
  return lines;
}

function reportRow(report: ProxyReport): string[] {
  const { name, readyMs, idle, after, requests, allocated, accounts } = report;
  return [
    name,
    `${readyMs.toFixed(0)} ms`,
    `${(idle / 1e6).toFixed(0)} MB`,
    `${(after / 1e6).toFixed(0)} MB`,
    String(requests),
    allocated === undefined ? '' : `${(allocated / 1_024).toFixed(1)} KB`,
    accounts === undefined
      ? ''
      : `${accounts.records}${accounts.incomplete > 0 ? `, ${accounts.incomplete} incomplete` : ''}`,
    accounts === undefined ? '' : `${(accounts.bytesPerRequest / 1_024).toFixed(2)} KB`,
  ];
}

function spread(found: Spread | undefined, digits: number): string {
  if (found === undefined) return '';
  return `${found.median.toFixed(digits)} (${found.low.toFixed(digits)} to ${found.high.toFixed(digits)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
