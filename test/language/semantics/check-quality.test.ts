import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { promptFile } from '../../support/prompt-file.ts';

const policy = (more = 'quality "./q.csv"', use = 'cheapest of a, b good enough at 90%') =>
  createSource(
    'p.route',
    `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model a { is "up-a" on lab  window 8k output 1k  price $1 in, $1 out }
model b { is "up-b" on lab  window 8k output 1k  price $2 in, $2 out }
intent x { like "one" }
${more}
otherwise { use ${use} }
`,
  );
const said = (...sources: Parameters<typeof compile>[0]) =>
  compile(sources, new Map()).diagnostics.map(({ at, code, message }) => `${at.path} ${code} ${message}`);
const csv = (text: string) => createSource('q.csv', text);

describe('quality tables', () => {
  it('are data of the policy: in its dependencies, its hash and its type', () => {
    const [one] = compile([policy(), csv('model,quality\na,95\n')], new Map()).policies;
    const [other] = compile([policy(), csv('model,quality\na,96\n')], new Map()).policies;
    expect(one?.dependencies).toContain('q.csv');
    expect(one?.hash).not.toBe(other?.hash);
    expect(one?.policy.quality?.cells).toEqual([
      { model: 'a', intent: '*', rows: 0, quality: 95, low: 95, high: 95 },
    ]);
  });

  it('tell faulty lines at their place in the table', () => {
    const text = 'model,intent,quality\na,x,95\nb,x,ninety\na,x,94\n,x,1\n';
    expect(said(policy(), csv(text))).toEqual([
      'q.csv L1310 line 3 has no quality from 0 to 100',
      'q.csv L1310 line 4 repeats the cell of a line above',
      'q.csv L1310 line 5 names no model',
    ]);
    expect(said(policy(), csv('a,b\n'))).toEqual([
      'q.csv L1310 line 1 the first line names no column "model", "quality"',
    ]);
  });

  it('must be there', () => {
    expect(said(policy())).toEqual(['p.route L1104 there is no file `./q.csv`']);
  });

  it('are asked for by `good enough at`', () => {
    expect(said(policy(''))).toEqual(['p.route L1310 `good enough at` needs a quality table']);
    expect(said(policy('', 'cheapest of a, b'))).toEqual([]);
    const declared = 'pool frugal { cheapest of a, b good enough at 90% }';
    expect(said(policy(declared, 'frugal'))).toEqual([
      'p.route L1310 `good enough at` needs a quality table',
    ]);
    expect(said(policy(`${declared}\nquality "./q.csv"`, 'frugal'), csv('model,quality\na,95\n'))).toEqual(
      [],
    );
    expect(said(policy(declared.replace('90%', '190%'), 'frugal'))).toEqual([
      'p.route L1302 `good enough at` cannot be `190%`',
    ]);
  });

  it("are the business of the policy that uses a library's pool", () => {
    const library = createSource(
      'l.route',
      `provider far { speaks simulated }
model c { is "up-c" on far  window 8k output 1k  price $1 in, $1 out }
model d { is "up-d" on far  window 8k output 1k  price $2 in, $2 out }
pool frugal { cheapest of c, d good enough at 90% }
`,
    );
    const using = (more: string) => policy(`import frugal from "./l.route"\n${more}`, 'frugal');
    expect(said(library)).toEqual([]);
    expect(said(library, using(''))).toEqual([
      'p.route L1310 `good enough at` in pool `frugal` needs a quality table',
    ]);
    expect(said(library, using('quality "./q.csv"'), csv('model,quality\nc,95\n'))).toEqual([]);
  });

  it('belong to a policy, not to a library', () => {
    const library = createSource('l.route', 'quality "./q.csv"\n');
    expect(said(library, csv('model,quality\na,95\n'))).toEqual([
      'l.route L1403 a quality table belongs in a policy, not in a library',
    ]);
  });

  it('bring along the facts that a plan reads', () => {
    const facts = (text: string) => [
      ...(compile([policy(), csv(text)], new Map()).policies[0]?.policy.facts.keys() ?? []),
    ];
    expect(facts('model,quality\na,95\n')).toEqual([]);
    expect(facts('model,intent,quality\na,x,95\n')).toEqual(['intent']);
    expect(facts('model,intent,complexity,quality\na,*,low,95\n')).toEqual(['complexity']);
  });
});

describe('prompt files', () => {
  const BY = 'cheapest of a, b good enough at 90% by prompt';
  const NAMED = 'quality "./q.csv" by prompt "./q.prompt.json"';
  const table = csv('model,quality\na,95\n');
  const file = (text: string) => createSource('q.prompt.json', text);

  it('are data of the policy: in its dependencies, its hash and its type', () => {
    const compiled = (text: string) => compile([policy(NAMED, BY), table, file(text)], new Map()).policies[0];
    const [one, other] = [compiled(promptFile(['a', 'b'])), compiled(promptFile(['a', 'b'], 98))];
    expect(one?.dependencies).toContain('q.prompt.json');
    expect(one?.hash).not.toBe(other?.hash);
    expect(one?.policy.quality?.prompts?.runs[0]?.models.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('must be named, there, and whole', () => {
    const reported = (more: string, ...files: Parameters<typeof compile>[0]) =>
      said(policy(more, BY), table, ...files);
    expect(reported('quality "./q.csv"')).toEqual(['p.route L1310 `by prompt` needs a prompt file']);
    expect(reported(NAMED)).toEqual(['p.route L1104 there is no file `./q.prompt.json`']);
    const whole = promptFile(['a', 'b']);
    for (const [text, why] of [
      ['model,quality', 'is not JSON'],
      ['{}', 'is not a prompt model of `llmr learn`'],
      [whole.replace('"rows":400', '"rows":4000'), 'was changed after `llmr learn` wrote it'],
      [whole.replace('"version":1', '"version":9'), 'has the version 9; this llmr reads version 1'],
    ] as const)
      expect(reported(NAMED, file(text))).toEqual([`p.route L1310 "./q.prompt.json" ${why}`]);
    expect(reported(NAMED, file(whole))).toEqual([]);
  });
});
