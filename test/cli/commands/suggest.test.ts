import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folder } from '../run-in-folder.ts';

let place: Folder;
beforeEach(() => {
  place = folder('test/support/example/first');
});
afterEach(() => place.remove());

const REFUNDS = ['the parcel came broken, so pay me back', 'reverse the payment of\nlast week, will you'];
const BUGS = ['our report takes ten minutes', 'my letters are all upside down'];
const OTHERS = [
  'translate this into Welsh',
  'translate the letter below into Polish',
  'translate my menu into Thai',
];
const PROMPTS = [...REFUNDS, ...BUGS, ...OTHERS];
const INTENT = new Map<string, string | null>([
  ...REFUNDS.map((text) => [text, 'refund'] as const),
  ...BUGS.map((text) => [text, 'bug-report'] as const),
  ...OTHERS.map((text) => [text, null] as const),
]);
const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const TRAFFIC = jsonl(PROMPTS.map((content) => ({ messages: [{ role: 'user', content }] })));
const ANSWERS = jsonl(PROMPTS.map((text) => ({ text, intent: INTENT.get(text) ?? null })));

describe('llmr intents suggest', () => {
  it('lists what it would ask for, where it can ask no person', async () => {
    place.write('traffic.jsonl', `${TRAFFIC}{"messages":\n`);
    const { code, out } = await place.run('intents', 'suggest', 'traffic.jsonl', '--ask', '3');
    expect(code).toBe(0);
    expect(out).toContain('7 prompts of traffic.jsonl (left out: 1 without a text, the first in line 8)');
    expect(out).toContain('3 alike and read as none; perhaps an intent `translate`');
    expect(out).toContain('the 3 labels that would help most:');
    const json = JSON.parse((await place.run('intents', 'suggest', 'traffic.jsonl', '--json')).out);
    expect(json).toMatchObject({ version: 1, group: 'intent', prompts: 7, skipped: 1 });
    expect(json.questions).toHaveLength(7);
    expect(json.questions[4]).toMatchObject({ use: 'test', best: expect.any(String) });
  });

  it('learns from a file of answers, and saves where it is allowed to', async () => {
    place.write('traffic.jsonl', TRAFFIC);
    place.write('answers.jsonl', `${ANSWERS}{"text":"of another file","intent":null}\n`);
    const before = place.read('support.route');
    const asked = ['intents', 'suggest', 'traffic.jsonl', '--answers', 'answers.jsonl'];
    const shown = await place.run(...asked);
    expect(shown.out).toContain('7 labels for 7 questions');
    expect(shown.err).toContain('answers for none of these prompts: 1, not used');
    expect(shown.out).toMatch(/refund: \d examples?/);
    expect(shown.out).toMatch(/none → bug-report: /);
    expect(shown.out).toContain('nothing was written: --write saves it');
    expect(place.read('support.route')).toBe(before);

    const { code, out } = await place.run(...asked, '--write');
    expect([code, out]).toEqual([0, expect.stringContaining('wrote intents.test.jsonl')]);
    const tests = place.read('intents.test.jsonl').trim().split('\n');
    expect(tests).toHaveLength(1);
    const { text } = JSON.parse(tests[0] ?? '');
    const written = place.read('support.route') + place.read('intents/bug-report.txt');
    for (const prompt of PROMPTS)
      expect([prompt, written.includes(prompt.replace('\n', '\\n'))]).toEqual([prompt, prompt !== text]);
    expect((await place.run('fmt', '--check', 'support.route')).code).toBe(0);
    const again = await place.run(...asked);
    expect(again.err).toContain('every prompt of traffic.jsonl is already an example or in the test set');
  });

  it('asks a person, keeps the answers until they are saved, and loses none', async () => {
    place.write('traffic.jsonl', TRAFFIC);
    const questions: string[] = [];
    const answering = (last: readonly (string | undefined)[]) => (question: string) => {
      questions.push(question);
      return last[questions.length - 1];
    };
    const first = answering(['what?', '1', 'none', 's', 'q', 'n']);
    const stopped = await place.runAnswered(first, 'intents', 'suggest', 'traffic.jsonl');
    expect(questions[0]).toMatch(/^(refund|bug-report)\? y, n, number, 0 none, s skip, q stop > $/);
    expect(stopped.out).toContain('2 labels for 3 questions');
    expect(stopped.out).toContain('your answers are kept for the next run');
    expect(place.read('.llmr/intent-answers.jsonl').trim().split('\n')).toHaveLength(2);

    questions.length = 0;
    const policy = place.read('support.route');
    const changing = (question: string) => {
      questions.push(question);
      if (!question.startsWith('save')) return 'q';
      place.write('support.route', `${policy}# changed meanwhile\n`);
      return 'y';
    };
    const changed = await place.runAnswered(changing, 'intents', 'suggest', 'traffic.jsonl');
    expect([changed.code, changed.err]).toEqual([
      1,
      expect.stringContaining('has changed since it was read'),
    ]);
    expect(existsSync(`${place.path}/.llmr/intent-answers.jsonl`)).toBe(true);

    const saving = (question: string) => (question.startsWith('save') ? 'y' : 'q');
    const saved = await place.runAnswered(saving, 'intents', 'suggest', 'traffic.jsonl');
    expect([saved.code, saved.out]).toEqual([0, expect.stringContaining('2 labels for 2 questions')]);
    expect(place.read('support.route')).toContain('# changed meanwhile');
    expect(existsSync(`${place.path}/.llmr/intent-answers.jsonl`)).toBe(false);
  });

  it.each([
    [['absent.jsonl'], 'absent.jsonl: there is no such file'],
    [['empty.jsonl'], 'empty.jsonl contains no prompt'],
    [['traffic.jsonl', '--ask', '0'], '--ask takes a whole number from 1 on, not "0"'],
    [['traffic.jsonl', '--answers', 'bad.jsonl'], 'bad.jsonl:1 has no "intent"'],
    [['traffic.jsonl', '--answers', 'strange.jsonl'], 'strange.jsonl: there is no intent "poem"'],
    [['traffic.jsonl', '--test', 'bad.jsonl'], 'bad.jsonl:1 has no "intent"'],
    [['traffic.jsonl', '--group', 'tone'], 'policy support has the groups intent'],
  ])('%j is the caller’s mistake', async (argv, message) => {
    place.write('traffic.jsonl', TRAFFIC);
    place.write('empty.jsonl', '{"id": 7}\n');
    place.write('bad.jsonl', '{"text":"x"}\n');
    place.write('strange.jsonl', jsonl([{ text: PROMPTS[0], intent: 'poem' }]));
    const { code, err } = await place.run('intents', 'suggest', ...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
