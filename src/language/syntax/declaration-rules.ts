/**
 * Grammar of intents, budgets, limits, transforms, checks, tables and predicates.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { ModelRules } from './model-rules.ts';
import { kw, LCurly, Pattern, Quantity, RCurly, Str, Word } from './tokens.ts';

export class DeclarationRules extends ModelRules {
  protected intentClause = this.RULE('intentClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.means);
          this.CONSUME1(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.like);
          this.CONSUME2(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.not);
          this.CONSUME3(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.examples);
          this.CONSUME(kw.from);
          this.CONSUME4(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.match);
          this.CONSUME(kw.at);
          this.CONSUME(kw.least);
          this.CONSUME(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.whole);
          this.CONSUME(kw.message);
        },
      },
    ]);
  });

  protected intent = this.RULE('intent', () => {
    this.CONSUME(kw.intent);
    this.CONSUME1(Word, { LABEL: 'name' });
    this.OPTION(() => {
      this.CONSUME(kw.in);
      this.CONSUME2(Word, { LABEL: 'group' });
    });
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.intentClause));
    this.CONSUME(RCurly);
  });

  protected budgetClause = this.RULE('budgetClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.limit);
          this.SUBRULE(this.limitLine);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.warn);
          this.CONSUME(kw.at);
          this.CONSUME(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.zone);
          this.CONSUME(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.when);
          this.CONSUME(kw.unknown);
          this.CONSUME(Word);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.durable);
          this.CONSUME(kw.every);
        },
      },
    ]);
  });

  protected budget = this.RULE('budget', () => {
    this.CONSUME(kw.budget);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.budgetClause));
    this.CONSUME(RCurly);
  });

  protected limitClause = this.RULE('limitClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.limitLine) },
      {
        ALT: () => {
          this.CONSUME(kw.wait);
          this.CONSUME(kw.up);
          this.CONSUME(kw.to);
          this.CONSUME(Quantity);
        },
      },
    ]);
  });

  protected limit = this.RULE('limit', () => {
    this.CONSUME(kw.limit);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.limitClause));
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
    this.CONSUME1(Str, { LABEL: 'table' });
    this.OPTION(() => {
      this.CONSUME(kw.by);
      this.CONSUME(kw.prompt);
      this.CONSUME2(Str, { LABEL: 'prompts' });
    });
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
}
