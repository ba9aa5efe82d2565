/** A policy from a few lines of text: models to speak of stand above it, so that a test shows only what it is about. */
import { compile } from '../../src/language/compile.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { createSource } from '../../src/language/text/source.ts';

const ABOVE = `policy demo edition 1 { serves "demo" }
provider lab { speaks simulated }
model haiku { is "h" on lab window 200k output 64k price $1 in, $5 out can tools, json }
model sonnet { is "s" on lab window 200k output 64k price $3 in, $15 out can tools, images, json }
model mini { is "m" on lab window 8k output 2k price $0.10 in, $0.40 out can json }
tier free, pro, enterprise
intent refund { like "I want my money back" like "please refund me" like "refund order 7" like "return these" like "charged twice" }
intent bug-report { like "it crashes" like "error 500" like "broken page" like "does not load" like "blank screen" }
budget cap { limit $50/day per team }
`;

export function policyText(routes: string, above = ABOVE): Policy {
  const { policies, diagnostics } = compile([createSource('demo.route', above + routes)], new Map());
  const errors = diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'L1701');
  const [compiled] = policies;
  if (errors.length > 0 || compiled === undefined)
    throw new Error(errors.map(({ message }) => message).join('\n'));
  return compiled.policy;
}
