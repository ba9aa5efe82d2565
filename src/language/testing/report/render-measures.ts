/**
 * Coverage and mutation testing for people: a table of counts, then what is missing by name and place. Knows no
 * terminal: `paint` does.
 */
import { type Coverage, MEASURES, type Untested } from './coverage-report.ts';
import type { MutationReport, Survivor } from './mutation-report.ts';
import type { Paint } from './paint.ts';

export function renderCoverage(coverage: Coverage, paint: Paint): string {
  const rows = MEASURES.map((name) => {
    const { covered, total, percent } = coverage[name];
    return [name, `${covered}/${total}`, `${percent}%`] as const;
  });
  const counts = Math.max(...rows.map(([, count]) => count.length));
  const lines = ['coverage'];
  for (const [name, count, percent] of rows) {
    const row = `  ${name.padEnd(12)}${count.padStart(counts)}  ${percent.padStart(4)}`;
    lines.push(paint(percent === '100%' ? 'pass' : 'skip', row));
  }
  for (const name of MEASURES) {
    const { missing } = coverage[name];
    if (missing.length === 0) continue;
    lines.push('', `no test tries these ${name}`, ...missing.map((one) => `  ${untestedWords(one, paint)}`));
  }
  return `${lines.join('\n')}\n`;
}

function untestedWords({ name, file, line }: Untested, paint: Paint): string {
  return `${name}  ${paint('dim', `${file}:${line}`)}`;
}

/** What to do where no test was found: what was tried, and where to start. */
function notFoundWords(together: readonly Survivor[]): string {
  const requests = Math.max(...together.map(({ searched }) => searched?.requests ?? 0));
  const tried = `up to ${requests} requests were tried for each`;
  return together[0]?.searched?.stopped === true
    ? `# no test was found: ${tried}, and there are more; write one for a request that this line decides`
    : `# no test was found: ${tried}, and none shows a difference; if the line matters, write one by hand`;
}

/** Changes that one test would detect are listed together; titles of tests do not count. */
function byTest(survivors: readonly Survivor[]): readonly (readonly Survivor[])[] {
  const bodyOf = ({ test, searched }: Survivor): string =>
    test?.replace(/^.*\n/, '') ?? (searched?.stopped === true ? 'more to try' : 'all tried');
  return [...Map.groupBy(survivors, (survivor) => `${survivor.file} ${bodyOf(survivor)}`).values()];
}

export function renderMutation(report: MutationReport, paint: Paint): string {
  const { killed, survived, equivalent, score, survivors, notRun } = report;
  const same = equivalent === 0 ? '' : `; ${equivalent} more change nothing (proved)`;
  const lines = [
    `mutants`,
    paint(survived === 0 ? 'pass' : 'skip', `  ${killed} of ${killed + survived} killed, ${score}%${same}`),
  ];
  for (const { policy, because } of notRun)
    lines.push(paint('fail', `  ${policy} was not tried: ${because}`));
  if (survivors.length > 0)
    lines.push(
      '',
      'no test detects these changes; the test below each would: put it into a *.test.route file',
    );
  for (const together of byTest(survivors)) {
    lines.push('');
    for (const { change, file, line } of together)
      lines.push(`  ${change}  ${paint('dim', `${file}:${line}`)}`);
    const told = together[0]?.test ?? notFoundWords(together);
    lines.push(...told.split('\n').map((each) => paint('dim', `    ${each}`)));
  }
  return `${lines.join('\n')}\n`;
}
