/**
 * What happens to a decision once it is made: it is kept for its caller, counted, logged when its answer has ended,
 * and may receive feedback. Decides nothing, and knows no HTTP.
 */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { createGate } from '../bounds/gate.ts';
import type { Caller } from '../callers/authenticate.ts';
import { mayRead } from '../callers/decision-owner.ts';
import type { GatewayConfig } from '../config/config.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Service } from '../service.ts';
import type { Traffic } from '../traffic/traffic.ts';
import { type DecisionLog, openDecisionLog, wholeDocument } from './decision-log.ts';
import { type FeedbackLog, openFeedbackLog } from './feedback-log.ts';
import type { KeptPolicies } from './kept-policies.ts';
import { shareOfDecisions, weightIn } from './kept-share.ts';
import { DecisionStore } from './recent-decisions.ts';
import type { RecordEntry } from './record-entry.ts';
import { recordMetrics } from './record-metrics.ts';

type ForService = Pick<Service, 'pending' | 'record' | 'findDecision' | 'giveFeedback' | 'feedbackOn'>;

export interface KeptDecisions {
  readonly forService: ForService;
  readonly files: DecisionFiles;
  /** Among the latest of this process, without the log. */
  recent(id: string): DecisionRecord | undefined;
  /** Number of dropped log lines. */
  dropped(): number;
  /** Writes the lines that are still queued. */
  close(): Promise<void>;
}

/** What only one process may write. */
export interface DecisionFiles {
  readonly log: DecisionLog;
  readonly feedback: FeedbackLog;
}

export interface KeepingParts {
  readonly config: Pick<
    GatewayConfig,
    'data' | 'decisions' | 'decisionLogDays' | 'decisionLogMegabytes' | 'decisionsInMemory'
  >;
  readonly policies: KeptPolicies;
  readonly metrics: Metrics;
  readonly traffic: Pick<Traffic, 'ended'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onTrouble: (message: string) => void;
  /** Where another process writes them; without: this one. */
  readonly files?: DecisionFiles;
}

export async function openKeptDecisions(parts: KeepingParts): Promise<KeptDecisions> {
  const { config, policies, metrics, traffic, now } = parts;
  const lookups = createGate(2, 32);
  const share = shareOfDecisions(config.decisions);
  const latest = new DecisionStore(config.decisionsInMemory);
  const files = parts.files ?? (await openFiles(parts));
  const { log, feedback } = files;
  const forService: ForService = {
    pending(id, answer) {
      latest.pending(id, answer);
    },
    record(entry) {
      if (entry.record.ending !== 'planned') recordMetrics(metrics, entry);
      keepRecord(entry, { latest, log, traffic, share });
    },
    async findDecision(id, caller): Promise<DecisionDocument | undefined> {
      const stored = latest.find(id);
      if (stored !== undefined)
        return mayRead(caller, stored.owner)
          ? shownTo(caller, await wholeDocument(stored.record, policies))
          : undefined;
      // This reads the files of a whole day: a caller that asks for many unknown ids must not keep the disk busy.
      const line = await lookups.run(() => log.find(id));
      if (line === undefined || !mayRead(caller, line.owner)) return undefined;
      return shownTo(caller, await wholeDocument(line, policies));
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
  };
  return {
    forService,
    files,
    recent: (id) => latest.find(id)?.record,
    dropped: () => log.dropped,
    close: () => log.close(),
  };
}

async function openFiles({ config, now, onTrouble }: KeepingParts): Promise<DecisionFiles> {
  const feedback = openFeedbackLog(config.data, config.decisionLogDays, now);
  const log = await openDecisionLog({
    directory: config.data,
    days: config.decisionLogDays,
    megabytes: config.decisionLogMegabytes,
    now,
    onTrouble,
  });
  return { log, feedback };
}

interface Keeping extends Pick<KeepingParts, 'traffic'> {
  readonly latest: DecisionStore;
  readonly log: DecisionLog;
  /** Of the decisions that are neither failures nor refusals nor fallbacks. */
  readonly share: number;
}

/** What was only planned is neither counted nor logged. */
function keepRecord({ record, run }: RecordEntry, { latest, log, traffic, share }: Keeping): void {
  const { id, time, ending } = record;
  let complete = false;
  if (ending !== 'planned')
    traffic.ended(record, run, (whole) => {
      complete = true;
      const weight = weightIn(share, whole);
      const text = JSON.stringify(weight === undefined || weight === 1 ? whole : { ...whole, weight });
      latest.put(id, text);
      if (weight !== undefined) log.append(text, time);
    });
  // While copies of the request are under way, its own answer can be looked up.
  if (!complete) latest.put(id, JSON.stringify(record));
}

/** Error texts of providers are shown to admins only. */
function shownTo({ admin }: Caller, document: DecisionDocument): DecisionDocument {
  const { attempts } = document;
  if (admin || attempts?.some(({ providerMessage }) => providerMessage !== undefined) !== true)
    return document;
  return { ...document, attempts: attempts.map(({ providerMessage: _, ...attempt }) => attempt) };
}
