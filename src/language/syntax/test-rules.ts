/**
 * Grammar of tests, tables of cases, properties and acceptance.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { GivenRules } from './given-rules.ts';
import { Comma, kw, LCurly, Quantity, RCurly, Str, Word } from './tokens.ts';
import { WITHIN_CLAUSE } from './value-rules.ts';

export class TestRules extends GivenRules {
  protected testClause = this.RULE('testClause', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.given) }, { ALT: () => this.SUBRULE(this.expect) }]);
  });

  protected testCase = this.RULE('testCase', () => {
    this.CONSUME(kw.test);
    this.CONSUME(Str);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.testClause));
    this.CONSUME(RCurly);
  });

  protected casesClause = this.RULE('casesClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.given) },
      {
        ALT: () => {
          this.CONSUME(kw.columns);
          this.AT_LEAST_ONE_SEP1({ SEP: Comma, DEF: () => this.SUBRULE(this.column) });
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.case);
          this.AT_LEAST_ONE_SEP2({ SEP: Comma, DEF: () => this.SUBRULE(this.literal) });
        },
      },
    ]);
  });

  protected cases = this.RULE('cases', () => {
    this.CONSUME(kw.cases);
    this.CONSUME(Str);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.casesClause));
    this.CONSUME(RCurly);
  });

  protected propertyClause = this.RULE('propertyClause', () => {
    this.OR1([
      { ALT: () => this.SUBRULE(this.when) },
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME1(kw.model) }, { ALT: () => this.CONSUME(kw.route) }]);
          this.CONSUME(kw.in);
          this.SUBRULE(this.names);
        },
      },
      { ALT: () => this.CONSUME(kw.refused) },
      {
        ALT: () => {
          this.CONSUME(kw.tokens);
          this.CONSUME(kw.fit);
          this.CONSUME2(kw.model);
        },
      },
    ]);
  });

  protected property = this.RULE('property', () => {
    this.OR([{ ALT: () => this.CONSUME(kw.never) }, { ALT: () => this.CONSUME(kw.always) }]);
    this.CONSUME(Str);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.propertyClause));
    this.CONSUME(RCurly);
  });

  protected acceptShare = this.RULE(
    'acceptShare',
    () => {
      this.CONSUME(Word);
      this.CONSUME(kw.from);
      this.CONSUME1(Quantity, { LABEL: 'from' });
      this.CONSUME(kw.to);
      this.CONSUME2(Quantity, { LABEL: 'to' });
    },
    WITHIN_CLAUSE,
  );

  protected acceptClause = this.RULE('acceptClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.given) },
      {
        ALT: () => {
          this.CONSUME(kw.over);
          this.CONSUME(Quantity);
          this.CONSUME(Word);
          this.CONSUME(kw.expect);
          this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.acceptShare) });
        },
      },
    ]);
  });

  protected acceptance = this.RULE('acceptance', () => {
    this.CONSUME(kw.accept);
    this.CONSUME(Str);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.acceptClause));
    this.CONSUME(RCurly);
  });
}
