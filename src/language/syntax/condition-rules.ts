/**
 * Grammar of conditions: `when`, `and`, `any { }`, facts and their tests.
 * Any fact takes any test here; which pairs make sense is decided where types are known.
 */
import { InnerRCurly, kw, LCurly, Pattern, Quantity, Str, Word } from './tokens.ts';
import { ValueRules, WITHIN_CLAUSE } from './value-rules.ts';

/** Facts about something named after them; no group or model can have their names. */
const NEEDS_SUBJECT = new Set(['header', 'metadata', 'budget', 'limit', 'rules', 'predicate']);

export class ConditionRules extends ValueRules {
  protected fact = this.RULE(
    'fact',
    () => {
      this.OR({
        // A word of the language is also a name; the fact that begins with it comes first.
        IGNORE_AMBIGUITIES: true,
        DEF: [
          {
            ALT: () => {
              this.CONSUME(kw.output);
              this.CONSUME(kw.tokens);
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.asked);
              this.CONSUME(kw.for);
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.header);
              this.CONSUME1(Str);
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.metadata);
              this.CONSUME2(Str);
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.budget);
              this.CONSUME1(Word, { LABEL: 'subject' });
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.limit);
              this.CONSUME2(Word, { LABEL: 'subject' });
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.similarity);
              this.CONSUME(kw.to);
              this.CONSUME3(Word, { LABEL: 'subject' });
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.rules);
              this.CONSUME3(Str);
            },
          },
          {
            ALT: () => {
              this.CONSUME(kw.predicate);
              this.CONSUME4(Word, { LABEL: 'subject' });
            },
          },
          {
            GATE: () => !NEEDS_SUBJECT.has(this.LA(1).image),
            ALT: () => {
              this.CONSUME5(Word, { LABEL: 'name' });
              this.OPTION(() => this.SUBRULE(this.measure));
            },
          },
        ],
      });
    },
    WITHIN_CLAUSE,
  );

  protected quantityOrName = this.RULE(
    'quantityOrName',
    () => {
      this.OR([{ ALT: () => this.CONSUME(Quantity) }, { ALT: () => this.CONSUME(Word) }]);
    },
    WITHIN_CLAUSE,
  );

  protected comparison = this.RULE(
    'comparison',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.over);
            this.SUBRULE1(this.quantityOrName);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.under);
            this.SUBRULE2(this.quantityOrName);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.at);
            this.CONSUME(kw.least);
            this.SUBRULE3(this.quantityOrName);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.up);
            this.CONSUME(kw.to);
            this.SUBRULE4(this.quantityOrName);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.between);
            this.CONSUME1(Quantity);
            this.CONSUME(kw.and);
            this.CONSUME2(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.is);
            this.OPTION(() => this.CONSUME(kw.not));
            this.SUBRULE1(this.literal);
            this.MANY(() => {
              this.CONSUME(kw.or);
              this.SUBRULE2(this.literal);
            });
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected texts = this.RULE(
    'texts',
    () => {
      this.CONSUME1(Str);
      this.MANY(() => {
        this.CONSUME(kw.or);
        this.CONSUME2(Str);
      });
    },
    WITHIN_CLAUSE,
  );

  protected patterns = this.RULE(
    'patterns',
    () => {
      this.CONSUME1(Pattern);
      this.MANY(() => {
        this.CONSUME(kw.or);
        this.CONSUME2(Pattern);
      });
    },
    WITHIN_CLAUSE,
  );

  /** Tests that take `not` before them. */
  protected textTest = this.RULE(
    'textTest',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.like);
            this.SUBRULE1(this.texts);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.matches);
            this.SUBRULE(this.patterns);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.contains);
            this.SUBRULE2(this.texts);
          },
        },
        { ALT: () => this.CONSUME(kw.reached) },
        { ALT: () => this.CONSUME(kw.match) },
        { ALT: () => this.CONSUME(kw.holds) },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected test = this.RULE(
    'test',
    () => {
      this.OR([
        { ALT: () => this.SUBRULE1(this.comparison) },
        {
          ALT: () => {
            this.OR1([{ ALT: () => this.CONSUME(kw.used) }, { ALT: () => this.CONSUME(kw.left) }]);
            this.SUBRULE2(this.comparison);
          },
        },
        { ALT: () => this.SUBRULE1(this.textTest) },
        {
          ALT: () => {
            this.CONSUME(kw.not);
            this.SUBRULE2(this.textTest);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.has);
            this.OPTION(() => this.CONSUME(kw.no));
            this.CONSUME1(Word, { LABEL: 'feature' });
            this.MANY(() => {
              this.CONSUME(kw.or);
              this.CONSUME2(Word, { LABEL: 'feature' });
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.in);
            this.CONSUME(kw.first);
            this.CONSUME(Quantity);
          },
        },
        { ALT: () => this.SUBRULE(this.texts) },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected condition = this.RULE(
    'condition',
    () => {
      this.SUBRULE(this.fact);
      this.SUBRULE(this.test);
      this.OPTION(() => {
        this.CONSUME(kw.in);
        this.CONSUME(Str, { LABEL: 'zone' });
      });
    },
    WITHIN_CLAUSE,
  );

  protected alternative = this.RULE(
    'alternative',
    () => {
      this.SUBRULE1(this.condition);
      this.MANY(() => {
        this.CONSUME(kw.and);
        this.SUBRULE2(this.condition);
      });
    },
    WITHIN_CLAUSE,
  );

  protected anyGroup = this.RULE(
    'anyGroup',
    () => {
      this.CONSUME(kw.any);
      this.CONSUME(LCurly);
      this.AT_LEAST_ONE(() => this.SUBRULE(this.alternative));
      this.CONSUME(InnerRCurly);
    },
    WITHIN_CLAUSE,
  );

  protected conditionOrGroup = this.RULE(
    'conditionOrGroup',
    () => {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [{ ALT: () => this.SUBRULE(this.anyGroup) }, { ALT: () => this.SUBRULE(this.condition) }],
      });
    },
    WITHIN_CLAUSE,
  );

  protected when = this.RULE(
    'when',
    () => {
      this.CONSUME(kw.when);
      this.SUBRULE1(this.conditionOrGroup);
      this.MANY(() => {
        this.CONSUME(kw.and);
        this.SUBRULE2(this.conditionOrGroup);
      });
    },
    WITHIN_CLAUSE,
  );
}
