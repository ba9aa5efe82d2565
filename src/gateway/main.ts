/**
 * Starts and stops the service: opens its parts, reads the policies, listens, and drains at shutdown. With several
 * workers it starts the processes that do this. Must not know: what the parts are.
 */
import { encoderFault } from '../meaning/encoder-fault.ts';
import type { GatewayConfig } from './config/config.ts';
import { listenTo } from './listen-to.ts';
import { createLog } from './observe/log.ts';
import { openService, type Registered, type Start } from './open-service.ts';
import type { Gateway } from './service.ts';
import { createStop } from './stop.ts';
import { watchActive } from './watch-active.ts';

export type { Registered } from './open-service.ts';
export type { Gateway } from './service.ts';

/** @throws Error with a message for the operator: no key on an open address, a ledger in use, a port taken. */
export async function startGateway(
  config: GatewayConfig,
  variables: Readonly<Record<string, string | undefined>> = process.env,
  registered: Registered = {},
): Promise<Gateway> {
  const fault = encoderFault(config.encoder);
  if (fault !== undefined) throw new Error(`"encoder": ${fault}`);
  const log = createLog(config.logLevel);
  const stop = createStop((message) => log.warn(message));
  const start: Start = { config, variables, registered, log, stop };
  try {
    if (config.workers === 1) return await startOne(start);
    const { startPrimary } = await import('./workers/primary.ts');
    return await startPrimary(start);
  } catch (error) {
    // Open resources would keep the process alive.
    await stop.run();
    throw error;
  }
}

async function startOne(start: Start): Promise<Gateway> {
  const { config } = start;
  const open = await openService(start);
  await watchActive(start, open);
  const listening = await listenTo(start, open, config.port);
  return {
    url: listening.url,
    service: open.service,
    reload: () => open.policies.reload(),
    close: (graceMs = config.drainSeconds * 1_000) => listening.close(graceMs),
  };
}
