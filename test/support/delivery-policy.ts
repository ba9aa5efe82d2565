/**
 * A policy for tests of delivery: the model a client asks for names what is to happen, deadlines are short, and the
 * providers are the test's. What it must not know: what the providers do.
 */

const SHORT =
  'connect within 500ms idle within 300ms ending within 1s first token within 500ms attempt within 1s whole within 5s';
/** For tests in which nobody is slow: a busy machine must not look like it. */
export const PATIENT = 'first token within 5s attempt within 10s whole within 20s';

/** `first` and `second` are addresses of providers. */
export function deliveryPolicy(
  first: string,
  second: string,
  deadlines = SHORT,
): Readonly<Record<string, string>> {
  return {
    'ticket.schema.json': JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      required: ['answer', 'refund'],
      properties: { answer: { type: 'string' }, refund: { type: 'boolean' } },
      additionalProperties: false,
    }),
    'delivery.route': `policy delivery edition 1 {
  serves "*"
  defaults { ${deadlines} }
}
provider one { speaks openai at "${first}" }
provider two { speaks openai at "${second}" }
model first { is "up-first" on one window 100k output 4k price $1 in, $2 out }
model second { is "up-second" on two window 200k output 4k price $3 in, $4 out can tools, images, json, prefill }
model plain { is "up-plain" on two window 200k output 4k price $3 in, $4 out }
model undeclared { is "up-first" on one price $1 in, $2 out }
chain both { try first then second }
chain again { try first retry 1 then second }
chain begun-anew { try first then plain }
chain hedged { try first hedge after 60ms then second }
check ticket { json schema "./ticket.schema.json" on failure try next }
check polite { contains "regards" not matches /(?i)\\bsorry\\b/ length up to 50 on failure retry 1 }
check strict { contains "regards" on failure refuse }
transform shorter { trim history to 60 drop images cap output 20 }
route alone { when asked for "alone" use first }
route undeclared { when asked for "undeclared" use undeclared }
route again { when asked for "again" use again }
route continue { when asked for "continue" use both on broken stream continue }
route restart { when asked for "restart" use begun-anew on broken stream restart }
route held { when asked for "held" use both hold until complete }
route hedged { when asked for "hedged" use hedged }
route ticket { when asked for "ticket" use both expect ticket }
route ticket-held { when asked for "ticket-held" use both expect ticket hold until complete }
route polite { when asked for "polite" use both expect polite }
route strict { when asked for "strict" use both expect strict }
route shorter { when asked for "shorter" use second with shorter }
otherwise { use both }
`,
  };
}
