// Codes are an interface: every one the sources mention is explained, and none is explained that nothing reports.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CODES } from '../../../src/language/diagnostics/codes.ts';

const SOURCES = new URL('../../../src/', import.meta.url);
const RULES = [
  ...[
    'syntax',
    'unknown-name',
    'duplicate-name',
    'type-or-unit',
    'bad-weights',
    'fallback-cycle',
    'oversized-target',
  ],
  ...['uncovered-request', 'impossible-condition', 'serves-overlap', 'not-yet-available'],
];

const mentioned = new Set(
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('diagnostics/codes.ts'))
    .flatMap((path) => readFileSync(new URL(path, SOURCES), 'utf8').match(/\bL1\d{3}\b/g) ?? []),
);

describe('codes', () => {
  test('every code the sources mention is explained', () => {
    expect([...mentioned].filter((code) => !(code in CODES))).toEqual([]);
  });

  test('every explained code is used', () => {
    expect(Object.keys(CODES).filter((code) => !mentioned.has(code))).toEqual([]);
  });

  test('codes are unique, in order, and belong to a known rule', () => {
    const text = readFileSync(new URL('language/diagnostics/codes.ts', SOURCES), 'utf8');
    const listed = text.match(/^ {2}L1\d{3}(?=:)/gm)?.map((line) => line.trim()) ?? [];
    expect(listed).toEqual([...new Set(listed)].sort());
    expect(Object.values(CODES).filter((entry) => !RULES.includes(entry.rule))).toEqual([]);
    const titles = Object.values(CODES).map((entry) => entry.title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
