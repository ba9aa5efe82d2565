// Policies of two sets by the names they serve: removed, renamed, swapped and narrowed names, and all other names.
import { describe, expect, test } from 'vitest';
import { moveWords, noteWords } from '../../../src/cli/render/diff-words.ts';
import { compile } from '../../../src/language/compile.ts';
import { diffSets } from '../../../src/language/replaying/diff-sets.ts';
import { createSource } from '../../../src/language/text/source.ts';

/** `a: x, y`: policy `a` serves x and y, and answers with the model of its first letter. */
function setOf(...lines: readonly string[]) {
  const sources = lines.map((line) => {
    const [name = '', served = ''] = line.split(': ');
    const names = served.split(', ').map((each) => JSON.stringify(each));
    return createSource(
      `${name}.route`,
      `policy ${name} edition 1 { serves ${names.join(', ')} }
provider lab { speaks simulated }
model ${name[0]}1 { is "m" on lab }
otherwise { use ${name[0]}1 }
`,
    );
  });
  return compile(sources, new Map()).policies.map(({ policy }) => policy);
}

function told(before: readonly string[], after: readonly string[]) {
  const { moves, policies, elsewhere } = diffSets(setOf(...before), setOf(...after));
  return [
    ...moves.map(moveWords),
    ...policies.flatMap(({ was, policy, regions, notes }) => [
      ...regions.map((region) => `${was ?? policy} ${region.before.model} → ${policy} ${region.after.model}`),
      ...notes.map(noteWords),
    ]),
    elsewhere,
  ];
}

describe('names that move', () => {
  test.each<[string, string[], string[], string[]]>([
    ['the same', ['a: x, y'], ['a: y, x'], ['unchanged']],
    ['removed', ['a: x, y'], ['a: x'], ['"y": policy a → no policy, refused 404', 'unchanged']],
    ['added', ['a: x'], ['a: x, y'], ['"y": no policy, refused 404 → policy a', 'unchanged']],
    [
      'renamed, and serving the same',
      ['a: x'],
      ['ab: x'],
      ['name of the policy: a → ab; conversations do not keep their model', 'noted'],
    ],
    [
      'swapped',
      ['a: x', 'b: y'],
      ['a: y', 'b: x'],
      [
        '"y": policy b → policy a',
        '"x": policy a → policy b',
        'b b1 → a a1',
        'name of the policy: b → a; conversations do not keep their model',
        'a a1 → b b1',
        'name of the policy: a → b; conversations do not keep their model',
        'noted',
      ],
    ],
    [
      'narrowed from all to one',
      ['a: x, *'],
      ['a: x'],
      ['every other name: policy a → no policy, refused 404', 'unchanged'],
    ],
    [
      'given up to the one that serves all others',
      ['a: x, y', 'b: *'],
      ['a: x', 'b: *'],
      [
        '"y": policy a → policy b',
        'a a1 → b b1',
        'name of the policy: a → b; conversations do not keep their model',
        'noted',
      ],
    ],
  ])('%s', (_what, before, after, words) => expect(told(before, after)).toEqual(words));
});
