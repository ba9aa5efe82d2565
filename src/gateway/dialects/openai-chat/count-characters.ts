/** How much output a delta or a message holds, where usage does not say. Knows no stream. */
import { isRecord } from '../is-record.ts';

/** Characters in a delta or a message: text, reasoning under its several names, refusals, tool calls, audio. */
export function charactersOf(part: Readonly<Record<string, unknown>>): number {
  let count = 0;
  for (const name in part) {
    const value = part[name];
    switch (name) {
      case 'content':
      case 'refusal':
      case 'reasoning':
      case 'reasoning_content':
        if (typeof value === 'string') count += value.length;
        else if (Array.isArray(value)) count += JSON.stringify(value).length;
        break;
      case 'tool_calls':
      case 'function_call':
      case 'audio':
      case 'reasoning_details':
        if (Array.isArray(value) ? value.length > 0 : isRecord(value)) count += JSON.stringify(value).length;
        break;
    }
  }
  return count;
}
