/**
 * Grammar of routes: what they do and when.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { TargetRules } from './target-rules.ts';
import { kw, LCurly, Quantity, RCurly, Str, Word } from './tokens.ts';
import { WITHIN_CLAUSE } from './value-rules.ts';

export class RouteRules extends TargetRules {
  protected useTarget = this.RULE(
    'useTarget',
    () => {
      this.CONSUME(kw.use);
      this.SUBRULE(this.target);
      this.OPTION1(() => this.SUBRULE(this.withTransforms));
      this.OPTION2(() => {
        this.CONSUME(kw.or);
        this.SUBRULE(this.refuse);
      });
    },
    WITHIN_CLAUSE,
  );

  protected canary = this.RULE(
    'canary',
    () => {
      this.CONSUME(kw.canary);
      this.CONSUME(Quantity);
      this.CONSUME(kw.by);
      this.SUBRULE(this.key);
      this.CONSUME(kw.use);
      this.SUBRULE(this.target);
      this.OPTION(() => this.SUBRULE(this.withTransforms));
    },
    WITHIN_CLAUSE,
  );

  protected actionClause = this.RULE('actionClause', () => {
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(kw.because);
          this.CONSUME1(Str);
        },
      },
      { ALT: () => this.SUBRULE(this.useTarget) },
      { ALT: () => this.SUBRULE(this.refuse) },
      { ALT: () => this.SUBRULE(this.canary) },
      {
        ALT: () => {
          this.CONSUME(kw.mirror);
          this.CONSUME1(Quantity);
          this.CONSUME(kw.to);
          this.CONSUME1(Word);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.expect);
          this.CONSUME2(Word);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.label);
          this.CONSUME2(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME1(kw.until);
          this.CONSUME2(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.on);
          this.CONSUME(kw.broken);
          this.CONSUME(kw.stream);
          this.OR2([
            { ALT: () => this.CONSUME(kw.continue) },
            { ALT: () => this.CONSUME(kw.restart) },
            { ALT: () => this.CONSUME(kw.error) },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.hold);
          this.CONSUME2(kw.until);
          this.CONSUME(kw.complete);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.cache);
          this.CONSUME3(Quantity);
          this.CONSUME(kw.per);
          this.CONSUME3(Word);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.within);
          this.CONSUME(kw.region);
          this.CONSUME4(Word);
        },
      },
    ]);
  });

  protected routeClause = this.RULE('routeClause', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.when) }, { ALT: () => this.SUBRULE(this.actionClause) }]);
  });

  protected route = this.RULE('route', () => {
    this.CONSUME(kw.route);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.routeClause));
    this.CONSUME(RCurly);
  });

  protected otherwise = this.RULE('otherwise', () => {
    this.CONSUME(kw.otherwise);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.actionClause));
    this.CONSUME(RCurly);
  });
}
