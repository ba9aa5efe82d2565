/**
 * The service with several workers: this process holds what they share, reads the policies, and starts and stops
 * them; they answer requests. Loaded only where there is more than one worker.
 */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { LAST_SETTLEMENTS, logUnsettled } from '../listen-to.ts';
import { openService, type Start } from '../open-service.ts';
import type { ActiveSet } from '../policies/open-policies.ts';
import { withoutTables } from '../policies/reload/word-tables.ts';
import type { Gateway } from '../service.ts';
import { watchActive } from '../watch-active.ts';
import type { Beginning } from './protocol.ts';
import { SharedState } from './shared-state.ts';
import { runWorker, type WorkerProcess } from './worker-process.ts';

export async function startPrimary(start: Start): Promise<Gateway> {
  const { config, registered, log, stop } = start;
  if (registered.predicates !== undefined)
    throw new Error(
      'predicates that are functions cannot be passed to worker processes: name their modules in llmr.json',
    );
  let active: ActiveSet | undefined;
  let workers: readonly WorkerProcess[] = [];
  let serving: Promise<unknown> = Promise.resolve();
  const onActive = ({ policies, ...known }: ActiveSet): void => {
    const set = { ...known, policies: policies.map(withoutTables) };
    active = set;
    serving = Promise.all(workers.map((worker) => worker.serve(set)));
  };
  const open = await openService({ ...start, forWorkers: { onActive } });
  const shared = new SharedState(open, log);
  stop.add('shared state', () => shared.close());
  await watchActive(start, open);

  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const beginning = beginningOf(start);
  let graceMs = 0;
  stop.add('server', () => Promise.all(workers.map((worker) => worker.close(graceMs))));
  workers = Array.from({ length: config.workers }, (_, index) =>
    runWorker({ number: index + 1, shared, beginning, port, active: () => active }),
  );
  const [url = ''] = await Promise.all(workers.map((worker) => worker.started));
  return {
    url,
    service: {
      ...open.service,
      metricsText: () => shared.metricsText(),
    },
    async reload() {
      await open.policies.reload();
      await serving;
    },
    async close(grace = config.drainSeconds * 1_000) {
      open.drain();
      graceMs = grace;
      stop.add('last settlements', async () =>
        logUnsettled(await open.ledger.settled(LAST_SETTLEMENTS), log),
      );
      await stop.run();
    },
  };
}

/** What bounds the memory of the service is divided among its workers. */
function beginningOf({ config, variables, registered }: Start): Beginning {
  const share = (whole: number): number => Math.ceil(whole / config.workers);
  return {
    config: {
      ...config,
      bodyMemoryBytes: share(config.bodyMemoryBytes),
      decisionsInMemory: share(config.decisionsInMemory),
    },
    variables,
    breaker: registered.breaker,
  };
}

/** All workers listen on one port, also those that are started again. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
