/**
 * All tests of a file, bound to the policy they are for: scenarios and expectations, with a diagnostic for every name
 * or value the policy does not know. A test with such a fault is kept, so that a run can report why it was not run.
 */
import type { Property } from '../../analysis/verdicts/properties.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Policy } from '../../semantics/model.ts';
import { languageError } from '../../semantics/report.ts';
import type * as Ast from '../../syntax/ast.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';
import { positionAt, sliceOf } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import { bindExpectation } from './bind-expectation.ts';
import { bindGiven } from './bind-given.ts';
import { modelNamed } from './bind-names.ts';
import { bindProperty, type Conditions } from './bind-property.ts';
import { wrongValue } from './bind-value.ts';
import type { Expected } from './expectations.ts';
import { EMPTY_SCENARIO, joinScenarios, type Scenario } from './scenario.ts';
import { type Binding, bindingOf } from './tested-policy.ts';

interface BoundHead {
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** Faults of the test itself; such a test is not run. */
  readonly faults: readonly Diagnostic[];
}
export interface BoundTest extends BoundHead {
  readonly kind: 'test' | 'case';
  readonly scenario: Scenario;
  readonly expected: readonly Expected[];
}
export interface BoundAcceptance extends BoundHead {
  readonly kind: 'accept';
  readonly scenario: Scenario;
  readonly over: number;
  readonly by: 'user' | 'team' | 'key' | 'request';
  /** Percent of all runs that this model answers. */
  readonly shares: readonly { readonly model: string; readonly from: number; readonly to: number }[];
}
export interface BoundProperty extends BoundHead {
  readonly kind: 'never' | 'always';
  /** Undefined where its conditions were not compiled. */
  readonly property?: Property;
}
export type Bound = BoundTest | BoundAcceptance | BoundProperty;

/** In reading order. */
export function bindTests(file: ParsedFile, policy: Policy, conditions: Conditions): readonly Bound[] {
  return file.ast.declarations.flatMap((declaration): readonly Bound[] => {
    switch (declaration.kind) {
      case 'test':
        return [bindTest(file, policy, declaration)];
      case 'cases':
        return bindCases(file, policy, declaration);
      case 'acceptance':
        return [bindAcceptance(file, policy, declaration)];
      case 'property':
        return [boundProperty(file, policy, declaration, conditions)];
      default:
        return [];
    }
  });
}

function bindTest(file: ParsedFile, policy: Policy, test: Ast.Test): BoundTest {
  return withFaults(file, policy, test.title.text, test.span, (binding) => {
    if (test.expectations.length === 0) {
      wrongValue(binding, test.title, 'this test expects nothing, so it can never fail', 'L1401', {
        because: 'a test shows that a request gets what it should; without `expect` it shows nothing',
        help: 'add a line such as `expect route NAME`',
      });
    }
    return {
      kind: 'test',
      scenario: scenarioOf(binding, test.givens),
      expected: test.expectations.flatMap((each) => bindExpectation(binding, each) ?? []),
    };
  });
}

const EXPECTATIONS: readonly string[] = [
  ...['route', 'model', 'attempts', 'reason', 'label', 'cost', 'cost up to', 'refused'],
];

function isExpectation(what: string): what is Ast.Expectation['what'] {
  return EXPECTATIONS.includes(what);
}

function bindCases(file: ParsedFile, policy: Policy, cases: Ast.Cases): readonly BoundTest[] {
  return cases.rows.map((row, index) => {
    const given = row.cells.filter((_cell, at) => !isExpectation(cases.columns[at]?.what ?? ''));
    const written = given.map((cell) => sliceOf(file.source, cell.span)).join(', ');
    const title = `${cases.title.text}, case ${index + 1}${written === '' ? '' : ` (${written})`}`;
    return withFaults(file, policy, title, row.span, (binding) => {
      if (row.cells.length !== cases.columns.length) {
        const count = `${row.cells.length} ${row.cells.length === 1 ? 'value' : 'values'}`;
        wrongValue(
          binding,
          row,
          `this case has ${count}, but the table has ${cases.columns.length} columns`,
          'L1402',
          {
            because: 'each case has one value for each column, in their order',
            help: `write a value for each of: ${headings(file, cases)}`,
          },
        );
      }
      if (!cases.columns.some((column) => isExpectation(column.what))) {
        wrongValue(
          binding,
          cases.title,
          'this table has no column with an expectation, so no case can fail',
          'L1401',
          {
            because: 'the columns hold only what is given',
            help: 'add a column such as `route` or `model` to `columns`, and its value to each case',
          },
        );
      }
      const givens: Ast.Given[] = [];
      const expected: Expected[] = [];
      for (const [at, column] of cases.columns.entries()) {
        const value = row.cells[at];
        if (value === undefined) continue;
        if (isExpectation(column.what)) {
          const bound = bindExpectation(binding, {
            kind: 'expectation',
            what: column.what,
            value,
            span: value.span,
          });
          if (bound) expected.push(bound);
        } else {
          const subject = column.subject === undefined ? {} : { subject: column.subject };
          givens.push({
            kind: 'given',
            what: column.what,
            ...subject,
            values: [value],
            negated: false,
            span: value.span,
          });
        }
      }
      // A case may change what its table gives.
      const scenario = joinScenarios(scenarioOf(binding, cases.givens), scenarioOf(binding, givens));
      return { kind: 'case', scenario, expected };
    });
  });
}

