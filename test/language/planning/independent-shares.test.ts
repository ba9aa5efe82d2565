/**
 * Shares are independent of each other, whatever is nested in what, and stay where they are through a rename that
 * declares their salt. The users are fixed, so that the figures are too.
 */
import { expect, test } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import { chooseArm, chooseSide } from '../../../src/language/planning/choose-arm.ts';
import type { PlanWorld } from '../../../src/language/planning/plan.ts';
import { shareOf } from '../../../src/language/planning/share.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';
import { createSource } from '../../../src/language/text/source.ts';
import { naiveDecision } from '../../support/naive-interpreter.ts';

const TEXT = `policy shop edition 1 {
  serves "shop"
}
provider lab { speaks simulated }
model a { is "a" on lab }
model b { is "b" on lab }
model c { is "c" on lab }
model d { is "d" on lab }
split outer by user {
  50% inner
  50% moving
}
split inner by user {
  50% a
  50% b
}
rollout moving by user {
  from c to d
  steps 50%
}
route beta {
  when user in first 10%
  canary 20% by user use inner
  canary 20% by user use c
  use outer
}
otherwise {
  canary 20% by user use moving
  use outer
}
`;

function policyOf(text: string): Policy {
  const { policies, diagnostics } = compile([createSource('shop.route', text)], new Map());
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return policies[0]?.policy as Policy;
}

function saltsOf(policy: Policy): readonly string[] {
  const facts = [...policy.facts.values()].flatMap(({ salt }) => salt ?? []);
  return [...facts, ...[...policy.targets.values()].flatMap((one) => ('salt' in one ? [one.salt] : []))];
}

/** The model that answers a user, by the naive reading. */
function answers(policy: Policy, user: string): string | undefined {
  const facts = [...policy.facts.values()];
  const known = new Map(facts.map(({ id, salt }) => [id, shareOf(user, salt ?? '')]));
  const [name, , canary] = naiveDecision(policy, known).split(' ');
  const route = [...policy.routes, policy.otherwise].find((one) => one?.name === name);
  const use = canary === undefined ? route?.action.use : route?.action.canaries[Number(canary)];
  const world = {
    share: (_: unknown, salt: string) => shareOf(user, salt),
    rolloutShare: () => 50,
  } as unknown as PlanWorld;
  const under = (target: string | undefined): string | undefined => {
    const inner = policy.targets.get(target ?? '');
    if (inner?.kind === 'split') return under(chooseArm(inner, () => true, world));
    return inner?.kind === 'rollout' ? under(chooseSide(inner, () => true, world)?.target) : target;
  };
  return under(use?.target);
}

test('each kind of share has a salt of its own, named after policy, kind and name', () => {
  expect(saltsOf(policyOf(TEXT))).toEqual([
    'shop first',
    'shop canary beta 1',
    'shop canary otherwise 1',
    'shop split outer',
    'shop split inner',
    'shop rollout moving',
  ]);
});

test('two shares of one key are independent over 100,000 users (chi-square, 99.9 % quantile of 81 degrees)', () => {
  const salts = saltsOf(policyOf(TEXT));
  const bins = salts.map((salt) =>
    Uint8Array.from({ length: 100_000 }, (_, user) => shareOf(`user-${user}`, salt) / 10),
  );
  for (const [index, one] of bins.entries()) {
    for (const other of bins.slice(index + 1)) {
      const cells = new Float64Array(100);
      const sides = [new Float64Array(10), new Float64Array(10)] as const;
      one.forEach((bin, user) => {
        const second = other[user] as number;
        cells[bin * 10 + second] = (cells[bin * 10 + second] as number) + 1;
        sides[0][bin] = (sides[0][bin] as number) + 1;
        sides[1][second] = (sides[1][second] as number) + 1;
      });
      const chi = cells.reduce((sum, count, cell) => {
        const expected =
          ((sides[0][Math.floor(cell / 10)] as number) * (sides[1][cell % 10] as number)) / 100_000;
        return sum + (count - expected) ** 2 / expected;
      }, 0);
      expect(chi).toBeLessThan(124.8);
    }
  }
});

