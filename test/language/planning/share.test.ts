import { describe, expect, it } from 'vitest';
import { chooseArm } from '../../../src/language/planning/choose-arm.ts';
import { murmur3, shareOf } from '../../../src/language/planning/share.ts';
import type { Split } from '../../../src/language/semantics/model.ts';
import { at, world } from './policy-builder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('murmur3', () => {
  // Vectors of seed 0, as published with several ports of MurmurHash3_x86_32.
  it.each([
    ['', 0],
    ['a', 0x3c2569b2],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('hashes %j', (text, hash) => {
    expect(murmur3(bytes(text))).toBe(hash);
  });
});

describe('shareOf', () => {
  it('depends on the salt, and keeps salt and value apart', () => {
    expect(shareOf('ada', 'one')).not.toBe(shareOf('ada', 'two'));
    expect(shareOf('bc', 'a')).not.toBe(shareOf('c', 'ab'));
  });

  it('is the hash of salt and value, however long and in whatever letters', () => {
    const encoder = new TextEncoder();
    for (const value of [
      '',
      'ada',
      '\u00e9\u{1f680}',
      '\ud800',
      'x'.repeat(298),
      'x'.repeat(299),
      '\u20ac'.repeat(298),
      'y'.repeat(5_000),
    ]) {
      const whole = (murmur3(encoder.encode(`s\0${value}`)) / 2 ** 32) * 100;
      expect(shareOf(value, 's')).toBe(whole);
    }
  });

  it('gives a 90/10 split within half a point over 100,000 users, under several salts', () => {
    for (const name of ['sonnet-vs-gpt', 'exp-31', 'x']) {
      const split: Split = {
        kind: 'split',
        name,
        at,
        by: { kind: 'user' },
        salt: name,
        arms: [
          { share: 90, target: 'a' },
          { share: 10, target: 'b' },
        ],
      };
      let inA = 0;
      for (let user = 0; user < 100_000; user++) {
        if (chooseArm(split, () => true, world({ user: `user-${user}` })) === 'a') inA++;
      }
      expect(Math.abs(inA / 1_000 - 90)).toBeLessThan(0.5);
    }
  });

  it('is uniform over twenty bins (chi-square below the 99.9 % quantile of 19 degrees)', () => {
    const bins = Array.from({ length: 20 }, () => 0);
    for (let user = 0; user < 100_000; user++) {
      const bin = Math.floor(shareOf(String(user), 'salt') / 5);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chi = bins.reduce((sum, count) => sum + (count - 5_000) ** 2 / 5_000, 0);
    expect(chi).toBeLessThan(43.8);
  });

  it('draws again only the keys of an arm that is gone', () => {
    const split: Split = {
      kind: 'split',
      name: 's',
      at,
      by: { kind: 'user' },
      salt: 's',
      arms: [
        { share: 50, target: 'a' },
        { share: 30, target: 'b' },
        { share: 20, target: 'c' },
      ],
    };
    const counts = { b: 0, c: 0 };
    for (let user = 0; user < 5_000; user++) {
      const here = world({ user: `u${user}` });
      const before = chooseArm(split, () => true, here);
      const after = chooseArm(split, (target) => target !== 'a', here);
      if (before !== 'a') expect(after).toBe(before);
      else counts[after as 'b' | 'c']++;
    }
    const share = counts.b / (counts.b + counts.c);
    expect(share).toBeGreaterThan(0.56);
    expect(share).toBeLessThan(0.64);
  });
});
