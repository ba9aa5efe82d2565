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
  return { ...policy, heads: changed(policy.heads, ({ words: _, ...head }) => head) };
}

/** The table is loaded when it is first used. */
export function withTables<P extends WithHeads>(policy: P): P {
  return { ...policy, heads: changed(policy.heads, withWords) };
}

function changed(heads: WithHeads['heads'], change: (head: Head) => Head): WithHeads['heads'] {
  return new Map([...heads].map(([name, head]) => [name, change(head)]));
}
