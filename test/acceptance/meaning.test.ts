/** How intents are read while callers wait: second looks, encoders of one's own, and conversations that go on. */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GatewayConfig } from '../../src/gateway/config/config.ts';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { writeBuiltInVectors } from '../support/built-in-vectors.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway | undefined;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meaning-'));
  await writeBuiltInVectors(join(folder, 'heads'));
});
afterEach(async () => {
  await llmr?.close();
  llmr = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const policy = (meaning = '', tests = '') => ({
  'support.route': `policy support edition 1 { serves "support" ${meaning} }
provider lab { speaks simulated }
model small { is "small" on lab  window 8k output 1k }
model large { is "large" on lab  window 8k output 1k }
intent refund {
  means "the customer wants money back"
  like "I want my money back"
  like "please refund order 77"
  like "you charged me twice, give it back"
  like "how do I return this for a refund"
  like "cancel my order and refund me"
  like "I would like to return the shoes"
}
intent bug-report {
  means "something in the product is broken"
  like "the app crashes when I open settings"
  like "login fails with error 500"
  like "the page is broken"
  like "nothing happens when I click save"
  like "I found a bug in the export"
  like "the screen stays empty"
}
route refunds { when intent is refund  use large }
route bugs { when intent is bug-report  use large }
route unread { when intent is unknown  use small }
otherwise { use small }
`,
  ...(tests === '' ? {} : { 'support.test.route': tests }),
});

type Turn = { role: string; content: string };
const user = (content: string): Turn => ({ role: 'user', content });
const assistant = (content: string): Turn => ({ role: 'assistant', content });

async function decision(messages: readonly Turn[]): Promise<DecisionDocument> {
  const answer = await fetch(`${llmr?.url}/v1/route`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'support', messages }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as DecisionDocument;
}

/** With data of its own, except for heads: most tests have the same intents. */
async function start(files: Record<string, string>, over: Partial<GatewayConfig> = {}): Promise<void> {
  const data = await mkdtemp(join(folder, 'data-'));
  await symlink(join(folder, 'heads'), join(data, 'heads'));
  llmr = await runGateway(files, { data, ...over });
  expect(llmr.gateway.service.policyStatus().rejected).toBeUndefined();
}

describe('a second look', () => {
  const unclear = 'this jacket does not fit, take it back';

  test('is taken at what is near to being something else, and the answer says so', async () => {
    await start(
      policy(
        'meaning { second look usable within 20s }',
        `tests for "./support.route"
test "an unclear one is read twice here, too" { given message "${unclear}"  expect route refunds }`,
      ),
    );
    const { explain, route } = await decision([user(unclear)]);
    expect(route).toBe('refunds');
    expect(explain).toMatch(/intent refund 0\.\d\d \(needs 0\.\d\d, second look\)/);
    const clear = await decision([user('I want my money back')]);
    expect(clear.explain).not.toContain('second look');
    const answer = await llmr?.chat({ model: 'support', messages: [user(unclear)] });
    expect(answer?.headers.get('llmr-explain')).toContain('second look');
  });

  test('that comes too late is told, and the first stands', async () => {
    await start(policy('meaning { second look usable within 1ms }'));
    const { notes, explain } = await decision([user(`${unclear}, and nobody has ever asked this before`)]);
    expect(notes?.join()).toContain('intent was read without a second look');
    expect(explain).toMatch(/intent \w+ 0\.\d\d \(needs 0\.\d\d, second look late, over 1 ms\)/);
  });

  test('is not taken where the policy does not ask for it', async () => {
    await start(policy());
    expect((await decision([user(unclear)])).explain).not.toContain('second look');
  });
});

describe('an encoder at an address', () => {
  let server: Server | undefined;
  let asked: string[] = [];
  let down = false;

  /** Knows one thing: whether a text is about money, about faults, or about neither. */
  async function startEmbeddings(): Promise<string> {
    asked = [];
    down = false;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const { input } = JSON.parse(body) as { readonly input: readonly string[] };
        asked.push(...input);
        response.statusCode = down ? 503 : 200;
        const data = input.map((text, index) => ({ index, embedding: meaningOf(text) }));
        response.end(JSON.stringify({ data }));
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1#three`;
  }
  const meaningOf = (text: string) => {
    const money = /money|refund|charged|return|order|dinero/i.test(text) ? 1 : 0;
    const fault = /crash|error|broken|bug|empty|nothing happens/i.test(text) ? 1 : 0;
    return [money, fault, 0.3];
  };
  afterEach(
    () => new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve))),
  );

  test('reads what the words of the table do not know; what it does not answer is unknown', async () => {
    await start(
      policy(
        '',
        'tests for "./support.route"\ntest "read by it" { given message "quiero mi dinero"  expect route refunds }',
      ),
      {
        encoder: await startEmbeddings(),
      },
    );
    expect((await decision([user('devuelva mi dinero')])).route).toBe('refunds');
    expect((await decision([user('tell me a joke')])).route).toBe('otherwise');
    expect(asked).toContain('quiero mi dinero');
    down = true;
    // Known from before, and so not asked again.
    expect((await decision([user('devuelva mi dinero')])).route).toBe('refunds');
    const unknown = await decision([user('mi dinero, por favor')]);
    expect(unknown.route).toBe('unread');
    expect(unknown.notes?.join()).toMatch(/intent is unknown: .* returned no embeddings: status 503/);
    expect(unknown.explain).toContain('intent unknown (encoder failed)');
  });

  test('that is down when a policy changes leaves the last good one in force', async () => {
    await start(policy(), { encoder: await startEmbeddings() });
    const before = llmr?.gateway.service.policyStatus().hash;
    down = true;
    const file = 'support.route';
    await llmr?.write(
      file,
      (await llmr.read(file)).replace('I found a bug in the export', 'I found a new bug'),
    );
    await expect
      .poll(() => llmr?.gateway.service.policyStatus().rejected?.reason, { timeout: 10_000 })
      .toMatch(/^the intents cannot be trained: .* returned no embeddings/);
    expect(llmr?.gateway.service.policyStatus().hash).toBe(before);
    down = false;
    expect((await decision([user('I want my money back')])).route).toBe('refunds');
  });

  test('whose words are wrong keeps the service from starting, in words', async () => {
    await expect(runGateway(policy(), { encoder: 'bert' })).rejects.toThrow(
      '"encoder": "bert" is not an encoder: use words-1, ngrams-1,',
    );
  });
});

describe('a conversation', () => {
  const begun = [user('please refund order 77'), assistant('Of course. Which item is it?')];

  test('keeps its intent where the last message says too little, and says so', async () => {
    await start(policy());
    expect((await decision([user('yes please')])).route).toBe('otherwise');
    const kept = await decision([...begun, user('yes please')]);
    expect(kept.route).toBe('refunds');
    expect(kept.explain).toContain('an earlier message: it is an answer)');
    expect((await decision([...begun, user('the blue ones')])).route).toBe('refunds');
    const further = [...begun, user('the blue ones'), assistant('And when?'), user('last tuesday')];
    expect((await decision(further)).route).toBe('refunds');
  });

  test('leaves it for what is clearly something else', async () => {
    await start(policy());
    const poem = 'write me a long poem about the sea and the wind';
    expect((await decision([...begun, user(poem)])).route).toBe('otherwise');
    expect((await decision([...begun, user('also, the app crashes when I open settings')])).route).toBe(
      'bugs',
    );
  });

  test('decides anew at each message where that is configured', async () => {
    await start(policy(), { stickyConversations: false });
    expect((await decision([...begun, user('yes please')])).route).toBe('otherwise');
  });
});
