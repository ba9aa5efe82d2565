/** Turns a whole answer into the requested stream, for servers that always answer with JSON. Knows no HTTP. */
import { isRecord } from '../is-record.ts';
import { parseObject } from '../parse-json.ts';

type Json = Readonly<Record<string, unknown>>;

/** @param body an answer that `readAnswer` found whole */
export function asStream(body: Buffer): Buffer {
  const json = parseObject(body.toString('utf8'));
  const { choices, usage, ...head } = json;
  const common = { ...head, object: 'chat.completion.chunk' };
  const all = Array.isArray(choices) ? choices.filter(isRecord) : [];
  const events: object[] = all.map((choice) => ({ ...common, choices: [withDelta(choice)] }));
  events.push(...all.map((choice) => ({ ...common, choices: [withFinish(choice)] })));
  if (isRecord(usage)) events.push({ ...common, choices: [], usage });
  return Buffer.from(
    `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`,
  );
}

function withDelta({ message, finish_reason: _, ...choice }: Json): object {
  const delta: Record<string, unknown> = isRecord(message) ? { ...message } : {};
  const calls = delta['tool_calls'];
  if (Array.isArray(calls)) delta['tool_calls'] = calls.map((call, index) => ({ index, ...call }));
  return { index: 0, ...choice, delta, finish_reason: null };
}

function withFinish({ index, finish_reason: finish }: Json): object {
  return { index: index ?? 0, delta: {}, finish_reason: finish ?? 'stop' };
}
