/**
 * The heads of a policy without the table of words, and with it again: 15 MB that every process has on its own disk are
 * neither sent nor kept. Must not know: where the policy goes.
 */
import type { Head } from '../../../language/heads/head.ts';
import { withWords } from '../../../meaning/word-vectors.ts';

interface WithHeads {
  readonly heads: ReadonlyMap<string, Head>;
}

export function withoutTables<P extends WithHeads>(policy: P): P {
  return { ...policy, heads: changed(policy.heads, withoutWords) };
}

/** The table is loaded when it is first used. */
export function withTables<P extends WithHeads>(policy: P): P {
  return { ...policy, heads: changed(policy.heads, withWords) };
}

/** Does not read the member `words`, which would load the table. */
function withoutWords(head: Head): Head {
  const { words: _, ...members } = Object.getOwnPropertyDescriptors(head);
  return Object.defineProperties({}, members) as Head;
}

function changed(heads: WithHeads['heads'], change: (head: Head) => Head): WithHeads['heads'] {
  return new Map([...heads].map(([name, head]) => [name, change(head)]));
}
