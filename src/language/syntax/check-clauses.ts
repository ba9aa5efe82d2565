/**
 * The rules about clauses that the grammar leaves open: each once, some first or last, some not together.
 * Works on clause nodes by their first words; knows no types and no names.
 */
import type { CstNode } from 'chevrotain';
import type { Span } from '../text/span.ts';
import type { Action } from './ast.ts';
import { firstToken, isClean, nodeSpan, tokenSpan } from './cst-reading.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';

/** Collects what is wrong with a declaration while its nodes are built. */
export interface Building {
  readonly faults: SyntaxFault[];
  /** The declaration has syntax errors: what seems to be missing may be what they spoiled. */
  readonly broken: boolean;
  /** The line, from 1, of an offset. */
  lineOf(offset: number): number;
}

/**
 * The clauses to build: those without syntax errors, each kind once unless it is repeatable.
 * `subject` is how messages call the block: `route refunds`.
 */
export function clausesOf<T extends CstNode>(
  nodes: readonly T[] | undefined,
  repeatable: readonly string[],
  subject: string,
  building: Building,
): T[] {
  const seen = new Map<string, Span>();
  return (nodes ?? []).filter((node) => {
    if (!isClean(node)) return false;
    const key = clauseKey(node);
    const lead = key.split(' ')[0] ?? key;
    if (repeatable.includes(lead)) return true;
    const first = seen.get(key);
    // After an error the parser may have gone on in the middle of a line: no clause, no repetition.
    if (building.broken && firstToken(node)?.tokenType.name.endsWith('Lead') !== true) return false;
    if (first === undefined) {
      seen.set(key, nodeSpan(node));
      return true;
    }
    const at = firstToken(node);
    const place = at === undefined ? nodeSpan(node) : tokenSpan(at);
    if (key === 'try') building.faults.push(wording.secondTry(place));
    else
      building.faults.push(wording.repeatedClause(place, key, subject, building.lineOf(first.start), first));
    return false;
  });
}

/** Of a value that two different clauses can say: the first, after reporting that the others are repeated. */
export function firstOf<T extends { readonly span: Span }>(
  values: readonly T[],
  word: string,
  subject: string,
  building: Building,
): T | undefined {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  const line = building.lineOf(first.span.start);
  for (const { span } of others)
    building.faults.push(wording.repeatedClause(span, word, subject, line, first.span));
  return first;
}

/** A clause's first word, with a second one where it distinguishes two clauses. */
export function clauseKey(node: CstNode): string {
  const first = firstToken(node);
  if (first === undefined) return '';
  if (!/^[a-z]/.test(first.image)) return 'line';
  if (first.image !== 'system' && first.image !== 'drop') return first.image;
  const second = Object.values(node.children)
    .flat()
    .find(
      (element) =>
        'image' in element &&
        element !== first &&
        element.image !== first.image &&
        !element.image.startsWith('"'),
    );
  return second !== undefined && 'image' in second ? `${first.image} ${second.image}` : first.image;
}

/** `try` is first, `on` last. */
export function checkChainOrder(nodes: readonly CstNode[], subject: string, building: Building): void {
  const clean = nodes.filter(isClean);
  const first = clean[0];
  if (first === undefined || building.broken) return;
  const firstWord = firstToken(first);
  if (firstWord !== undefined && firstWord.image !== 'try') {
    building.faults.push(wording.notFirst(tokenSpan(firstWord), 'try', firstWord.image, subject));
    return;
  }
  clean.forEach((node, index) => {
    const word = firstToken(node);
    if (word?.image === 'on' && index < clean.length - 1) {
      building.faults.push(wording.notLast(tokenSpan(word), '`on`', subject));
    }
  });
}

/** A block that means nothing without a line in it. */
export function checkNotEmpty(
  clauses: readonly CstNode[] | undefined,
  at: Span,
  subject: string,
  example: string,
  building: Building,
): void {
  if (!building.broken && (clauses ?? []).length === 0) {
    building.faults.push(wording.emptyBlock(at, subject, example));
  }
}

/** A request is answered or refused. */
export function checkOneAnswer(action: Action, subject: string, building: Building): void {
  if (action.use === undefined || action.refuse === undefined) return;
  const [first, second] = [action.use.span, action.refuse.span].sort((a, b) => a.start - b.start);
  if (first === undefined || second === undefined) return;
  building.faults.push(wording.useAndRefuse(second, subject, building.lineOf(first.start), first));
}
