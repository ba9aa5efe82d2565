/** json-rules-engine documents and registered predicates as facts: the engine's own answer, lazily, in time, or unknown. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askPredicate, loadPredicates } from '../../../src/gateway/facts/predicates.ts';
import { matchRules } from '../../../src/gateway/facts/rule-documents.ts';
import { createGateway, readConfig } from '../../../src/index.ts';
import { compile } from '../../../src/language/compile.ts';
import { createSource } from '../../../src/language/text/source.ts';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../../support/running-gateway.ts';

const MODELS = `provider lab { speaks simulated }
model haiku { is "h" on lab  window 200k  output 8k  price $1 in, $5 out }
model sonnet { is "s" on lab  window 200k  output 8k  price $3 in, $15 out }
tier free, pro, enterprise
`;
const POLICY = `policy support edition 1 { serves "support" }
${MODELS}
route old { when rules "./legacy.json" match  use sonnet }
otherwise { use haiku }
`;
const rule = (conditions: object) => ({ conditions, event: { type: 'strong' } });
const LEGACY = [
  rule({
    all: [
      { fact: 'tier', operator: 'equal', value: 'free' },
      { fact: 'messages', operator: 'greaterThan', value: 50 },
    ],
  }),
  rule({
    any: [
      {
        all: [
          { fact: 'tier', operator: 'in', value: ['pro', 'enterprise'] },
          { not: { fact: 'tokens', operator: 'lessThan', value: 20 } },
        ],
      },
      { fact: 'text', operator: 'containsText', value: 'Contract' },
    ],
  }),
];

function documentOf(json: unknown) {
  const sources = [createSource('a.route', POLICY), createSource('legacy.json', JSON.stringify(json))];
  const { policies, diagnostics } = compile(sources, new Map());
  const document = policies[0]?.policy.ruleDocuments?.get('./legacy.json');
  if (document === undefined) throw new Error(JSON.stringify(diagnostics));
  return document;
}
const world =
  (facts: Readonly<Record<string, FactValue>>, asked: string[] = []) =>
  ({ id }: { id: string }) => {
    asked.push(id);
    return facts[id] ?? null;
  };

describe('a rules document', () => {
  it('matches when one of its rules fires', async () => {
    const document = documentOf(LEGACY);
    const plain = { tier: 'free', messages: 1, tokens: 10, text: 'hello' };
    const matches = async (facts: Record<string, FactValue>) =>
      (await matchRules(document, world({ ...plain, ...facts }), 5_000)).value;
    expect(await matches({})).toBe(false);
    expect(await matches({ tier: 'pro' })).toBe(false);
    expect(await matches({ tier: 'pro', tokens: 20 })).toBe(true);
    expect(await matches({ text: 'about my contract' })).toBe(true);
    expect(await matches({ messages: 51 })).toBe(true);
    expect(document.tokenCuts).toEqual([20]);
  });

  it('fetches each fact once, and takes the whole form too', async () => {
    const asked: string[] = [];
    const document = documentOf({ rules: LEGACY });
    await matchRules(document, world({ tier: 'pro', messages: 1, tokens: 30, text: 'x' }, asked), 5_000);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('is unknown, with a note, when a fact takes too long or the engine fails', async () => {
    const document = documentOf(LEGACY);
    const slow = await matchRules(document, () => new Promise(() => {}), 20);
    expect(slow).toEqual({ value: null, note: 'rules "./legacy.json" gave no answer within 20 ms' });
    const failing = await matchRules(document, () => Promise.reject(new Error('store away')), 5_000);
    expect(failing).toEqual({
      value: null,
      note: 'rules "./legacy.json" failed: Error at rule-documents.test.ts:84',
    });
  });

  it('can be asked by many requests at once', async () => {
    const document = documentOf(LEGACY);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        matchRules(document, async ({ id }) => (id === 'tokens' ? index : id === 'tier' ? 'pro' : 0), 5_000),
      ),
    );
    expect(answers.map(({ value }) => value)).toEqual(answers.map((_, index) => index >= 20));
  });
});

describe('a predicate', () => {
  const at = { path: 'a.route', span: { start: 0, end: 1 }, line: 1 };
  const request = {
    view: {
      endpoint: 'chat',
      model: 'm',
      stream: false,
      choices: 1,
      predictedTokens: 0,
      thinkingTokens: 0,
      messageCount: 1,
      imageCount: 0,
      tools: false,
      json: false,
      audio: false,
      lastUserText: 'hi',
      earlierUserTexts: [],
      texts: ['hi'],
      extraTokens: 0,
      metadata: {},
    },
    caller: { tier: 'pro', team: null, user: null, key: null },
    headers: { authorization: 'Bearer secret', cookie: 'a=b', 'x-app': 'shop' },
    requestId: 'r1',
    now: 0,
  } as const;

  it('sees the request without credentials', async () => {
    let seen: unknown;
    const answer = await askPredicate(
      { name: 'vip', at },
      (given) => {
        seen = given;
        return given.tier === 'pro';
      },
      request,
    );
    expect(answer).toEqual({ value: true });
    expect(seen).toMatchObject({
      headers: { 'x-app': 'shop' },
      lastUserText: 'hi',
      earlierUserTexts: [],
      id: 'r1',
    });
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it('has its declared default when it is late, throws, or answers something else', async () => {
    const never = () => new Promise<boolean>(() => {});
    expect(await askPredicate({ name: 'vip', at, within: 10, whenUnknown: 'yes' }, never, request)).toEqual({
      value: true,
      note: 'predicate vip gave no answer within 10 ms: taken as yes, as declared',
    });
    expect((await askPredicate({ name: 'vip', at, within: 10 }, never, request)).value).toBe(null);
    const broken = () => {
      throw new Error('no');
    };
    expect((await askPredicate({ name: 'vip', at, whenUnknown: 'no' }, broken, request)).value).toBe(false);
    const odd = (() => 'yes') as unknown as () => boolean;
    expect((await askPredicate({ name: 'vip', at }, odd, request)).note).toContain('neither true nor false');
  });

  it('is told when nobody waits any more', async () => {
    let signal: AbortSignal | undefined;
    await askPredicate(
      { name: 'vip', at, within: 10 },
      (given) => {
        signal = given.signal;
        return new Promise(() => {});
      },
      request,
    );
    expect(signal?.aborted).toBe(true);
  });
});

describe('in the gateway', () => {
  let folder = '';
  const running: RunningGateway[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'llmr-predicates-'));
    await writeFile(
      join(folder, 'vip.mjs'),
      'export default async ({ headers }) => headers["x-vip"] === "1";',
    );
    await writeFile(join(folder, 'none.mjs'), 'export const vip = 1;');
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const start = async (...args: Parameters<typeof runGateway>) => {
    const made = await runGateway(...args);
    running.push(made);
    return made;
  };
  const ASKING = `policy support edition 1 { serves "support" }
${MODELS}
predicate vip { within 2s  when unknown no }
route vips { when predicate vip holds  use sonnet }
otherwise { use haiku }
`;

  it('a document decides, and a document that becomes faulty is not taken', async () => {
    const gateway = await start({ 'a.route': POLICY, 'legacy.json': JSON.stringify(LEGACY) });
    const routeFor = async (text: string) => (await gateway.chat(ask(text))).headers.get('llmr-route');
    expect(await routeFor('hello')).toBe('otherwise');
    expect(await routeFor('about the contract')).toBe('old');
    await gateway.write('legacy.json', JSON.stringify(LEGACY).replace('containsText', 'containText'));
    await expect
      .poll(() => gateway.gateway.service.policyStatus().rejected?.reason, { timeout: 10_000 })
      .toContain('there is no operator `containText`; did you mean `containsText`?');
    expect(await routeFor('about the contract')).toBe('old');
  });

  it('a predicate decides that llmr.json names', async () => {
    const gateway = await start({ 'a.route': ASKING }, { predicates: { vip: join(folder, 'vip.mjs') } });
    expect((await gateway.chat(ask('x'))).headers.get('llmr-route')).toBe('otherwise');
    expect((await gateway.chat(ask('x'), { 'x-vip': '1' })).headers.get('llmr-route')).toBe('vips');
  });

  it('a policy that asks an unregistered predicate is not taken, and the reason names it', async () => {
    const gateway = await start({ 'a.route': ASKING }, { predicates: { vipp: join(folder, 'vip.mjs') } });
    expect(gateway.gateway.service.policyStatus().rejected?.reason).toMatch(
      /^policy support asks predicate "vip", which is not registered \(registered: vipp; did you mean vipp\?\)/,
    );
  });

  it('functions may be handed over, and their lateness is told in the decision', async () => {
    const gateway = await start({ 'a.route': ASKING }, { predicates: { vip: join(folder, 'vip.mjs') } });
    await gateway.write('a.route', ASKING.replace('2s', '20ms'));
    const config = readConfig({
      variables: {},
      flags: { port: 0, logLevel: 'silent', policies: gateway.policies, data: join(folder, 'data') },
    });
    if (!config.ok) throw new Error(config.faults.join());
    const own = await createGateway(config.config, {}, { predicates: { vip: () => new Promise(() => {}) } });
    try {
      const answer = await fetch(`${own.url}/v1/route`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ask('x')),
      });
      const document = await readJson<{ route: string; notes: string[]; facts: Record<string, unknown> }>(
        answer,
      );
      expect(document.route).toBe('otherwise');
      expect(document.facts['predicate vip holds']).toBe(false);
      expect(document.notes).toContain('predicate vip gave no answer within 20 ms: taken as no, as declared');
    } finally {
      await own.close(500);
    }
  });

  it('a module that is no predicate stops the start in words', async () => {
    await expect(loadPredicates({ vip: join(folder, 'none.mjs') })).rejects.toThrow(
      'has no function as its default export',
    );
    await expect(loadPredicates({ vip: join(folder, 'gone.mjs') })).rejects.toThrow('cannot be loaded');
  });
});
