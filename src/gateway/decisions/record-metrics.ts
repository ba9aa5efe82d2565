/** What one ended request adds to the metrics. Labels come from the policy and from closed sets, never from a caller. */
import type { MirrorDocument } from '../../language/explaining/decision-document.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { RecordEntry } from './record-entry.ts';

export function recordMetrics(metrics: Metrics, { record, decisionMs, run }: RecordEntry): void {
  const { name: policy } = record.policy;
  const { route, status } = record;
  const shownTier = tierLabel(run);
  const model = record.model ?? 'none';
  metrics.add('llmr_requests_total', [policy, route, model, record.reason, String(status), shownTier]);
  metrics.observe(
    'llmr_request_duration_seconds',
    [policy, route],
    (performance.now() - run.request.began) / 1000,
  );
  metrics.observe('llmr_decision_duration_seconds', [policy], decisionMs / 1000);
  for (const attempt of record.attempts ?? []) {
    metrics.add('llmr_attempts_total', [
      attempt.model,
      attempt.deployment ?? attempt.model,
      attempt.outcome,
      attempt.class ?? '',
    ]);
    if (attempt.repeats !== undefined)
      metrics.add(
        'llmr_resends_total',
        [attempt.model, attempt.deployment ?? attempt.model],
        attempt.repeats.length,
      );
    metrics.observe('gen_ai_client_operation_duration_seconds', [attempt.model], attempt.ms / 1000);
    if (attempt.firstChunkMs !== undefined) {
      metrics.observe(
        'gen_ai_client_operation_time_to_first_chunk_seconds',
        [attempt.model],
        attempt.firstChunkMs / 1000,
      );
    }
    if (attempt.inputTokens !== undefined)
      metrics.add('llmr_tokens_total', [attempt.model, route, shownTier, 'input'], attempt.inputTokens);
    if (attempt.outputTokens !== undefined)
      metrics.add('llmr_tokens_total', [attempt.model, route, shownTier, 'output'], attempt.outputTokens);
    if (attempt.costUsd !== undefined)
      metrics.add(
        'llmr_cost_usd_total',
        [attempt.model, route, shownTier, attempt.hedge === true ? 'hedge' : 'answer'],
        attempt.costUsd,
      );
  }
}

/** What a mirrored copy cost, which no answer's line holds. */
export function recordCopy(metrics: Metrics, run: RequestContext, route: string, copy: MirrorDocument): void {
  const { model, outcome, costUsd } = copy;
  metrics.add('llmr_mirrors_total', [run.serving.policy.name, route, model, outcome]);
  if (costUsd !== undefined)
    metrics.add('llmr_cost_usd_total', [model, route, tierLabel(run), 'mirror'], costUsd);
}

function tierLabel(run: RequestContext): string {
  const tier = String(run.known.get('tier') ?? run.request.caller.tier ?? 'unknown');
  return run.serving.policy.tiers.includes(tier) ? tier : 'unknown';
}