test('what is nested is divided as it says: each arm of the inner split, each side of the rollout', () => {
  const policy = policyOf(TEXT);
  const counts: Record<string, number> = {};
  for (let user = 0; user < 20_000; user += 1) {
    const model = answers(policy, `user-${user}`) ?? '';
    counts[model] = (counts[model] ?? 0) + 1;
  }
  // Of 10 %: 20 % inner, 20 % c, 60 % outer; of 90 %: 20 % moving, 80 % outer.
  const expected = { a: 0.205, b: 0.205, c: 0.305, d: 0.285 };
  for (const [model, share] of Object.entries(expected)) {
    expect(Math.abs((counts[model] ?? 0) / 20_000 - share)).toBeLessThan(0.012);
  }
});

test('the first 5 % lie within the first 10 %, in conditions of one policy', () => {
  const policy = policyOf(
    TEXT.replace('otherwise {', 'route some {\n  when user in first 5%\n  use a\n}\notherwise {'),
  );
  expect([...policy.facts.keys()].filter((id) => id.includes('first'))).toEqual(['user share "shop first"']);
});

/** Who of 2,000 users is answered by another model; models that were renamed count as the same. */
function moved(before: string, after: string, names: Readonly<Record<string, string>> = {}): number {
  const [old, now] = [policyOf(before), policyOf(after)];
  let count = 0;
  for (let user = 0; user < 2_000; user += 1) {
    const model = answers(old, `user-${user}`) ?? '';
    if ((names[model] ?? model) !== answers(now, `user-${user}`)) count += 1;
  }
  return count;
}

test('renaming an arm, a side of a rollout or a target of a canary moves no user', () => {
  const text = TEXT.replaceAll(/(?<=model |\d% |from )c\b/g, 'cc').replaceAll(' use c\n', ' use cc\n');
  expect(text).not.toBe(TEXT);
  expect(moved(TEXT, text.replace('on lab }\nmodel d', 'on lab }\nmodel d'), { c: 'cc' })).toBe(0);
});

test('a rename with `salt` moves no user, whatever is renamed; without it those under it move', () => {
  const split = TEXT.replaceAll(/\binner\b/g, 'later');
  expect(moved(TEXT, split)).toBeGreaterThan(300);
  expect(moved(TEXT, split.replace('later by user', 'later by user salt "shop split inner"'))).toBe(0);
  const rollout = TEXT.replaceAll(/\bmoving\b/g, 'going');
  expect(moved(TEXT, rollout)).toBeGreaterThan(300);
  expect(moved(TEXT, rollout.replace('going by user', 'going by user salt "shop rollout moving"'))).toBe(0);
  const route = TEXT.replace('route beta', 'route early');
  const canary = /canary 20% by user use (inner|c)/g;
  expect(moved(TEXT, route)).toBeGreaterThan(10);
  expect(moved(TEXT, route.replace(canary, 'canary 20% by user salt "shop canary beta 1" use $1'))).toBe(0);
  const policy = TEXT.replace('policy shop', 'policy store');
  expect(moved(TEXT, policy)).toBeGreaterThan(600);
  expect(moved(TEXT, policy.replace('{\n', '{\n  salt "shop"\n'))).toBe(0);
});

test('a declared salt is what older versions went by, where it says so', () => {
  const [split] = [
    ...policyOf(TEXT.replace('inner by user', 'inner by user salt "inner"')).targets.values(),
  ].filter(({ name }) => name === 'inner');
  expect(split).toMatchObject({ salt: 'inner' });
});

test('canaries by several keys have several salts; those of one key lie end to end', () => {
  const text = TEXT.replace(
    'canary 20% by user use c',
    'canary 20% by team use c\n  canary 20% by user use b',
  );
  const canaries = policyOf(text).routes[0]?.action.canaries.map(({ fact, from, to }) => [fact, from, to]);
  expect(canaries).toEqual([
    ['user share "shop canary beta 1"', 0, 20],
    ['team share "shop canary beta 2"', 0, 20],
    ['user share "shop canary beta 1"', 20, 40],
  ]);
});

test.each(['""', '"a\\"b"', '" a"', `"${'x'.repeat(101)}"`, '"a\tb"'])('%s is no salt', (salt) => {
  const text = TEXT.replace('inner by user', `inner by user salt ${salt}`);
  const { diagnostics } = compile([createSource('shop.route', text)], new Map());
  expect(diagnostics.map(({ code }) => code)).toEqual(['L1308']);
});
