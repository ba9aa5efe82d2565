// Every failure class has a page that a person can act on: its parts are there, its policy compiles, and the index
// says what the code does. UPDATE_GOLDEN=1 rewrites the index.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCircuitBreakers } from '../../../src/gateway/health/circuit-breaker.ts';
import { compile } from '../../../src/language/compile.ts';
import { FAILURE_CLASSES, FAILURES } from '../../../src/language/semantics/failures.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { manualClock } from './manual-clock.ts';

const DOCS = new URL('../../../docs/failures/', import.meta.url);
const INDEX = new URL('README.md', DOCS);
const pageOf = (name: string): string => readFileSync(new URL(`${name}.md`, DOCS), 'utf8');

const FRAME = `policy p edition 1 { serves "p" }
provider one { speaks openai at "https://one.example/v1" }
provider two { speaks openai at "https://two.example/v1" }
model haiku { is "haiku" on one window 100k }
model sonnet { is "sonnet" on one window 100k }
model gpt-4o { is "gpt-4o" on two window 100k can prefill }
model long-reader { is "long" on two window 1M }
`;

describe.each(FAILURE_CLASSES)('%s', (name) => {
  test('its page says what it is, how it is recognised, what llmr does and what to write', () => {
    const heads = [...pageOf(name).matchAll(/^#+ .*$/gm)].map(([head]) => head);
    expect(heads).toEqual([`# ${name}`, '## How it is recognised', '## What llmr does', '## What to write']);
  });

  test('its policy compiles', () => {
    const [, text = ''] = /```route\n([\s\S]*?)```/.exec(pageOf(name)) ?? [];
    expect(text).not.toBe('');
    const source = createSource('p.route', `${FRAME}${text}\notherwise { use haiku }\n`);
    expect(compile([source], new Map()).diagnostics.filter(({ severity }) => severity === 'error')).toEqual(
      [],
    );
  });
});

test('no page is left of a class that is gone', () => {
  const pages = readdirSync(DOCS).filter((file) => file !== 'README.md');
  expect(pages.sort()).toEqual(FAILURE_CLASSES.map((name) => `${name}.md`).sort());
});

test('the index is what the code does', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(INDEX, index());
  expect(readFileSync(INDEX, 'utf8')).toBe(index());
});

/** Asked of a real breaker. */
function trips(name: (typeof FAILURE_CLASSES)[number]): boolean {
  const breakers = createCircuitBreakers(manualClock());
  for (let call = 0; call < 5; call += 1) breakers.enter('a', true)?.failed(name, undefined, undefined);
  return breakers.breaker('a') === 'open';
}

function index(): string {
  const rows = FAILURE_CLASSES.map((name) => {
    const [, summary = ''] = /^# .*\n\n(.*)\n/.exec(pageOf(name)) ?? [];
    const { retry, movesOn, cools } = FAILURES[name];
    const retried = { yes: 'with `retry`', never: 'never', check: 'as its check says' }[retry];
    const moves = { yes: 'yes', no: 'only if `on` lists it', check: 'as its check says' }[movesOn];
    const cooled = { always: 'yes', told: 'if the provider gives a time', never: 'no' }[cools];
    return `| [${name}](${name}.md) | ${summary} | ${retried} | ${moves} | ${trips(name) ? 'yes' : 'no'} | ${cooled} |`;
  });
  return `# Failure classes

Every failed attempt has a failure class. Chains list classes, not status codes: \`on rate-limit, timeout\`. The class is
shown in \`Llmr-Explain\`, in \`/v1/decisions/{id}\` and in \`llmr_attempts_total\` at \`/metrics\`.

| class | what it is | retried on the same model | falls back without an \`on\` line | counts for the breaker | cools down |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
