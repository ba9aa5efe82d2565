// One policy in which every member of the typed policy is said, so that a comparison can be tried on each of them.
import { compile } from '../../src/language/compile.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { createSource } from '../../src/language/text/source.ts';
import { promptFile } from './prompt-file.ts';

export const WHOLE_POLICY: Readonly<Record<string, string>> = {
  'audience.route': 'tier free, pro, enterprise\n',
  'models.route': `provider openai {
  speaks openai  at "https://api.openai.com/v1"  key env OPENAI_API_KEY  region us
  not stream options  max as max_tokens  fixed temperature  pass route, models
}
provider azure-eu { speaks azure  at "https://acme.openai.azure.com"  region eu  api version "2024-10-21" }
provider pkg { speaks ai-sdk "@ai-sdk/mistral" }
provider lab { speaks simulated }
model haiku {
  is "h" on openai  window 200k output 64k
  price $1 in, $5 out, $0.10 cached, $1.25 cache write, $6 reasoning, $0.01 an image
  can tools, images, json, prefill, reasoning  retires 2029-01-31
  max as max_completion_tokens  not stream options  fixed temperature
}
model sonnet { is "s" on openai  window 200k output 64k  price $3 in, $15 out }
model gpt-4o { is "g" on openai  is "g-eu" on azure-eu { region eu }  window 128k output 16k  price $2 in, $10 out }
model mistral { is "m" on pkg }
model rehearsal { is "echo" on lab { first token 200ms  fails 5% with overload }  window 128k output 4k }
`,
  'q.csv': 'model,intent,complexity,quality,low,high\nsonnet,*,*,97,95,98\nhaiku,refund,low,93,91,95\n',
  'q.prompt.json': promptFile(['haiku', 'sonnet']),
  'legacy.json': JSON.stringify([
    {
      conditions: {
        all: [
          { fact: 'tokens', operator: 'greaterThan', value: 1000 },
          { any: [{ not: { fact: 'tier', operator: 'equal', value: 'pro' } }] },
        ],
      },
      event: { type: 'x' },
    },
  ]),
  'ticket.json': '{"type":"object"}\n',
  'p.route': `policy p edition 1 {
  owner "@acme/support"  serves "p", "auto"
  defaults { connect within 2s  idle within 10s  whole within 90s  first token within 20s  attempt within 60s  ending within 4s }
  meaning { second look usable within 25ms }
}
import haiku, sonnet, gpt-4o, mistral, rehearsal from "./models.route"
import tier from "./audience.route"
intent refund { means "wants money back"  like "I want my money back"  like "please refund me"  not "what is your policy?"  match at least 0.75  whole message }
intent bug { like "it crashes"  examples from "llmr:intents/debugging" }
budget cap { limit $50/day per team  warn at 80%  zone "Europe/Berlin"  when unknown allow  durable every }
limit chatty { 60 requests/min per user  5 at once per user  wait up to 2s }
chain careful { try sonnet within 20s first token within 5s idle within 8s retry 1 hedge after 800ms  then gpt-4o within 20s  then mistral  on rate-limit, overload }
pool quick { fastest of haiku, gpt-4o }
pool graded { cheapest of haiku, sonnet good enough at 90% explore 2% }
pool read { cheapest of haiku, sonnet good enough at 90% by prompt }
split ab by header "x-a" { 90% sonnet  10% gpt-4o }
rollout ro by user { from sonnet to gpt-4o  steps 1%, 5% after 30min, 100% after 1d  abort when error rate over 3% for 5min }
transform brief { system prepend "Answer in at most five sentences."  set temperature 0.2  cap output 800  trim history to 8k  drop images }
check ticket { json schema "./ticket.json"  contains "id"  matches /^x/  length up to 2k  on failure retry 1 }
quality "./q.csv" by prompt "./q.prompt.json"
predicate vip { within 20ms  when unknown no }
route long { because "It is long."  when tokens over 100k  use rehearsal or refuse 413 "Too long." }
route lim { when limit chatty reached  refuse 429 "Slow down." }
route refunds {
  when intent is refund and any { tier is pro  header "x-beta" like "t-*" }
  use careful with brief  canary 5% by user use mistral with brief  mirror 5% to haiku  expect ticket
  hold until complete  label "r"  on broken stream restart  until 2029-12-31  within region us
}
route rules { when rules "./legacy.json" match  use ab }
route vip { when predicate vip holds  use graded }
route beta { when header "x-beta" is "b"  use read }
route other { when budget cap used at least 50% and haiku p95 latency over 4s  use ro }
otherwise { use quick }
`,
};

/** Typed, whatever is said of clauses that this version does not act on. */
export function wholePolicy(texts: Readonly<Record<string, string>> = WHOLE_POLICY): Policy {
  const { policies, diagnostics } = compile(
    Object.entries(texts).map(([path, text]) => createSource(path, text)),
    new Map(),
  );
  const errors = diagnostics.filter(
    ({ severity, rule }) => severity === 'error' && rule !== 'not-yet-available',
  );
  const policy = policies.find((each) => each.policy.name === 'p')?.policy;
  if (policy === undefined || errors.length > 0)
    throw new Error(errors.map(({ message }) => message).join('\n'));
  return policy;
}
