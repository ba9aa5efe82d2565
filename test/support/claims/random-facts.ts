/** Facts of random requests, most of them next to a number at which a policy changes its mind. */
import type { Random } from '../small-policy.ts';
import { type ClaimedPolicy, HEADERS, TEAMS, TIERS } from './claim-policies.ts';
import type { Facts } from './claim-requests.ts';

export function randomFacts(random: Random, policy: ClaimedPolicy): Facts {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const chance = (share: number): boolean => random() < share;
  const near = Math.max(0, pick(policy.edges) + pick([-1, 0, 1, 2]));
  const facts: Record<string, string | number | boolean | null> = {
    tokens: chance(0.8) ? near : Math.floor(random() * 8_000),
    messages: pick([1, 1, 2, 3]),
    tier: pick([...TIERS, null]),
    team: pick([...TEAMS, null]),
    user: pick([`user-${Math.floor(random() * 1_000)}`, null]),
    'header "x-c"': pick([...HEADERS, 'other', null]),
    'metadata "plan"': pick(['gold', null]),
    'predicate vip holds': chance(0.3),
    'long last message': chance(0.5),
    text: pick(['hello', 'a refund', 'the invoice']),
  };
  if (chance(0.4)) facts['output tokens'] = pick([1, 99, 100, 101, 199, 250, 251, 300, 400, 500, 600]);
  if (chance(0.2)) facts['images'] = pick([1, 2]);
  for (const feature of ['tools', 'json', 'audio', 'streaming'])
    if (chance(0.2)) facts[`request has ${feature}`] = true;
  if (chance(0.3)) facts['time'] = pick(['00:00', '08:00', '09:00', '10:30', '18:00', '23:59']);
  return facts;
}
