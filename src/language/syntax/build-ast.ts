/**
 * A declaration of the concrete tree as a node of the AST, and the order of declarations in a file.
 * What a broken declaration still says is kept; its broken clauses are left out.
 */
import type { Span } from '../text/span.ts';
import type { Declaration, PolicyHeader, Text } from './ast.ts';
import {
  buildBudget,
  buildImport,
  buildIntent,
  buildLimit,
  buildModel,
  buildPolicy,
  buildPredicate,
  buildProvider,
  buildTiers,
} from './build-declarations.ts';
import { buildOtherwise, buildRoute } from './build-routes.ts';
import {
  buildChain,
  buildCheck,
  buildPool,
  buildRollout,
  buildSplit,
  buildTransform,
} from './build-targets.ts';
import { buildAcceptance, buildCases, buildProperty, buildTest } from './build-tests.ts';
import type { Building } from './check-clauses.ts';
import type { DeclarationCstNode } from './cst.generated.ts';
import { isClean, nodeSpan, writtenText } from './cst-reading.ts';
import { wording } from './parse-errors.ts';

/** `tests for "…"`. */
export interface TestsFor {
  readonly kind: 'tests-for';
  readonly file: Text;
  readonly span: Span;
}

export type TopLevel = Declaration | PolicyHeader | TestsFor;

/** `whole` is where the declaration is, for when recovery made the tree's own span unreliable. */
export function buildTopLevel(
  node: DeclarationCstNode,
  whole: Span,
  building: Building,
): TopLevel | undefined {
  const built = buildNode(node, building);
  return built === undefined || isClean(node) ? built : { ...built, span: whole };
}

function buildNode(node: DeclarationCstNode, building: Building): TopLevel | undefined {
  const of = node.children;
  if (of.policy?.[0]) return buildPolicy(of.policy[0], building);
  if (of.testsFor?.[0]) {
    const file = writtenText(of.testsFor[0].children.Str);
    return file === undefined ? undefined : { kind: 'tests-for', file, span: nodeSpan(of.testsFor[0]) };
  }
  if (of.importFrom?.[0]) return buildImport(of.importFrom[0]);
  if (of.provider?.[0]) return buildProvider(of.provider[0], building);
  if (of.model?.[0]) return buildModel(of.model[0], building);
  if (of.tiers?.[0]) return buildTiers(of.tiers[0]);
  if (of.intent?.[0]) return buildIntent(of.intent[0], building);
  if (of.budget?.[0]) return buildBudget(of.budget[0], building);
  if (of.limit?.[0]) return buildLimit(of.limit[0], building);
  if (of.chain?.[0]) return buildChain(of.chain[0], building);
  if (of.pool?.[0]) return buildPool(of.pool[0], building);
  if (of.split?.[0]) return buildSplit(of.split[0], building);
  if (of.rollout?.[0]) return buildRollout(of.rollout[0], building);
  if (of.transform?.[0]) return buildTransform(of.transform[0], building);
  if (of.check?.[0]) return buildCheck(of.check[0], building);
  if (of.quality?.[0]) {
    const { table, prompts } = of.quality[0].children;
    const file = writtenText(table);
    const promptFile = writtenText(prompts);
    const span = nodeSpan(of.quality[0]);
    return file && { kind: 'quality', file, ...(promptFile === undefined ? {} : { promptFile }), span };
  }
  if (of.predicate?.[0]) return buildPredicate(of.predicate[0], building);
  if (of.route?.[0]) return buildRoute(of.route[0], building);
  if (of.otherwise?.[0]) return buildOtherwise(of.otherwise[0], building);
  if (of.testCase?.[0]) return buildTest(of.testCase[0], building);
  if (of.cases?.[0]) return buildCases(of.cases[0], building);
  if (of.property?.[0]) return buildProperty(of.property[0], building);
  return of.acceptance?.[0] ? buildAcceptance(of.acceptance[0], building) : undefined;
}

export interface FileParts {
  readonly header?: PolicyHeader;
  readonly testsFor?: Text;
  readonly declarations: readonly Declaration[];
}

/** Sorts a file's parts and reports those in the wrong place: the header first, `otherwise` last, each once. */
export function orderParts(parts: readonly TopLevel[], building: Building): FileParts {
  const { faults, lineOf } = building;
  const declarations: Declaration[] = [];
  let header: PolicyHeader | undefined;
  let testsFor: TestsFor | undefined;
  let otherwise: Declaration | undefined;
  parts.forEach((part, index) => {
    if (part.kind === 'policy-header') {
      if (header !== undefined) {
        faults.push(
          wording.secondHeader(part.name.span, 'policy', lineOf(header.span.start), header.name.span),
        );
        return;
      }
      if (index > 0) faults.push(wording.headerNotFirst(part.name.span));
      header = part;
    } else if (part.kind === 'tests-for') {
      if (testsFor === undefined) testsFor = part;
      else
        faults.push(wording.secondHeader(part.span, 'tests for', lineOf(testsFor.span.start), testsFor.span));
    } else {
      if (part.kind === 'otherwise') {
        const next = parts.slice(index + 1).find((later) => later.kind === 'route');
        if (otherwise !== undefined) {
          faults.push(wording.secondOtherwise(part.head, lineOf(otherwise.span.start), otherwise.span));
        } else if (next !== undefined) faults.push(wording.otherwiseNotLast(part.head));
        otherwise ??= part;
      }
      declarations.push(part);
    }
  });
  return {
    ...(header === undefined ? {} : { header }),
    ...(testsFor === undefined ? {} : { testsFor: (testsFor as TestsFor).file }),
    declarations,
  };
}
