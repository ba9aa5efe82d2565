/**
 * What providers and models do not accept in a request, and which removed members a policy passes on to a provider.
 * AST → typed. Must not know how a body is written.
 */
import { onlyNearest } from '../diagnostics/suggest.ts';
import type * as Ast from '../syntax/ast.ts';
import { HELD_MEMBER_NAMES, isHeldMember } from '../vocabulary/held-members.ts';
import { type Context, eachOnce, fault, oneOf } from './context.ts';
import type { Provider, WireFacts } from './model.ts';
import { listed, unknownValue } from './report.ts';

const OUTPUT_LIMITS = ['max_completion_tokens', 'max_tokens'] as const;
/** Members that llmr writes or removes itself: a caller's value is never sent. */
const OWN_MEMBERS: readonly string[] = ['model', 'stream', 'stream_options', 'llmr'];

export function checkWire(context: Context, node: Ast.WireClauses): { readonly wire?: WireFacts } {
  const limit =
    node.maxAs === undefined
      ? undefined
      : oneOf(context, node.maxAs, 'a name of the output limit', OUTPUT_LIMITS);
  const wire: WireFacts = {
    ...(node.noStreamOptions === undefined ? {} : { streamOptions: false }),
    ...(limit === undefined ? {} : { outputLimitAs: limit }),
    ...(node.fixedTemperature === undefined ? {} : { fixedTemperature: true }),
  };
  return Object.keys(wire).length === 0 ? {} : { wire };
}

export function checkPass(context: Context, node: Ast.Provider): Pick<Provider, 'pass'> {
  if (node.pass === undefined) return {};
  const names = eachOnce(context, node.pass, 'member').filter((name) => checkMember(context, name));
  return names.length === 0 ? {} : { pass: names.map((name) => name.text).sort() };
}

/** A name that is always passed on would be a `pass` without effect. */
function checkMember(context: Context, { text, span }: Ast.Name): boolean {
  if (isHeldMember(text)) return true;
  if (OWN_MEMBERS.includes(text)) {
    fault(context, span, 'L1402', `\`pass\` does not work with \`${text}\``, {
      because: 'llmr writes this member itself, from the decision',
      help: 'delete it here',
    });
    return false;
  }
  if (onlyNearest(text, HELD_MEMBER_NAMES) !== undefined) {
    const what = { kind: 'a member that is held back', name: text };
    context.report(unknownValue(context.file, span, what, HELD_MEMBER_NAMES));
    return false;
  }
  fault(context, span, 'L1105', `\`${text}\` is not held back, so \`pass\` has no effect on it`, {
    because: `only members that can change the model or the price are: ${listed(HELD_MEMBER_NAMES, 30)}`,
    help: 'delete it here; it is always sent to the provider',
  });
  return false;
}
