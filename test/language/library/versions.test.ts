// Two versions of one intent: which of them a policy has, and what a change of version is reported as.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedGroups } from '../../../src/language/changes/meaning-changes.ts';
import { compile } from '../../../src/language/compile.ts';
import { LIBRARY } from '../../../src/language/library/index.ts';
import type { LibraryIntent } from '../../../src/language/library/library-intent.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { lintSources } from '../lint/lint-texts.ts';

const GREETING = { name: 'greeting', means: 'a greeting' };
const ADDED: readonly LibraryIntent[] = [
  { ...GREETING, version: 1, like: ['hello', 'hi there'], not: [] },
  { ...GREETING, version: 2, like: ['hello', 'good morning'], not: ['morning shift'] },
  { name: 'thanks', version: 1, means: 'thanks', like: ['thanks a lot'], not: [] },
];
const library = LIBRARY as LibraryIntent[];
beforeAll(() => void library.push(...ADDED));
afterAll(() => void library.splice(-ADDED.length));

const policy = (from: string, names = 'greeting'): string =>
  `policy p edition 1 { serves "auto" }\nimport intent ${names} from "${from}"\nprovider sim { speaks simulated }\nmodel m { is "m" on sim }\nroute r { when intent is greeting use m }\notherwise { use m }\n`;

function compiled(from: string, names?: string) {
  return compile([createSource('p.route', policy(from, names))], new Map());
}

describe('a version of the library', () => {
  test('is the newest, or the one that is named', () => {
    const like = (from: string) =>
      compiled(from)
        .policies[0]?.policy.intentGroups.get('intent')
        ?.intents[0]?.like.map(({ text }) => text);
    expect(like('llmr:intents')).toEqual(['hello', 'good morning']);
    expect(like('llmr:intents@2')).toEqual(['hello', 'good morning']);
    expect(like('llmr:intents@1')).toEqual(['hello', 'hi there']);
  });

  test('holds for every name of its import', () => {
    expect(compiled('llmr:intents@2', 'greeting, thanks').diagnostics).toMatchObject([
      {
        message: 'this llmr does not have version 2 of `thanks`',
        because: 'it has version 1',
        help: 'write "llmr:intents@1"; `llmr intents eval` shows what changes',
      },
    ]);
    expect(compiled('llmr:intents@3', 'greeting, thanks').diagnostics).toMatchObject([
      {
        message: 'this llmr does not have version 3 of `greeting`, `thanks`',
        because: 'it has version 2, version 1 of greeting; version 1 of thanks',
        help: 'write one import per version',
      },
    ]);
  });

  test('is a change of what the intent means', () => {
    const [before, after] = ['llmr:intents@1', 'llmr:intents@2'].map((from) => compiled(from).policies[0]);
    if (before === undefined || after === undefined) throw new Error('no policy');
    expect(after.hash).not.toBe(before.hash);
    expect(changedGroups(before.policy, after.policy)).toEqual([
      {
        what: 'intent greeting, library',
        before: 'llmr:intents/greeting@1',
        after: 'llmr:intents/greeting@2',
      },
      { what: 'intent greeting, like', before: '"hi there"', after: '"good morning"' },
      { what: 'intent greeting, not', before: 'none', after: '"morning shift"' },
    ]);
  });

  test('is shown where it is not named', () => {
    const { rendered } = lintSources([createSource('p.route', policy('llmr:intents', 'greeting, thanks'))], {
      shown: ({ rule }) => rule === 'unpinned-intent',
    });
    expect(rendered).toContain('"greeting" has the examples of version 2, the newest that this llmr has');
    expect(rendered).toContain('help: write "llmr:intents@2"');
    expect(rendered).toContain('"thanks" has the examples of version 1');
  });
});
