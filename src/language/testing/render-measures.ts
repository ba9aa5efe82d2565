/**
 * Coverage and mutation testing for people: a table of counts, then what is missing by name and place. Knows no
 * terminal: `paint` does.
 */
import { type Coverage, MEASURES, type Untested } from './coverage.ts';
import type { Paint } from './render-test-text.ts';
import type { MutationReport, Survivor } from './run-mutants.ts';

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

const NOT_FOUND =
  '# no test was found for it: nothing a test can see differs for the requests that were tried';

/** Changes that one test would notice, told together: what a test is called does not matter. */
function byTest(survivors: readonly Survivor[]): readonly (readonly Survivor[])[] {
  const bodyOf = (survivor: Survivor): string | undefined => survivor.test?.replace(/^.*\n/, '');
  return [...Map.groupBy(survivors, (survivor) => `${survivor.file} ${bodyOf(survivor) ?? ''}`).values()];
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
  if (survivors.length > 0) lines.push('', 'no test notices these changes; the test below each would');
  for (const together of byTest(survivors)) {
    lines.push('');
    for (const { change, file, line } of together)
      lines.push(`  ${change}  ${paint('dim', `${file}:${line}`)}`);
    const told = together[0]?.test ?? NOT_FOUND;
    lines.push(...told.split('\n').map((each) => paint('dim', `    ${each}`)));
  }
  return `${lines.join('\n')}\n`;
}
