/** Prints a decision document at a terminal: route, reason, facts, skipped routes, planned attempts. */
import type {
  AttemptDocument,
  DecisionDocument,
  MirrorDocument,
  PlannedDocument,
} from '../../language/explaining/decision-document.ts';

export function renderDecision(decision: DecisionDocument): string {
  const { policy, route, at, model, reason } = decision;
  const lines = [
    `${policy.name} → ${route} → ${model ?? 'no model'}   (${reason})`,
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
    'skipped',
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
  section(lines, 'attempts', (attempts ?? []).map(attemptRow));
  section(
    lines,
    'copies',
    (decision.mirror ?? []).map((one) => [one.model, one.outcome, one.because ?? comparedWords(one)]),
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

/** A line of the timeline: start, model, result. */
function attemptRow(one: AttemptDocument): readonly [string, string, string] {
  const told = [
    `${one.outcome}${one.class === undefined ? '' : `, ${one.class}`}${one.status === undefined ? '' : ` (${one.status})`}`,
    `${Math.round(one.ms)} ms`,
    ...(one.firstChunkMs === undefined ? [] : [`first chunk after ${Math.round(one.firstChunkMs)} ms`]),
    ...(one.outputTokens === undefined ? [] : [`${one.inputTokens ?? 0} + ${one.outputTokens} tokens`]),
    ...(one.costUsd === undefined ? [] : [`$${one.costUsd.toFixed(6)}`]),
    ...(one.repeats ?? []),
    ...(one.message === undefined ? [] : [`"${one.message}"`]),
  ];
  const at = one.startMs === undefined ? '' : `+${Math.round(one.startMs)} ms`;
  return [at, one.deployment ?? one.model, told.join(', ')];
}

function comparedWords({ than }: MirrorDocument): string {
  if (than === undefined) return '';
  const signed = (value: number): string => (value < 0 ? String(value) : `+${value}`);
  const parts = [
    ...(than.ms === undefined ? [] : [`${signed(Math.round(than.ms))} ms`]),
    ...(than.costUsd === undefined ? [] : [`${signed(Number(than.costUsd.toFixed(6)))} dollars`]),
    ...(than.outputTokens === undefined ? [] : [`${signed(than.outputTokens)} output tokens`]),
  ];
  return `${parts.join(', ')} than ${than.model}`;
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
