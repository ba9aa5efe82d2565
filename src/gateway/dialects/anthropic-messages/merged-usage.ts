/**
 * Usage in a stream of Messages: the first event reports what was read, the last what was written, either with cache
 * reads and writes next to the input. Knows no price.
 */
import type { Json } from '../../../language/planning/chat-members.ts';
import { isRecord } from '../is-record.ts';

/** A later report replaces what it repeats of an earlier one. */
export function mergedUsage(before: Json, report: unknown): Json {
  if (!isRecord(report)) return before;
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(report)) if (value != null) merged[name] = value;
  return merged;
}
