/**
 * The grammar of `.route` files, edition 1, put together; LL(2), with recovery at clauses.
 * Grammar only: wording is `parse-errors.ts`, the tree is `build-ast.ts`. One parser serves the whole
 * process: construction is the expensive part, so it happens on first use.
 */
import { EOF, type IParserErrorMessageProvider, type TokenType } from 'chevrotain';
import { KnownLookahead } from './known-lookahead.ts';
import { TestRules } from './test-rules.ts';
import { ALL_TOKENS, Comma, InnerRCurly, LCurly, RCurly, Slash } from './tokens.ts';

/** What may be taken as merely forgotten; anything else missing spoils its clause. */
const INSERTABLE: readonly TokenType[] = [LCurly, RCurly, InnerRCurly, Comma, Slash];

export const LOOKAHEAD = 2;

export class RouteParser extends TestRules {
  /** `checked`: looks for ambiguous alternatives, which takes a third of a second; a test does. */
  constructor(messages: IParserErrorMessageProvider, checked = false) {
    super({
      recoveryEnabled: true,
      maxLookahead: LOOKAHEAD,
      lookaheadStrategy: new KnownLookahead(LOOKAHEAD, [...ALL_TOKENS, EOF]),
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider: messages,
      skipValidations: !checked,
    });
    this.performSelfAnalysis();
  }

  public declaration = this.RULE('declaration', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.policy) },
      { ALT: () => this.SUBRULE(this.testsFor) },
      { ALT: () => this.SUBRULE(this.importFrom) },
      { ALT: () => this.SUBRULE(this.provider) },
      { ALT: () => this.SUBRULE(this.model) },
      { ALT: () => this.SUBRULE(this.tiers) },
      { ALT: () => this.SUBRULE(this.intent) },
      { ALT: () => this.SUBRULE(this.budget) },
      { ALT: () => this.SUBRULE(this.limit) },
      { ALT: () => this.SUBRULE(this.chain) },
      { ALT: () => this.SUBRULE(this.pool) },
      { ALT: () => this.SUBRULE(this.split) },
      { ALT: () => this.SUBRULE(this.rollout) },
      { ALT: () => this.SUBRULE(this.transform) },
      { ALT: () => this.SUBRULE(this.check) },
      { ALT: () => this.SUBRULE(this.quality) },
      { ALT: () => this.SUBRULE(this.predicate) },
      { ALT: () => this.SUBRULE(this.route) },
      { ALT: () => this.SUBRULE(this.otherwise) },
      { ALT: () => this.SUBRULE(this.testCase) },
      { ALT: () => this.SUBRULE(this.cases) },
      { ALT: () => this.SUBRULE(this.property) },
      { ALT: () => this.SUBRULE(this.acceptance) },
    ]);
  });

  /** A file as a whole. Parsing goes declaration by declaration, so that a broken one cannot reach the next. */
  public file = this.RULE('file', () => {
    this.MANY(() => this.SUBRULE(this.declaration));
  });

  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return INSERTABLE.includes(type);
  }

  /** Only a word too many within a line is skipped; never the beginning of the next clause, nor a brace. */
  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    const found = this.LA(1);
    const next = this.LA(2);
    const before = this.LA(0);
    if (before.endLine !== found.startLine) return false;
    const isBrace = [LCurly, RCurly, InnerRCurly].includes(found.tokenType);
    return !isBrace && !found.tokenType.name.endsWith('Lead') && found.endLine === next.startLine;
  }
}
