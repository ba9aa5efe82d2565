/**
 * What one worker observes of deployments, collected for the others: failures, and breakers that open or close, at
 * once; calls that worked and calls in flight as counts, at once after a pause and else twenty times a second. Knows no
 * policy.
 */
import type { BreakerNews } from '../health/circuit-breaker.ts';
import type { EndedCall, SharedHealth } from '../health/deployment-health.ts';
import type { HealthNews } from './protocol.ts';

/** Milliseconds. */
const EVERY = 50;
/** Ended calls in one message: the others keep no more of a deployment. */
const MOST_ENDED = 1_024;

export interface HealthCollector {
  tellBreakers(deployment: string, news: BreakerNews): void;
  tellEnded(call: EndedCall): void;
  /** Begins to send; `health`: whose calls in flight are sent. */
  begin(health: Pick<SharedHealth, 'inFlight'>): void;
  close(): void;
}

export function createHealthCollector(send: (news: HealthNews) => void): HealthCollector {
  let breakers: [string, BreakerNews][] = [];
  /** By deployment, the place of its latest news. */
  const latest = new Map<string, number>();
  let ended: EndedCall[] = [];
  const inFlight = new Map<string, number>();
  let observed: Pick<SharedHealth, 'inFlight'> = { inFlight: () => [] };
  let timer: NodeJS.Timeout | undefined;
  let flushedAt = Number.NEGATIVE_INFINITY;
  let soon = false;

  function flush(): void {
    const changed = [...observed.inFlight()].filter(([deployment, now]) => inFlight.get(deployment) !== now);
    for (const [deployment, now] of changed) inFlight.set(deployment, now);
    soon = false;
    if (breakers.length + ended.length + changed.length === 0) return;
    flushedAt = performance.now();
    send({ breakers, ended, inFlight: changed });
    breakers = [];
    latest.clear();
    ended = [];
  }

  return {
    tellBreakers(deployment, news) {
      const at = latest.get(deployment);
      const before = at === undefined ? undefined : breakers[at]?.[1];
      if (at !== undefined && news.kind === 'worked' && before?.kind === 'worked') {
        breakers[at] = [deployment, { kind: 'worked', calls: before.calls + news.calls }];
        return;
      }
      latest.set(deployment, breakers.push([deployment, news]) - 1);
      if (news.kind !== 'worked') flush();
    },
    tellEnded(call) {
      if (ended.push(call) >= MOST_ENDED) flush();
      else if (!soon && performance.now() - flushedAt >= EVERY) {
        soon = true;
        // After the rest of what this call reports.
        setImmediate(flush);
      }
    },
    begin(health) {
      observed = health;
      timer = setInterval(flush, EVERY).unref();
    },
    close() {
      clearInterval(timer);
      flush();
    },
  };
}
