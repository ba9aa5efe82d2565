import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUG_REPORT, REFUND } from '../../language/heads/intent-examples.ts';
import { layStandInTransformers } from '../../support/stand-in-transformers.ts';
import { tinyEncoder, writeTinyEncoder } from '../../support/tiny-encoder.ts';
import { type Folder, folder } from '../run-in-folder.ts';

let place: Folder;
beforeEach(() => {
  place = folder('test/support/example/first');
});
afterEach(() => place.remove());

const jsonl = (rows: readonly { readonly text: string; readonly intent: string | null }[]) =>
  rows.map((row) => JSON.stringify(row)).join('\n');
const EXAMPLES = [REFUND, BUG_REPORT].flatMap(({ name, like }) =>
  like.map((text) => ({ text, intent: name })),
);
const JUDGED = [
  { text: 'please refund my last order', intent: 'refund' },
  { text: 'give me my money back', intent: 'refund' },
  { text: 'the app crashes at login', intent: 'bug-report' },
  { text: 'I get an error when I upload', intent: 'bug-report' },
  { text: 'tell me a joke', intent: null },
  { text: 'what is the capital of France?', intent: null },
  { text: 'who painted this?', intent: 'art' },
];

describe('llmr intents eval', () => {
  it('measures the intents of a file on another', async () => {
    place.write('examples.jsonl', jsonl(EXAMPLES));
    place.write('judged.jsonl', jsonl(JUDGED));
    const { code, out } = await place.run(
      'intents',
      'eval',
      'judged.jsonl',
      '--examples',
      'examples.jsonl',
      '--json',
    );
    expect(code).toBe(0);
    const figures = JSON.parse(out) as Record<string, unknown>;
    expect(figures).toMatchObject({ version: 1, n: 7, accuracy: 1, oosAuroc: 1, encoder: 'words-1' });
    for (const name of ['inScopeAccuracy', 'oosRecall', 'rejectRate', 'ece'])
      expect(figures[name]).toBeTypeOf('number');
    expect(figures['msPerPrompt']).toMatchObject({ p50: expect.any(Number), p99: expect.any(Number) });
  });

  it('measures the intents of a policy, with either built-in encoder', async () => {
    place.write(
      'judged.jsonl',
      jsonl(JUDGED.map((row) => (row.intent === 'art' ? { ...row, intent: 'refunds' } : row))),
    );
    const { code, out } = await place.run('intents', 'eval', 'judged.jsonl');
    expect(code).toBe(0);
    expect(out).toMatch(/^7 texts, 2 intents, encoder words-1\n/);
    expect(out).toContain(
      '\n  1 of them count as out of scope, because there is no intent refunds; did you mean refund for refunds?\n  best intent right',
    );
    expect(out).toMatch(/\n {2}refund {7} +2 +\d+\.\d %/);
    expect(out).toContain('most texts right');
    const svg = ['--svg', 'sweep.svg', '--misread', '0'];
    const other = await place.run(
      'intents',
      'eval',
      'judged.jsonl',
      '--encoder',
      'ngrams-1',
      '--json',
      ...svg,
    );
    const document = JSON.parse(other.out);
    expect(document).toMatchObject({ encoder: 'ngrams-1', byLength: [{ below: 100, n: 7 }] });
    const { overallAccuracy, misread } = document;
    expect(misread).toHaveLength(Math.round((1 - overallAccuracy) * JUDGED.length));
    expect(place.read('sweep.svg')).toMatch(/^<svg /);
  });

  it('measures with an encoder in a folder, and encodes examples once', async () => {
    place.write('examples.jsonl', jsonl(EXAMPLES));
    place.write('judged.jsonl', jsonl(JUDGED));
    layStandInTransformers(place.path);
    writeTinyEncoder(`${place.path}/models/tiny`, tinyEncoder(EXAMPLES.map(({ text }) => text)));
    const asked = [
      'intents',
      'eval',
      'judged.jsonl',
      '--examples',
      'examples.jsonl',
      '--json',
      '--data',
      'own',
    ];
    const { code, out, err } = await place.run(...asked, '--encoder', 'folder:models/tiny');
    expect([code, err]).toEqual([0, '']);
    const figures = JSON.parse(out) as { readonly encoder: string; readonly accuracy: number };
    expect(figures.encoder).toMatch(/^folder:tiny@/);
    expect(figures.accuracy).toBeGreaterThan(0.7);
    const kept = (await readdir(`${place.path}/own/heads`)).map((name) => name.replace(/[0-9a-f]{32}/, '#'));
    expect(kept.sort()).toEqual(['#.head', 'built-in-#.vectors', 'examples-#']);
  });

  it.each([
    [['eval', 'absent.jsonl'], 'absent.jsonl: there is no such file'],
    [['eval', 'bad.jsonl'], 'bad.jsonl:2 has no "intent"'],
    [['eval', 'good.jsonl', '--encoder', 'gpt'], '"gpt" is not an encoder'],
    [['eval', 'good.jsonl', '--encoder', 'folder:./none'], 'it has no config.json'],
    [['eval', 'good.jsonl', '--group', 'tone'], 'policy support has the groups intent'],
    [['eval', 'good.jsonl', '--examples', 'none.jsonl'], 'contains no intent'],
    [['eval', 'good.jsonl', '--misread', 'all'], '--misread takes a whole number, not "all"'],
    [['eval'], 'FILE is missing'],
  ])('%j is the caller’s mistake', async (argv, message) => {
    place.write('bad.jsonl', '{"text":"x","intent":"a"}\n{"text":"x"}\n');
    place.write('good.jsonl', jsonl(JUDGED));
    place.write('none.jsonl', jsonl([{ text: 'x', intent: null }]));
    const { code, err } = await place.run('intents', ...argv);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});

describe('llmr intents check', () => {
  it('tells what the examples say of themselves', async () => {
    const { code, out } = await place.run('intents', 'check', '--json');
    const { version, groups } = JSON.parse(out) as { version: number; groups: Record<string, unknown>[] };
    expect(version).toBe(1);
    expect(groups[0]).toMatchObject({
      policy: 'support',
      group: 'intent',
      encoder: 'words-1',
      ok: true,
      missed: [],
      rarelyFound: [],
    });
    expect(code).toBe(0);
    expect((await place.run('intents')).out).toContain('support: intent (words-1), examples held out in');
  });

  it('names intents of which it finds fewer than half of the examples', async () => {
    const odd = [
      'wolf of the north',
      'shred seven invoices',
      'does purple rhyme?',
      'sail in June',
      'unplug it',
      'eleven',
    ];
    place.write(
      'odd.route',
      `policy odd edition 1 { serves "odd" }\nintent odd { ${odd.map((one) => `like "${one}"`).join('\n')} }\notherwise { because "All." refuse 400 "No." }\n`,
    );
    const { out } = await place.run('intents', 'check', 'odd.route');
    expect(out).toMatch(
      /\n {2}odd recognizes only [0-2] of its 6 examples when they are held out: add examples/,
    );
  });

  it('fails where two intents are hardly told apart, and names the utterances', async () => {
    const like = ['I want my money back', 'refund my order', 'give me back the money', 'please refund this'];
    const intent = (name: string, end: string) =>
      `intent ${name} { ${like.map((one) => `like "${one}${end}"`).join('\n')} }`;
    const path = 'support.route';
    place.write(path, `${place.read(path)}\n${intent('one in kind', '')}\n${intent('two in kind', '!')}\n`);
    const { code, out } = await place.run('intents', 'check', path);
    expect(out).toContain('one and two are hard to distinguish');
    expect(out).toMatch(/"[^"]+", an example of (one|two), reads as (one|two)/);
    expect(code).toBe(1);
  });
});

describe('llmr intents explain', () => {
  it('tells what is read and which examples are nearest', async () => {
    const { code, out } = await place.run('intents', 'explain', 'please give me my money back');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^intent is refund: refund at 0\.\d\d, needs 0\.\d\d\nnearest examples:\n {2}0\.\d\d {2}"I want my money back" \(refund\)/,
    );
    const { out: json } = await place.run('intents', 'explain', 'tell me a joke', '--json');
    expect(JSON.parse(json)).toMatchObject({ version: 1, policy: 'support', groups: [{ intent: null }] });
  });

  it('says why a message that is over the threshold is none', async () => {
    place.write(
      'support.route',
      place.read('support.route').replace('intent refund {', 'intent refund {\n  whole message'),
    );
    const text = 'Write a long poem about penguins on the ice. I want my money back.';
    const { out } = await place.run('intents', 'explain', text);
    expect(out).toMatch(/^intent is none: refund at \S+, needs \S+, only a part of the message\n/);
  });
});
