/** `npm run new-rule NAME` makes three files and a place in the list, and refuses what it cannot name. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const copy = mkdtempSync(join(tmpdir(), 'llmr-new-rule-'));
cpSync(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true });
cpSync(join(root, 'package.json'), join(copy, 'package.json'));
const rules = join(copy, 'src/language/lint/rules');
cpSync(join(root, 'src/language/lint/rules/index.ts'), join(rules, 'index.ts'));
afterAll(() => rmSync(copy, { recursive: true }));

const scaffold = (name: string): number | null =>
  spawnSync(process.execPath, [join(copy, 'scripts/new-rule.ts'), name]).status;

describe('the scaffold', () => {
  it('writes module, page and cases, and adds the rule to both lists in order', () => {
    expect(scaffold('stale-price')).toBe(0);
    expect(readdirSync(rules).sort()).toEqual([
      'index.ts',
      'stale-price.cases.txt',
      'stale-price.md',
      'stale-price.ts',
    ]);
    const list = readFileSync(join(rules, 'index.ts'), 'utf8');
    const ids = [...list.matchAll(/from '\.\/([\w-]+)\.ts'/g)].map((match) => match[1]);
    const names = [...list.matchAll(/^ {2}(\w+),$/gm)].map((match) => match[1]);
    expect(ids).toEqual([...ids].sort());
    expect(names).toEqual([...names].sort());
    expect(ids).toContain('stale-price');
    expect(names).toContain('stalePrice');
  });

  it('refuses a second rule of one name, and names that are not kebab-case', () => {
    expect(scaffold('stale-price')).toBe(1);
    expect(scaffold('StalePrice')).toBe(2);
    expect(scaffold('')).toBe(2);
  });
});
