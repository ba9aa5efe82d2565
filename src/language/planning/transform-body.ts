/**
 * Applies a plan's transforms to a request body of the OpenAI chat dialect. Nothing of the body it is given is
 * changed; what is not touched is shared. Must not know providers: what an upstream cannot take is its adapter's.
 */
import type { TransformStep } from '../semantics/model.ts';
import { formatCount } from '../vocabulary/format-quantity.ts';
import { type CountMessage, isSystem, type Json, messagesOf, partsOf } from './chat-body.ts';
import { dropParts } from './drop-parts.ts';
import { trimHistory } from './trim-history.ts';

export interface Transformed {
  readonly body: Json;
  /** What was changed, for traces: `output capped at 800 tokens`. Never text of the prompt. */
  readonly changes: readonly string[];
}

interface Changed {
  readonly body: Json;
  /** Absent: the step found nothing to change. */
  readonly change?: string;
}

export function transformBody(body: Json, steps: readonly TransformStep[], count: CountMessage): Transformed {
  const changes: string[] = [];
  let current = body;
  for (const step of steps) {
    const changed = applyStep(current, step, count);
    current = changed.body;
    if (changed.change !== undefined) changes.push(changed.change);
  }
  return { body: current, changes };
}

function applyStep(body: Json, step: TransformStep, count: CountMessage): Changed {
  switch (step.kind) {
    case 'system':
      return {
        body: { ...body, messages: withSystem(messagesOf(body), step.how, step.text) },
        change: `system prompt ${{ prepend: 'prepended', append: 'appended', replace: 'replaced' }[step.how]}`,
      };
    case 'set':
      return {
        body: { ...body, [step.parameter]: step.value },
        change: `${step.parameter} set to ${step.value}`,
      };
    case 'cap-output':
      return capOutput(body, step.tokens);
    case 'trim-history': {
      const messages = messagesOf(body);
      const kept = trimHistory(messages, step.tokens, count);
      const gone = messages.length - kept.length;
      if (gone === 0) return { body };
      return {
        body: { ...body, messages: kept },
        change: `history trimmed to ${formatCount(step.tokens)} tokens, ${gone} ${gone === 1 ? 'message' : 'messages'} left out`,
      };
    }
    case 'drop':
      return dropParts(body, step.what);
  }
}

function withSystem(
  messages: readonly Json[],
  how: 'prepend' | 'append' | 'replace',
  text: string,
): readonly Json[] {
  const at = messages.findIndex(isSystem);
  const found = messages[at];
  if (found === undefined) return [{ role: 'system', content: text }, ...messages];
  return messages.with(at, { ...found, content: joined(found['content'], how, text) });
}

function joined(content: unknown, how: 'prepend' | 'append' | 'replace', text: string): unknown {
  if (how === 'replace') return text;
  if (Array.isArray(content)) {
    const part = { type: 'text', text };
    return how === 'prepend' ? [part, ...partsOf(content)] : [...partsOf(content), part];
  }
  const before = typeof content === 'string' ? content : '';
  if (before === '') return text;
  return how === 'prepend' ? `${text}\n\n${before}` : `${before}\n\n${text}`;
}

/** Every limit the caller wrote is lowered; where there is none, `max_tokens`, which every provider reads. */
function capOutput(body: Json, tokens: number): Changed {
  const capped: Record<string, unknown> = { ...body };
  const written = (['max_completion_tokens', 'max_tokens'] as const).filter(
    (name) => typeof body[name] === 'number',
  );
  for (const name of written.length === 0 ? (['max_tokens'] as const) : written) {
    const asked = body[name];
    capped[name] = typeof asked === 'number' ? Math.min(asked, tokens) : tokens;
  }
  if (written.length > 0 && written.every((name) => capped[name] === body[name])) return { body };
  return { body: capped, change: `output capped at ${formatCount(tokens)} tokens` };
}
