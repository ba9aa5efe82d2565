/**
 * `over 10k users expect sonnet from 88% to 92%`: the same scenario for user-0 to user-9999, and the share that each
 * model answers. If the test gives a user, it is user ada-0 to ada-9999, so that a condition on names can match. The
 * keys are fixed, so the shares are, too. Knows no report.
 */
import { factId } from '../../vocabulary/fact-spec.ts';
import type { BoundAcceptance } from '../bind/bind-tests.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import { type Run, runScenario } from './run-scenario.ts';
import type { CountText } from './scenario-facts.ts';
import { REQUEST_KEY } from './scenario-facts.ts';

/** What is wrong with the shares, in lines; undefined where they are as expected. */
export function runAcceptance(
  tested: TestedPolicy,
  test: BoundAcceptance,
  countText: CountText,
  note: (run: Run) => void,
): string | undefined {
  const answered = new Map<string, number>();
  for (const run of runsOf(tested, test, countText, test.over)) {
    const model = run.model ?? 'nobody';
    answered.set(model, (answered.get(model) ?? 0) + 1);
    note(run);
  }
  const percent = (model: string): number => Math.round(((answered.get(model) ?? 0) / test.over) * 1e4) / 100;
  const wrong = test.shares.filter(({ model, from, to }) => percent(model) < from || percent(model) > to);
  if (wrong.length === 0) return undefined;
  const lines = wrong.map(
    ({ model, from, to }) => `expected ${model} from ${from}% to ${to}%, got ${percent(model)}%`,
  );
  const all = [...answered.keys()].sort().map((model) => `${model} ${percent(model)}%`);
  return [...lines, `answered over ${test.over} ${test.by}s: ${all.join(', ')}`].join('\n');
}

/** The models that answer the first callers of an acceptance test, in order. */
export function firstAnswers(
  tested: TestedPolicy,
  test: Pick<BoundAcceptance, 'scenario' | 'by' | 'over'>,
  countText: CountText,
  count: number,
): string {
  const models: string[] = [];
  for (const run of runsOf(tested, test, countText, Math.min(count, test.over)))
    models.push(run.model ?? 'nobody');
  return models.join();
}

function* runsOf(
  tested: TestedPolicy,
  { scenario, by }: Pick<BoundAcceptance, 'scenario' | 'by'>,
  countText: CountText,
  count: number,
): Generator<Run> {
  const id = by === 'request' ? REQUEST_KEY : factId(by, {});
  const given = scenario.facts.get(id);
  const name = typeof given === 'string' ? given : by;
  for (let number = 0; number < count; number++) {
    const facts = new Map(scenario.facts).set(id, `${name}-${number}`);
    yield runScenario(tested, { ...scenario, facts }, countText);
  }
}
