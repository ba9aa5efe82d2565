/**
 * Grammar of what answers (chains, pools, splits, rollouts), what changes it, and routes.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { DeclarationRules } from './declaration-rules.ts';
import { Comma, kw, LCurly, Pattern, Quantity, RCurly, Str, Word } from './tokens.ts';
import { WITHIN_CLAUSE } from './value-rules.ts';

export class RouteRules extends DeclarationRules {
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
            this.CONSUME(kw.retry);
            this.CONSUME4(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.hedge);
            this.CONSUME(kw.after);
            this.CONSUME5(Quantity);
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

  protected transformClause = this.RULE('transformClause', () => {
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(kw.system);
          this.OR2([
            { ALT: () => this.CONSUME(kw.prepend) },
            { ALT: () => this.CONSUME(kw.append) },
            { ALT: () => this.CONSUME(kw.replace) },
          ]);
          this.CONSUME(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.set);
          this.CONSUME1(Word);
          this.SUBRULE(this.literal);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.cap);
          this.CONSUME(kw.output);
          this.CONSUME1(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.trim);
          this.CONSUME(kw.history);
          this.CONSUME(kw.to);
          this.CONSUME2(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.drop);
          this.CONSUME2(Word);
        },
      },
    ]);
  });

  protected transform = this.RULE('transform', () => {
    this.CONSUME(kw.transform);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.transformClause));
    this.CONSUME(RCurly);
  });

  protected checkClause = this.RULE('checkClause', () => {
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(kw.json);
          this.CONSUME(kw.schema);
          this.CONSUME1(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME1(kw.contains);
          this.CONSUME2(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME1(kw.matches);
          this.CONSUME1(Pattern);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.not);
          this.OR2([
            {
              ALT: () => {
                this.CONSUME2(kw.contains);
                this.CONSUME3(Str);
              },
            },
            {
              ALT: () => {
                this.CONSUME2(kw.matches);
                this.CONSUME2(Pattern);
              },
            },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.length);
          this.CONSUME(kw.up);
          this.CONSUME(kw.to);
          this.CONSUME1(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.on);
          this.CONSUME(kw.failure);
          this.OR3([
            {
              ALT: () => {
                this.CONSUME(kw.try);
                this.CONSUME(kw.next);
              },
            },
            {
              ALT: () => {
                this.CONSUME(kw.retry);
                this.CONSUME2(Quantity);
              },
            },
            { ALT: () => this.CONSUME(kw.refuse) },
          ]);
        },
      },
    ]);
  });

  protected check = this.RULE('check', () => {
    this.CONSUME(kw.check);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.checkClause));
    this.CONSUME(RCurly);
  });

  protected quality = this.RULE('quality', () => {
    this.CONSUME(kw.quality);
    this.CONSUME(Str);
  });

  protected predicateClause = this.RULE('predicateClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.within);
          this.CONSUME(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.when);
          this.CONSUME(kw.unknown);
          this.CONSUME(Word);
        },
      },
    ]);
  });

  protected predicate = this.RULE('predicate', () => {
    this.CONSUME(kw.predicate);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.predicateClause));
    this.CONSUME(RCurly);
  });

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
