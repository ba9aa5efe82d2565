/**
 * Grammar of what answers: chains, pools, splits and rollouts.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { DeclarationRules } from './declaration-rules.ts';
import { Comma, kw, LCurly, Quantity, RCurly, Word } from './tokens.ts';
import { WITHIN_CLAUSE } from './value-rules.ts';

export class TargetRules extends DeclarationRules {
  protected stepOption = this.RULE(
    'stepOption',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME1(kw.within);
            this.CONSUME1(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.first);
            this.CONSUME(kw.token);
            this.CONSUME2(kw.within);
            this.CONSUME2(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.idle);
            this.CONSUME3(kw.within);
            this.CONSUME3(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.ending);
            this.CONSUME4(kw.within);
            this.CONSUME4(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.retry);
            this.CONSUME5(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.hedge);
            this.CONSUME(kw.after);
            this.CONSUME6(Quantity);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected chainClause = this.RULE('chainClause', () => {
    this.OR1([
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(kw.try) }, { ALT: () => this.CONSUME(kw.then) }]);
          this.CONSUME(Word);
          this.MANY(() => this.SUBRULE(this.stepOption));
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.on);
          this.SUBRULE(this.names);
        },
      },
    ]);
  });

  protected chain = this.RULE('chain', () => {
    this.CONSUME(kw.chain);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.chainClause));
    this.CONSUME(RCurly);
  });

  protected poolClause = this.RULE('poolClause', () => {
    this.SUBRULE(this.poolOrder);
    this.SUBRULE(this.names);
    this.OPTION1(() => this.SUBRULE(this.goodEnough));
    this.OPTION2(() => this.SUBRULE(this.explore));
  });

  protected pool = this.RULE('pool', () => {
    this.CONSUME(kw.pool);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.poolClause));
    this.CONSUME(RCurly);
  });

  protected splitArm = this.RULE('splitArm', () => {
    this.CONSUME(Quantity);
    this.CONSUME(Word);
  });

  protected split = this.RULE('split', () => {
    this.CONSUME(kw.split);
    this.CONSUME(Word);
    this.CONSUME(kw.by);
    this.SUBRULE(this.key);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.splitArm));
    this.CONSUME(RCurly);
  });

  protected rolloutStep = this.RULE(
    'rolloutStep',
    () => {
      this.CONSUME1(Quantity, { LABEL: 'share' });
      this.OPTION(() => {
        this.CONSUME(kw.after);
        this.CONSUME2(Quantity, { LABEL: 'after' });
      });
    },
    WITHIN_CLAUSE,
  );

  protected rolloutClause = this.RULE('rolloutClause', () => {
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(kw.from);
          this.CONSUME1(Word, { LABEL: 'from' });
          this.CONSUME(kw.to);
          this.CONSUME2(Word, { LABEL: 'to' });
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.steps);
          this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.rolloutStep) });
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.abort);
          this.CONSUME(kw.when);
          this.OR2([
            {
              ALT: () => {
                this.CONSUME(kw.error);
                this.CONSUME(kw.rate);
              },
            },
            {
              ALT: () => {
                this.CONSUME(kw.p95);
                this.CONSUME(kw.latency);
              },
            },
          ]);
          this.CONSUME(kw.over);
          this.CONSUME1(Quantity, { LABEL: 'over' });
          this.CONSUME(kw.for);
          this.CONSUME2(Quantity, { LABEL: 'for' });
        },
      },
    ]);
  });

  protected rollout = this.RULE('rollout', () => {
    this.CONSUME(kw.rollout);
    this.CONSUME(Word);
    this.CONSUME(kw.by);
    this.SUBRULE(this.key);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.rolloutClause));
    this.CONSUME(RCurly);
  });
}
