/** Loads the policies of an open service, and loads them again when their folder changes. */
import type { OpenService, Start } from './open-service.ts';
import { type Watching, watchPolicies } from './policies/reload/watch-policies.ts';

export async function watchActive({ config, log, stop }: Start, open: OpenService): Promise<void> {
  const { policies, budgets } = open;
  let watching: Watching | undefined;
  stop.add('watching', () => {
    policies.close();
    return watching?.close();
  });
  await policies.reload();
  // Before any caller can read the spend.
  await budgets.recall((policies.current()?.all ?? []).map(({ policy }) => policy));
  watching = watchPolicies({
    directory: config.policies,
    poll: config.reloadPollMs,
    seen: () => policies.seen(),
    onChange: () => policies.reload(),
    onTrouble: (message) => log.warn(message),
  });
}
