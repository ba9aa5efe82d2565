/**
 * What happens to a decision once it is made: it is kept for its caller, counted, logged when its answer has ended,
 * and may receive feedback. Decides nothing, and knows no HTTP.
 */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import { createGate } from '../bounds/gate.ts';
import type { Caller } from '../callers/authenticate.ts';
import { mayRead, ownerOf } from '../callers/decision-owner.ts';
import type { GatewayConfig } from '../config/config.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Service } from '../service.ts';
import type { Traffic } from '../traffic/traffic.ts';
import { openDecisionLog } from './decision-log.ts';
import { openFeedbackLog } from './feedback-log.ts';
import { createDecisionStore } from './recent-decisions.ts';
import { recordMetrics } from './record-metrics.ts';

export interface KeptDecisions
  extends Pick<Service, 'record' | 'findDecision' | 'giveFeedback' | 'feedbackOn'> {
  /** Number of dropped log lines. */
  dropped(): number;
  /** Writes the lines that are still queued. */
  close(): Promise<void>;
}

export interface KeepingParts {
  readonly config: Pick<
    GatewayConfig,
    'data' | 'decisionLogDays' | 'decisionLogMegabytes' | 'decisionsInMemory'
  >;
  readonly metrics: Metrics;
  readonly traffic: Pick<Traffic, 'ended'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onTrouble: (message: string) => void;
}

export async function openKeptDecisions(parts: KeepingParts): Promise<KeptDecisions> {
  const { config, metrics, traffic, now, onTrouble } = parts;
  const lookups = createGate(2, 32);
  const latest = createDecisionStore(config.decisionsInMemory);
  const feedback = openFeedbackLog(config.data, config.decisionLogDays, now);
  const log = await openDecisionLog({
    directory: config.data,
    days: config.decisionLogDays,
    megabytes: config.decisionLogMegabytes,
    now,
    onTrouble,
  });
  return {
    record(entry) {
      const { document, ending, status, run } = entry;
      const owner = ownerOf(run.request.caller);
      latest.put({ document, owner });
      if (ending === undefined) return;
      recordMetrics(metrics, entry);
      const time = new Date(run.request.now).toISOString();
      const told = {
        time,
        owner,
        status,
        ending: ending === 'unanswered' ? ending : ending.kind,
        inputs: entry.inputs(),
      } as const;
      traffic.ended(document, run, (whole) => {
        if (whole !== document) latest.put({ document: whole, owner });
        log.append({ ...whole, ...told });
      });
    },
    async findDecision(id, caller): Promise<DecisionDocument | undefined> {
      const stored = latest.find(id);
      if (stored !== undefined) {
        return mayRead(caller, stored.owner) ? shownTo(caller, stored.document) : undefined;
      }
      // This reads the files of a whole day: a caller that asks for many unknown ids must not keep the disk busy.
      const line = await lookups.run(() => log.find(id));
      if (line === undefined || !mayRead(caller, line.owner)) return undefined;
      const { time: _, owner: __, status: ___, ending: ____, inputs: _____, ...document } = line;
      return shownTo(caller, document);
    },
    async giveFeedback({ id = '', policy, route, model }, given) {
      const time = new Date(now()).toISOString();
      const before = await feedback.put({ version: 1, time, decision: id, ...given });
      if (before !== undefined) return true;
      const labels = [policy.name, route, model ?? 'none'];
      metrics.add('llmr_feedback_total', labels);
      metrics.add('llmr_feedback_score_total', labels, given.score);
      return false;
    },
    async feedbackOn(id) {
      const line = await feedback.find(id);
      if (line === undefined) return undefined;
      const { version: _, decision: __, ...given } = line;
      return given;
    },
    dropped: () => log.dropped,
    close: () => log.close(),
  };
}

/** Error texts of providers are shown to admins only. */
function shownTo({ admin }: Caller, document: DecisionDocument): DecisionDocument {
  const { attempts } = document;
  if (admin || attempts?.some(({ providerMessage }) => providerMessage !== undefined) !== true)
    return document;
  return { ...document, attempts: attempts.map(({ providerMessage: _, ...attempt }) => attempt) };
}
