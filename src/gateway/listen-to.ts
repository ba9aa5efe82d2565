/** The HTTP server of an open service: listens, and drains at shutdown. Must not know: policies, how it was opened. */
import { createServer } from 'node:http';
import { createDrain } from './http/drain.ts';
import { hardenServer } from './http/harden-server.ts';
import { listen } from './http/listen.ts';
import { createListener } from './http/listener.ts';
import type { Log } from './observe/log.ts';
import type { OpenService, Start } from './open-service.ts';
import type { Service } from './service.ts';

export interface Listening {
  readonly url: string;
  /** Waits at most this long for running answers, then closes everything that is open. */
  close(graceMs: number): Promise<void>;
}

/** Milliseconds for settling calls that were cut, and settlements that the store has not accepted before. */
export const LAST_SETTLEMENTS = 3_000;

/** `service`: as requests see it; by default that of `open`. */
export async function listenTo(
  { config, log, stop }: Start,
  open: OpenService,
  port: number,
  service: Service = open.service,
): Promise<Listening> {
  const server = createServer(createListener(service));
  hardenServer(server);
  const drain = createDrain(server);
  const url = await listen(server, config.host, port);
  return {
    url,
    async close(graceMs) {
      open.drain();
      const { ledger } = open;
      const end = performance.now() + graceMs;
      stop.add('server', () => drain(graceMs));
      // A call may outlive its answer, for example while it waits for its usage; remaining calls are cut and settled.
      stop.add('settlements', () => ledger.settled(end - performance.now()));
      stop.add('last settlements', async () => logUnsettled(await ledger.settled(LAST_SETTLEMENTS), log));
      await stop.run();
    },
  };
}

export function logUnsettled(count: number, log: Log): void {
  if (count > 0) log.warn(`${count} reservations could not be settled: they stay charged at their estimates`);
}
