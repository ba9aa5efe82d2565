/**
 * Keeps the parser's errors as data: what was expected, what is there, in which rule. Chevrotain would have
 * sentences at this point; `explain-error.ts` finds them later, when the tokens around are known.
 */
import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain';
import { Word } from './tokens.ts';

/** What the parser knew when it met an error. */
export interface ParserError {
  readonly expected: readonly TokenType[];
  readonly found: IToken;
  readonly rule: string;
  /** True when the declaration was complete and tokens were left. */
  readonly leftOver: boolean;
}

/** Thrown to leave a declaration that is nothing but errors; caught by `parse.ts`. */
export class TooManyErrors extends Error {}

const MAX_ERRORS = 200;

/** Collects errors as data instead of as Chevrotain's sentences. */
export class ErrorRecorder implements IParserErrorMessageProvider {
  private errors: ParserError[] = [];

  take(): ParserError[] {
    const taken = this.errors;
    this.errors = [];
    return taken;
  }

  buildMismatchTokenMessage(options: { expected: TokenType; actual: IToken; ruleName: string }): string {
    return this.record([options.expected], options.actual, options.ruleName);
  }

  buildNotAllInputParsedMessage(options: { firstRedundant: IToken; ruleName: string }): string {
    return this.record([], options.firstRedundant, options.ruleName, true);
  }

  buildNoViableAltMessage(options: {
    expectedPathsPerAlt: TokenType[][][];
    actual: IToken[];
    ruleName: string;
  }): string {
    const { expectedPathsPerAlt: paths, actual, ruleName } = options;
    const firsts = paths.flat().map((path) => path[0]);
    const [found] = actual;
    // When the first word fits some alternative it is the second that does not.
    const fitting = paths.flat().filter((path) => found !== undefined && matches(found, path[0]));
    const special = fitting.filter((path) => path[0] !== Word);
    const [, second] = actual;
    if (fitting.length > 0 && second !== undefined) {
      const seconds = (special.length > 0 ? special : fitting).map((path) => path[1]);
      return this.record(present(seconds), second, ruleName === 'conditionOrGroup' ? 'test' : ruleName);
    }
    return this.record(present(firsts), found, ruleName);
  }

  buildEarlyExitMessage(options: {
    expectedIterationPaths: TokenType[][];
    actual: IToken[];
    ruleName: string;
  }): string {
    const { expectedIterationPaths: paths, actual, ruleName } = options;
    return this.record(present(paths.map((path) => path[0])), actual[0], ruleName);
  }

  private record(expected: TokenType[], found: IToken | undefined, rule: string, leftOver = false): string {
    if (found !== undefined) this.errors.push({ expected, found, rule, leftOver });
    if (this.errors.length > MAX_ERRORS) throw new TooManyErrors();
    return '';
  }
}

function matches(token: IToken, type: TokenType | undefined): boolean {
  return (
    type !== undefined && (token.tokenType === type || (token.tokenType.CATEGORIES ?? []).includes(type))
  );
}

function present(types: readonly (TokenType | undefined)[]): TokenType[] {
  return types.filter((type) => type !== undefined);
}
