/** A typed policy from policy text, for tests that begin after checking; mistakes in the text fail the test. */
import { compile } from '../../src/language/compile.ts';
import { hasErrors } from '../../src/language/diagnostics/diagnostic.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { createSource } from '../../src/language/text/source.ts';

const MODELS = `
provider lab { speaks simulated }
model haiku { is "h" on lab window 200k output 8k }
model sonnet { is "s" on lab window 200k output 8k }
tier free, pro, enterprise
intent refund { like "I want my money back" like "refund me" like "return these shoes" }
intent bug-report { like "it crashes" like "the app is broken" like "an error comes up" }
budget cap { limit $50/day per team }
`;

/** `routes`: everything after the declarations of two models, three tiers, two intents and a budget. */
export function typedPolicy(routes: string): Policy {
  const text = `policy support edition 1 { serves "support" }\n${MODELS}\n${routes}`;
  const { policies, diagnostics } = compile([createSource('support.route', text)], new Map());
  const [first] = policies;
  if (first === undefined || hasErrors(diagnostics))
    throw new Error(diagnostics.map(({ rule, message }) => `${rule}: ${message}`).join('\n'));
  return first.policy;
}
