/**
 * Grammar of the policy header, imports, providers, models and tiers.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { ConditionRules } from './condition-rules.ts';
import { Comma, InnerRCurly, kw, LCurly, Quantity, RCurly, Str, Word } from './tokens.ts';
import { WITHIN_CLAUSE } from './value-rules.ts';

export class ModelRules extends ConditionRules {
  protected defaultClause = this.RULE('defaultClause', () => {
    this.OR([
      { ALT: () => this.CONSUME(kw.connect) },
      {
        ALT: () => {
          this.CONSUME(kw.first);
          this.CONSUME(kw.token);
        },
      },
      { ALT: () => this.CONSUME(kw.idle) },
      { ALT: () => this.CONSUME(kw.ending) },
      { ALT: () => this.CONSUME(kw.whole) },
      { ALT: () => this.CONSUME(kw.attempt) },
    ]);
    this.CONSUME(kw.within);
    this.CONSUME(Quantity);
  });

  protected meaningClause = this.RULE('meaningClause', () => {
    this.CONSUME(kw.second);
    this.CONSUME(kw.look);
    this.CONSUME(kw.usable);
    this.CONSUME(kw.within);
    this.CONSUME(Quantity);
  });

  protected policyClause = this.RULE('policyClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.owner);
          this.CONSUME1(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.serves);
          this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.CONSUME2(Str) });
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.salt);
          this.CONSUME3(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.rules);
          this.CONSUME(kw.exactly);
          this.CONSUME(kw.one);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.defaults);
          this.CONSUME1(LCurly);
          this.MANY1(() => this.SUBRULE(this.defaultClause));
          this.CONSUME1(InnerRCurly);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.meaning);
          this.CONSUME2(LCurly);
          this.MANY2(() => this.SUBRULE(this.meaningClause));
          this.CONSUME2(InnerRCurly);
        },
      },
    ]);
  });

  protected policy = this.RULE('policy', () => {
    this.CONSUME(kw.policy);
    this.CONSUME(Word);
    this.CONSUME(kw.edition);
    this.CONSUME(Quantity);
    this.OPTION(() => {
      this.CONSUME(LCurly);
      this.MANY(() => this.SUBRULE(this.policyClause));
      this.CONSUME(RCurly);
    });
  });

  protected testsFor = this.RULE('testsFor', () => {
    this.CONSUME(kw.tests);
    this.CONSUME(kw.for);
    this.CONSUME(Str);
  });

  protected importFrom = this.RULE('importFrom', () => {
    this.CONSUME(kw.import);
    this.OPTION({
      // Else it is a name, which no declaration has.
      GATE: () => this.LA(2).tokenType !== Comma && !this.tokenMatches(2, kw.from),
      DEF: () => this.CONSUME(kw.intent),
    });
    this.SUBRULE(this.names);
    this.CONSUME(kw.from);
    this.CONSUME(Str);
  });

  /** What a provider or a model refuses in a request. */
  protected wireFact = this.RULE(
    'wireFact',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.not);
            this.CONSUME(kw.stream);
            this.CONSUME(kw.options);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.max);
            this.CONSUME(kw.as);
            this.CONSUME(Word);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.fixed);
            this.CONSUME(kw.temperature);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected providerClause = this.RULE('providerClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.speaks);
          this.CONSUME1(Word);
          this.OPTION(() => this.CONSUME1(Str));
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.at);
          this.CONSUME2(Str);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.key);
          this.CONSUME(kw.env);
          this.CONSUME2(Word);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.region);
          this.CONSUME3(Word);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.api);
          this.CONSUME(kw.version);
          this.CONSUME3(Str);
        },
      },
      { ALT: () => this.SUBRULE(this.wireFact) },
      {
        ALT: () => {
          this.CONSUME(kw.pass);
          this.SUBRULE(this.names);
        },
      },
    ]);
  });

  protected provider = this.RULE('provider', () => {
    this.CONSUME(kw.provider);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.providerClause));
    this.CONSUME(RCurly);
  });

  protected deploymentClause = this.RULE('deploymentClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.region);
          this.CONSUME1(Word);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.first);
          this.CONSUME(kw.token);
          this.CONSUME1(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.fails);
          this.CONSUME2(Quantity);
          this.CONSUME(kw.with);
          this.CONSUME2(Word);
        },
      },
    ]);
  });

  protected pricePart = this.RULE(
    'pricePart',
    () => {
      this.CONSUME(Quantity);
      this.OR([
        { ALT: () => this.CONSUME(kw.in) },
        { ALT: () => this.CONSUME(kw.out) },
        { ALT: () => this.CONSUME(kw.cached) },
        {
          ALT: () => {
            this.CONSUME(kw.cache);
            this.CONSUME(kw.write);
          },
        },
        { ALT: () => this.CONSUME(kw.reasoning) },
        {
          ALT: () => {
            this.CONSUME(kw.an);
            this.CONSUME(kw.image);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected modelClause = this.RULE('modelClause', () => {
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(kw.is);
          this.CONSUME1(Str);
          this.CONSUME(kw.on);
          this.CONSUME(Word);
          this.OPTION1(() => {
            this.CONSUME(LCurly);
            this.MANY(() => this.SUBRULE(this.deploymentClause));
            this.CONSUME(InnerRCurly);
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.window);
          this.CONSUME1(Quantity);
          this.OPTION2(() => {
            this.CONSUME1(kw.output);
            this.CONSUME2(Quantity);
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME2(kw.output);
          this.CONSUME3(Quantity);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.price);
          this.OR2([
            {
              ALT: () => {
                this.CONSUME(kw.from);
                this.CONSUME(kw.catalogue);
                this.CONSUME2(Str);
              },
            },
            { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.pricePart) }) },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.can);
          this.SUBRULE(this.names);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.retires);
          this.CONSUME4(Quantity);
        },
      },
      { ALT: () => this.SUBRULE(this.wireFact) },
    ]);
  });

  protected model = this.RULE('model', () => {
    this.CONSUME(kw.model);
    this.CONSUME(Word);
    this.CONSUME(LCurly);
    this.MANY(() => this.SUBRULE(this.modelClause));
    this.CONSUME(RCurly);
  });

  protected tiers = this.RULE('tiers', () => {
    this.CONSUME(kw.tier);
    this.SUBRULE(this.names);
  });
}
