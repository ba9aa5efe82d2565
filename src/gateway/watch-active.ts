/** Loads the policies of an open service, and loads them again when their folder changes. */
import type { OpenService, Start } from './open-service.ts';
import { watchPolicies } from './policies/reload/watch-policies.ts';

export async function watchActive({ config, log, stop }: Start, open: OpenService): Promise<void> {
  const { policies, budgets } = open;
  await policies.reload();
  // Before any caller can read the spend.
  await budgets.recall((policies.current()?.all ?? []).map(({ policy }) => policy));
  const watching = watchPolicies({
    directory: config.policies,
    poll: config.reloadPollMs,
    seen: () => policies.seen(),
    onChange: () => policies.reload(),
    onTrouble: (message) => log.warn(message),
  });
  stop.add('watching', () => watching.close());
}