function headings(file: ParsedFile, cases: Ast.Cases): string {
  return cases.columns.map((column) => sliceOf(file.source, column.span)).join(', ');
}

/** `over 10k users`: what is counted, in the plural. */
const COUNTED = { users: 'user', teams: 'team', keys: 'key', requests: 'request' } as const;

function bindAcceptance(file: ParsedFile, policy: Policy, test: Ast.Acceptance): BoundAcceptance {
  return withFaults(file, policy, test.title.text, test.span, (binding) => {
    const by = Object.entries(COUNTED).find(([plural]) => plural === test.by.text)?.[1];
    if (by === undefined) {
      wrongValue(binding, test.by, `shares are counted over ${Object.keys(COUNTED).join(', ')}`, 'L1105', {
        because: `\`${test.by.text}\` is none of these`,
        help: 'for example `over 10k users expect MODEL from 88% to 92%`',
      });
    }
    const over = test.over.kind === 'number' && Number.isInteger(test.over.value) ? test.over.value : 0;
    if (over < 1 || over > MOST_RUNS) {
      wrongValue(binding, test.over, `shares are counted over 1 to ${MOST_RUNS} ${test.by.text}`, 'L1302', {
        because: 'each of them is one request that is decided',
        help: 'for example `over 10k users expect MODEL from 88% to 92%`',
      });
    }
    const shares = test.shares.flatMap(({ name, from, to }) => {
      const model = modelNamed(binding, name);
      if (from.kind === 'percent' && to.kind === 'percent' && from.value <= to.value) {
        return model === undefined ? [] : [{ model, from: from.value, to: to.value }];
      }
      wrongValue(
        binding,
        from,
        'a share lies between two percentages, the lower first: `from 88% to 92%`',
        'L1301',
        {
          because: 'a sample is never exactly as the policy says: a range says how near is near enough',
          help: 'for example `expect MODEL from 88% to 92%`',
        },
      );
      return [];
    });
    return { kind: 'accept', scenario: scenarioOf(binding, test.givens), over, by: by ?? 'user', shares };
  });
}
const MOST_RUNS = 1_000_000;

function boundProperty(
  file: ParsedFile,
  policy: Policy,
  node: Ast.Property,
  conditions: Conditions,
): BoundProperty {
  return withFaults(file, policy, node.title.text, node.span, (binding) => {
    const property = bindProperty(binding, node, conditions);
    return { kind: node.claimKind, ...(property === undefined ? {} : { property }) };
  });
}

function scenarioOf(binding: Binding, givens: readonly Ast.Given[]): Scenario {
  const seen = new Set<string>();
  return givens
    .map((given) => {
      const scenario = bindGiven(binding, given) ?? EMPTY_SCENARIO;
      const again = thingsOf(scenario).find((thing) => seen.has(thing));
      if (again !== undefined) {
        wrongValue(binding, given, `\`${again}\` is given twice`, 'L1402', {
          because: 'a request has one value for each fact: only one of the two can be true',
          help: 'delete one of the two, or make it a test of its own',
        });
      }
      for (const thing of thingsOf(scenario)) seen.add(thing);
      return scenario;
    })
    .reduce(joinScenarios, EMPTY_SCENARIO);
}

/** The subject of a given. Failures are left out: those of one model follow each other. */
function thingsOf({ facts, message, rollouts, predicted }: Scenario): readonly string[] {
  return [
    ...facts.keys(),
    ...(message === undefined ? [] : ['message']),
    ...[...rollouts.keys()].map((name) => `rollout ${name}`),
    ...[...predicted.keys()].map((name) => `${name} predicted`),
  ];
}

function withFaults<T>(
  file: ParsedFile,
  policy: Policy,
  title: string,
  span: Span,
  bind: (binding: Binding) => T,
): T & BoundHead {
  const faults: Diagnostic[] = [];
  const bound = bind(bindingOf(file, policy, (diagnostic) => faults.push(diagnostic)));
  return { ...bound, title, file: file.source.path, line: positionAt(file.source, span.start).line, faults };
}

/** The name of the only policy, where it is in the folder of the test file. */
function onlyBeside(path: string, policies: readonly string[]): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const [only, ...more] = policies;
  const name = only?.startsWith(folder) ? only.slice(folder.length) : '';
  return more.length > 0 || name === '' || name.includes('/') ? 'FILE.route' : name;
}

/** For a file whose policy is missing, or which names none. */
export function noPolicy(file: ParsedFile, paths: readonly string[]): Diagnostic {
  const { testsFor } = file.ast;
  const span = testsFor?.span ?? { start: 0, end: 0 };
  const because = `policies: ${paths.length === 0 ? 'none' : paths.join(', ')}`;
  if (testsFor === undefined) {
    return languageError(
      file,
      span,
      'L1401',
      'a test file must begin with the policy that it tests: `tests for "./support.route"`',
      { because, help: `write \`tests for "./${onlyBeside(file.source.path, paths)}"\` as its first line` },
    );
  }
  return languageError(file, span, 'L1104', `there is no policy at "${testsFor.text}"`, {
    because,
    help: 'name the file that begins with `policy NAME edition 1`, from the folder of this file',
  });
}
