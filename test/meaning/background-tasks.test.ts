/** The background's tasks are as varied as prompts at a gateway: none twice, and many with pasted text. */
import { expect, test } from 'vitest';
import { TASKS } from '../../src/language/heads/background/tasks.ts';
import { BACKGROUND } from '../../src/language/heads/background.ts';

const normalised = (text: string) => text.toLowerCase().replace(/\W+/g, ' ').trim();
const longer = (length: number) => TASKS.filter((text) => text.length > length).length / TASKS.length;

test('no task is there twice, nor among the sentences', () => {
  const sentences = Object.values(BACKGROUND).flat();
  const texts = new Set(TASKS.map(normalised));
  expect(texts.size).toBe(TASKS.length);
  expect(sentences.map(normalised).filter((text) => text !== '' && texts.has(text))).toEqual([]);
});

test('most tasks are longer than a line, and a fifth have pasted text', () => {
  expect(longer(100)).toBeGreaterThan(0.7);
  expect(longer(500)).toBeGreaterThan(0.2);
});

test('tasks begin in many ways', () => {
  const openings = new Set(TASKS.map((text) => normalised(text).split(' ').slice(0, 2).join(' ')));
  expect(openings.size / TASKS.length).toBeGreaterThan(0.7);
});
