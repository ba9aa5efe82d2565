// What an import brings: names, and unseen what they need.
import { describe, expect, test } from 'vitest';
import { type Compilation, compile } from '../../../src/language/compile.ts';
import { files, LIBRARY } from './policies.ts';

const HEAD = 'policy support edition 1 { serves "support" }\nimport haiku from "./models.route"\n';
const END = 'otherwise { use haiku }\n';

function compiled(body: string, more: Readonly<Record<string, string>>): Compilation {
  return compile(files({ 'support.route': HEAD + body + END, 'models.route': LIBRARY, ...more }), new Map());
}
const messages = ({ diagnostics }: Compilation): string[] => diagnostics.map(({ message }) => message);

describe('imports', () => {
  test('a group brings all of its intents, an intent only itself', () => {
    const intents = 'intent urgent in tone { like "hurry" }\nintent calm in tone { like "no hurry" }\n';
    const whole = compiled('import tone from "./tone.route"\nroute r { when tone is calm use haiku }\n', {
      'tone.route': intents,
    });
    expect(messages(whole)).toEqual([]);
    expect(whole.policies[0]?.policy.intentGroups.get('tone')?.intents.map(({ name }) => name)).toEqual([
      'urgent',
      'calm',
    ]);
    const one = compiled('import urgent from "./tone.route"\nroute r { when tone is urgent use haiku }\n', {
      'tone.route': intents,
    });
    expect(one.policies[0]?.policy.intentGroups.get('tone')?.intents.map(({ name }) => name)).toEqual([
      'urgent',
    ]);
  });

  test('an imported budget applies, with its own file’s words', () => {
    const whole = compiled(
      'import cap from "./money.route"\nroute r { when budget cap used over 90% use haiku }\n',
      {
        'money.route': 'budget cap { limit $5/day per team }\n',
      },
    );
    expect(messages(whole)).toEqual([]);
    expect(whole.policies[0]?.policy.budgets.get('cap')?.at).toMatchObject({ path: 'money.route', line: 1 });
  });

  test('one name in two namespaces is imported from both', () => {
    const whole = compiled('import slow from "./mixed.route"\nroute r { use slow with slow }\n', {
      'mixed.route':
        'import haiku from "./models.route"\nchain slow { try haiku }\ntransform slow { cap output 10 }\n',
    });
    expect(messages(whole)).toEqual([]);
  });

  test('what a chain needs is there without its name', () => {
    const more = { 'chains.route': 'import sonnet from "./models.route"\nchain careful { try sonnet }\n' };
    expect(
      messages(compiled('import careful from "./chains.route"\nroute r { use careful }\n', more)),
    ).toEqual([]);
    const direct = compiled('import careful from "./chains.route"\nroute r { use sonnet }\n', more);
    expect(messages(direct)).toEqual(['`sonnet` is not imported here']);
  });

  test('paths go up and down', () => {
    const texts = {
      'team/a/support.route':
        'policy s edition 1 { serves "s" }\nimport m from "../../lib/m.route"\notherwise { use m }\n',
      'lib/m.route': 'import lab from "../providers.route"\nmodel m { is "m" on lab }\n',
      'providers.route': 'provider lab { speaks simulated }\n',
    };
    const { diagnostics, policies } = compile(files(texts), new Map());
    expect(diagnostics).toEqual([]);
    expect(policies[0]?.dependencies).toEqual(['team/a/support.route', 'lib/m.route', 'providers.route']);
  });

  test('the same twice, and from itself', () => {
    expect(messages(compiled('import haiku from "./models.route"\n', {}))).toEqual([
      '`haiku` is imported twice',
    ]);
    expect(messages(compiled('import r from "./support.route"\n', {}))).toEqual([
      'a file cannot import from itself',
    ]);
  });

  test('a failed import is the only message about its names', () => {
    const body =
      'import sonnt, gpt-4o from "./models.route"\nchain c { try sonnt then sonnet then gpt-4o }\nroute r { when sonnet is down use c }\n';
    expect(messages(compiled(body, {}))).toEqual([
      './models.route does not declare `sonnt`; did you mean `sonnet`?',
    ]);
  });
});

describe('size', () => {
  test('a very long way of chains is followed, and its end found', () => {
    const chains = Array.from({ length: 5_000 }, (_, at) => `chain c${at} { try c${at + 1} }`).join('\n');
    const whole = compiled(`${chains}\nchain c5000 { try haiku }\nroute r { use c0 }\n`, {});
    expect(messages(whole)).toEqual(['chain `c4968` nests 33 levels of targets']);
    const round = compiled(`${chains}\nchain c5000 { try c0 }\nroute r { use c0 }\n`, {});
    expect(messages(round)).toEqual(['chain `c0` leads back to itself']);
  });

  test('features said again do not multiply', () => {
    const again = Array.from({ length: 60 }, () => 'request has tools or images or json').join(' and ');
    const whole = compiled(`route r { when any {\n${again}\n}\nuse haiku }\n`, {});
    const [any] = whole.policies[0]?.policy.routes[0]?.guard.all ?? [];
    expect(any?.kind === 'any' && any.alternatives.length).toBeLessThan(30);
  });
});
