/**
 * Applies a plan's transforms to a request body of OpenAI's chat or of Anthropic's Messages. The given body is not
 * changed; untouched values are shared, and rewritten ones are recorded, so that only their bytes need to change. Must
 * not know providers: adapting to an upstream is its dialect's task.
 */
import type { TransformStep } from '../semantics/model.ts';
import { formatCount } from '../vocabulary/format-quantity.ts';
import { type CountMessage, isSystem, type Json, messagesOf } from './chat-body.ts';
import { isObject, outputLimitsOf } from './chat-members.ts';
import { dropMedia } from './drop-media.ts';
import { dropTools } from './drop-tools.ts';
import { type Changed, Rewrites, withMember, withMessages } from './rewrites.ts';
import { trimHistory } from './trim-history.ts';

export interface Transformed {
  readonly body: Json;
  /** The changes, for traces: `output capped at 800 tokens`. Never contains prompt text. */
  readonly changes: readonly string[];
  /** The originals of the rewritten parts of `body`. */
  readonly rewrites: Rewrites;
}

/** What transforms must know of the dialect of a body. */
export interface BodyForm {
  readonly countMessage: CountMessage;
  /** Tokens of the member `system`; undefined where the system prompt is one of the messages. */
  readonly countSystem?: ((body: Json) => number) | undefined;
}

export function transformBody(body: Json, steps: readonly TransformStep[], form: BodyForm): Transformed {
  const rewrites = new Rewrites();
  const changes: string[] = [];
  let current = body;
  for (const step of steps) {
    const changed = applyStep(current, step, form, rewrites);
    current = changed.body;
    if (changed.change !== undefined) changes.push(changed.change);
  }
  return { body: current, changes, rewrites };
}

function applyStep(body: Json, step: TransformStep, form: BodyForm, rewrites: Rewrites): Changed {
  switch (step.kind) {
    case 'system':
      return {
        body:
          form.countSystem === undefined
            ? withMessages(body, withSystem(body, step.how, step.text, rewrites), rewrites)
            : withSystemMember(body, step.how, step.text, rewrites),
        change: `system prompt ${{ prepend: 'prepended', append: 'appended', replace: 'replaced' }[step.how]}`,
      };
    case 'set':
      return {
        body: rewrites.made({ ...body, [step.parameter]: step.value }, body),
        change: `${step.parameter} set to ${step.value}`,
      };
    case 'cap-output':
      return capOutput(body, step.tokens, rewrites);
    case 'trim-history': {
      const messages = messagesOf(body);
      const system = form.countSystem?.(body) ?? 0;
      const kept = trimHistory(messages, step.tokens - system, form.countMessage);
      const gone = messages.length - kept.length;
      if (gone === 0) return { body };
      return {
        body: withMessages(body, kept, rewrites),
        change: `history trimmed to ${formatCount(step.tokens)} tokens, ${gone} ${gone === 1 ? 'message' : 'messages'} left out`,
      };
    }
    case 'drop':
      return step.what === 'tools' ? dropTools(body, rewrites) : dropMedia(body, step.what, rewrites);
  }
}

function withSystem(
  body: Json,
  how: 'prepend' | 'append' | 'replace',
  text: string,
  rewrites: Rewrites,
): readonly Json[] {
  const messages = messagesOf(body);
  const at = messages.findIndex(isSystem);
  const found = messages[at];
  if (found === undefined) return [{ role: 'system', content: text }, ...messages];
  const content = joined(found['content'], how, text, rewrites);
  return messages.with(at, rewrites.made({ ...found, content }, found));
}

/** What Claude Code writes first; its provider recognizes it only in this place, and does not count it. */
const ATTRIBUTION = /^x-anthropic-billing-header:/;

function withSystemMember(
  body: Json,
  how: 'prepend' | 'append' | 'replace',
  text: string,
  rewrites: Rewrites,
): Json {
  const { system } = body;
  const [first] = Array.isArray(system) ? (system as readonly unknown[]) : [];
  const attributed = isObject(first) && ATTRIBUTION.test(String(first['text']));
  if (!attributed || how === 'append' || !Array.isArray(system)) {
    return rewrites.made({ ...body, system: joined(system, how, text, rewrites) }, body);
  }
  const rest = how === 'prepend' ? system.slice(1) : [];
  const blocks = [first, { type: 'text', text }, ...rest];
  return rewrites.made({ ...body, system: rewrites.made(blocks, system) }, body);
}

function joined(
  content: unknown,
  how: 'prepend' | 'append' | 'replace',
  text: string,
  rewrites: Rewrites,
): unknown {
  if (how === 'replace') return text;
  if (Array.isArray(content)) {
    const part = { type: 'text', text };
    return rewrites.made(how === 'prepend' ? [part, ...content] : [...content, part], content);
  }
  const before = typeof content === 'string' ? content : '';
  if (before === '') return text;
  return how === 'prepend' ? `${text}\n\n${before}` : `${before}\n\n${text}`;
}

/** Lowers every limit of the caller, whatever its name; where there is none, `max_tokens` is added. */
function capOutput(body: Json, tokens: number, rewrites: Rewrites): Changed {
  const written = outputLimitsOf(body);
  const over = written.filter((limit) => limit.tokens > tokens);
  if (written.length > 0 && over.length === 0) return { body };
  let capped = written.length > 0 ? body : rewrites.made({ ...body, max_tokens: tokens }, body);
  for (const { name, within } of over) capped = withMember(capped, name, within, tokens, rewrites);
  return { body: capped, change: `output capped at ${formatCount(tokens)} tokens` };
}
