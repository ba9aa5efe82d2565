// What a person reads of a comparison: merged, most important first, folded where it is long, and never false.
import { describe, expect, test } from 'vitest';
import { renderDiff } from '../../../src/cli/render/render-diff.ts';
import { renderDiffJson } from '../../../src/cli/render/render-diff-json.ts';
import { renderDiffMarkdown } from '../../../src/cli/render/render-diff-markdown.ts';
import { compile } from '../../../src/language/compile.ts';
import { diffSets } from '../../../src/language/replaying/diff-sets.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';
import { files } from '../../language/semantics/policies.ts';

const SIDES = { before: '', after: '' };

function policyOf(text: string): Policy {
  const { policies, diagnostics } = compile(
    files({ 'p.route': `policy p edition 1 { serves "p" }\n${text}` }),
    new Map(),
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const policy = policies[0]?.policy;
  if (policy === undefined || errors.length > 0)
    throw new Error(errors.map(({ message }) => message).join('\n'));
  return policy;
}

function diffOf(before: string, after: string) {
  return diffSets([policyOf(before)], [policyOf(after)]);
}

function textOf(before: string, after: string): string {
  return renderDiff(diffOf(before, after), SIDES).replaceAll(/ +\([^()]*\.route:[^()]*\)/g, '');
}

const WINDOWS = `
  provider lab { speaks simulated }
  model near { is "n" on lab window 200k output 64k price $1 in, $5 out can tools, json }
  model far { is "f" on lab window 200k output 64k price $3 in, $15 out can tools, json }
  model other { is "o" on lab window 128k output 16k price $2 in, $8 out can tools, json }
  budget purse { limit $50/day per team when unknown allow }
  chain c { try near then other then far on timeout }
  route one { when tier is pro use c }
  route two { when tier is free use other mirror 5% to far }
  otherwise { use near }
  tier free, pro, enterprise`;

describe('smaller windows of two models', () => {
  const after = WINDOWS.replaceAll('window 200k', 'window 100k');
  const text = textOf(WINDOWS, after);

  test('say each clause once and put what answers before what is refused, sent and tried', () => {
    const signs = text.split('\n').flatMap((line) => {
      const [, word, rest = ''] = /^ {2}(after|still) +(.*)$/.exec(line) ?? [];
      return word === undefined ? [] : [`${word} ${rest}`];
    });
    expect(signs).toEqual([
      'after one → c: other',
      'after one → refused 400, as c cannot serve it',
      'after otherwise → refused 400, as near cannot serve it',
      'still one → c: near',
      'still otherwise → near',
      'still two → other',
    ]);
    expect(text.split('\n').filter((line) => line.startsWith('~')).length).toBeLessThanOrEqual(10);
    expect(text.replaceAll(/^ {2}(example|cost).*$/gm, '')).not.toMatch(/\d{4}/);
    const [first = ''] = text.split('  cost');
    expect(first.match(/changed model near, window: 200k → 100k/g)).toHaveLength(1);
  });

  test('leave out what no model can serve, and say so once', () => {
    const lines = text.split('\n').filter((line) => line.startsWith('~'));
    expect(lines.join()).not.toMatch(/audio|images/);
    expect(text.match(/^not shown above: .*$/gm)).toEqual([
      'not shown above: requests with images or audio; no model of their routes can serve them, before or after',
    ]);
    const json = renderDiffJson(diffOf(WINDOWS, after));
    expect(json).toContain('"request has audio": "no"');
  });

  test('keep a feature that a model on either side can serve', () => {
    const heard = after.replace('can tools, json }\n  budget', 'can tools, json, audio }\n  budget');
    expect(heard).not.toBe(after);
    expect(textOf(WINDOWS, heard)).toMatch(/request has audio (no|yes)/);
  });

  test('of a copied model are those requests that are too long for it, not all of its route', () => {
    const smaller = WINDOWS.replace('window 200k output 64k price $3', 'window 100k output 64k price $3');
    const [, two = ''] = textOf(WINDOWS, smaller).split(/^(?=~ tier free)/m);
    expect(two).toMatch(/^~ tier free · tokens 32,001 to 199,999 \(only some of these/);
    expect(two).toContain('changed model far, window: 200k → 100k');
  });
});

describe('long comparisons', () => {
  const routes = (model: string): string =>
    Array.from({ length: 20 }, (_, at) => `route r${at} { when team is "t${at}" use ${model} }`).join('\n');
  const base = (model: string): string => `
    provider lab { speaks simulated }
    model a { is "a" on lab window 100k }
    model b { is "b" on lab window 100k }
    ${routes(model)}
    otherwise { use b }`;
  const diff = diffOf(base('a'), base('b'));

  test('fold what is beyond the first eight of a kind, and count it', () => {
    const text = renderDiff(diff, SIDES);
    expect(text.match(/^ {2}after/gm)).toHaveLength(8);
    expect(text).toContain('~ … 12 more changes of the model that answers (--json lists all)\n');
    const markdown = renderDiffMarkdown(diff, SIDES);
    expect(markdown).toContain('### Where requests go: 20 changes');
    expect(markdown).toContain('| … 12 more changes of the model that answers (--json lists all) | | | |');
    expect((JSON.parse(renderDiffJson(diff)) as { regions: unknown[] }).regions).toHaveLength(20);
  });
});
