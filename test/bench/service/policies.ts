/**
 * The policies of the benchmark of the service, made from `realistic.route`: without its budget, as it is, with intents,
 * with 1,000 routes, and the smallest one that routes at all. Knows no process and no load.
 */
import { readFileSync } from 'node:fs';

const REALISTIC = readFileSync(new URL('../realistic.route', import.meta.url), 'utf8');

/** Ten intents of six examples; the text of the benchmark's requests is close to none of them. */
const VERBS = ['order', 'cancel', 'change', 'find', 'pay'];
const THINGS = ['a card', 'the room'];
const FRAMES = [
  'please VERB THING',
  'can you VERB THING for me?',
  'I want to VERB THING today',
  'how do I VERB THING',
  'help me VERB THING again',
  'VERB THING',
];

export type PolicyName = 'minimal' | 'realistic' | 'with budgets' | 'with intents' | '1,000 routes';

/** The text of a policy for an upstream such as `http://127.0.0.1:9000`. */
export function policyText(name: PolicyName, upstream: string): string {
  return textOf(name).replaceAll('UPSTREAM', upstream);
}

function textOf(name: PolicyName): string {
  switch (name) {
    case 'minimal':
      return `policy bench edition 1 { serves "*" }
provider one { speaks openai at "UPSTREAM/v1" }
model small { is "bench-small" on one window 200k output 4k price $1 in, $5 out }
otherwise { use small }
`;
    case 'with budgets':
      return REALISTIC;
    case 'realistic':
      return withoutBudget();
    case 'with intents':
      return withIntents();
    case '1,000 routes':
      return withRoutes(1_000);
  }
}

function withoutBudget(): string {
  return REALISTIC.replace(/^(?:budget|route r15) .*\n/gm, '');
}

function withIntents(): string {
  const names: string[] = [];
  const intents = VERBS.flatMap((verb) =>
    THINGS.map((thing) => {
      const name = `${verb}-${thing.split(' ')[1]}`;
      names.push(name);
      const like = FRAMES.map(
        (frame) => `  like ${JSON.stringify(frame.replace('VERB', verb).replace('THING', thing))}\n`,
      );
      return `intent ${name} {\n${like.join('')}}\n`;
    }),
  );
  const routes = names.map((name) => `route wants-${name} { when intent is ${name} use large }\n`);
  return withoutBudget().replace('route free ', `${intents.join('')}${routes.join('')}route free `);
}

/** Routes that the benchmark's requests do not match, before those that they do. */
function withRoutes(count: number): string {
  const text = withoutBudget();
  const more = count - text.split('\n').filter((line) => line.startsWith('route ')).length;
  const routes = Array.from({ length: more }, (_, at) =>
    at % 2 === 0
      ? `route more-${at} { when team is "more-${at}" and messages over 3 use large }\n`
      : `route more-${at} { when metadata "app" is "more-${at}" use large }\n`,
  );
  return text.replace('route free ', `${routes.join('')}route free `);
}
