/**
 * Mistakes that people make who come from other tools, with what is said about each: one message, at the right line,
 * that says what, why and what to do; and the help, followed to the letter, makes the file compile. The form of an
 * entry is explained in `mistakes/README.md`; UPDATE_GOLDEN=1 writes what is said now, to be read in review.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Entry, entriesOf, FOLDER, judge } from './mistakes/judge.ts';

const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.golden'));
const all = files.map((name) => ({ name, entries: entriesOf(readFileSync(new URL(name, FOLDER), 'utf8')) }));
const entries = all.flatMap((file) => file.entries);
const marked = (mark: string): Entry[] => entries.filter(({ marks }) => marks.has(mark));

describe('mistakes', () => {
  it('are many, and few of them are left to the reader', () => {
    expect(entries.length - marked('silent').length).toBeGreaterThanOrEqual(150);
    expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
    expect(marked('by hand').length / entries.length).toBeLessThan(0.25);
    expect(marked('elsewhere').length).toBeLessThanOrEqual(6);
  });

  it.each(all)(
    '$name',
    ({ name, entries: own }) => {
      const judged = own.map((entry) => ({ entry, ...judge(entry) }));
      const now = judged.map(({ entry, said }) => `${entry.head}---\n${said}`).join('\n');
      if (UPDATE) writeFileSync(new URL(name, FOLDER), now);
      else expect(now).toBe(readFileSync(new URL(name, FOLDER), 'utf8'));
      const faults = judged.flatMap(({ entry, faults: found }) =>
        found.map((fault) => `${entry.title}: ${fault}`),
      );
      expect(faults).toEqual([]);
    },
    180_000,
  );
});
