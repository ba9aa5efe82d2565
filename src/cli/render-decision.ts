/** A decision document for a person at a terminal: where, why, by which facts, what was passed over, what is tried. */
import type { DecisionDocument, PlannedDocument } from '../language/explaining/decision-document.ts';

export function renderDecision(decision: DecisionDocument): string {
  const { policy, route, at, model, reason } = decision;
  const lines = [
    `${policy.name} → ${route} → ${model ?? 'nobody'}   (${reason})`,
    `  ${decision.explain}`,
    ...(decision.because === undefined ? [] : [`  because: ${decision.because}`]),
    `  ${at.file}:${at.line}, policy version ${policy.hash}`,
  ];
  if (decision.refused !== undefined) {
    lines.push(`  refused with ${decision.refused.status}: ${decision.refused.message}`);
  }
  const { attempts, removed, skipped } = decision;
  section(
    lines,
    'asked',
    decision.path.map(({ fact, value, branch }) => [fact, words(decision.facts[fact] ?? value), branch]),
  );
  section(
    lines,
    'passed over',
    skipped.map((one) => [one.route, `line ${one.line}`, one.because]),
  );
  section(
    lines,
    'plan',
    decision.plan.map((one, index) => [`${index + 1}. ${one.model}`, deadlines(one), triggers(one)]),
  );
  section(
    lines,
    'cannot serve',
    removed.map((one) => [one.deployment ?? one.model, one.kind, one.because]),
  );
  section(
    lines,
    'attempts',
    (attempts ?? []).map((one) => [
      one.model,
      `${one.outcome}${one.class === undefined ? '' : `, ${one.class}`}`,
      `${Math.round(one.ms)} ms`,
    ]),
  );
  section(
    lines,
    'budgets',
    decision.budgets.map((one) => [
      one.name,
      one.usedPercent === null ? 'unknown' : `${one.usedPercent}% used`,
      '',
    ]),
  );
  for (const note of decision.notes ?? []) lines.push('', `note: ${note}`);
  return `${lines.join('\n')}\n`;
}

/** Three columns under a title; nothing when there are no rows. */
function section(lines: string[], title: string, rows: readonly (readonly [string, string, string])[]): void {
  if (rows.length === 0) return;
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  lines.push('', title);
  for (const [first, second, third] of rows) {
    lines.push(`  ${first.padEnd(width(0))}   ${second.padEnd(width(1))}   ${third}`.trimEnd());
  }
}

function words(value: string | number | boolean | null): string {
  return value === null ? 'unknown' : String(value);
}

function deadlines(one: PlannedDocument): string {
  const { attempt, firstToken } = one.deadlines;
  const retries = one.retries === undefined ? '' : `, retried ${one.retries}×`;
  return `within ${attempt / 1000}s, first token ${firstToken / 1000}s${retries}`;
}

function triggers(one: PlannedDocument): string {
  const arm = one.arm === undefined ? '' : `arm ${one.arm}; `;
  return one.on.length === 0 ? `${arm}no fallback` : `${arm}falls back on ${one.on.join(', ')}`;
}
