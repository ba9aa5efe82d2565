/**
 * Grammar of what a test gives, and of the columns of a table.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { ExpectRules } from './expect-rules.ts';
import { Comma, kw, Quantity, Str, Word } from './tokens.ts';
import { WITHIN_CLAUSE } from './value-rules.ts';

export class GivenRules extends ExpectRules {
  protected failsWith = this.RULE(
    'failsWith',
    () => {
      this.CONSUME(kw.fails);
      this.OPTION(() => {
        this.OR([
          { ALT: () => this.CONSUME(kw.once) },
          { ALT: () => this.CONSUME(kw.twice) },
          {
            ALT: () => {
              this.CONSUME(Quantity);
              this.CONSUME(kw.times);
            },
          },
        ]);
      });
      this.CONSUME(kw.with);
      this.SUBRULE(this.literal);
    },
    WITHIN_CLAUSE,
  );

  protected aboutName = this.RULE(
    'aboutName',
    () => {
      this.OR([
        { ALT: () => this.SUBRULE(this.failsWith) },
        {
          ALT: () => {
            this.CONSUME(kw.is);
            this.OPTION(() => this.CONSUME(kw.not));
            this.OR1([{ ALT: () => this.CONSUME(kw.down) }, { ALT: () => this.CONSUME(kw.explored) }]);
          },
        },
        {
          ALT: () => {
            this.SUBRULE(this.measure);
            this.CONSUME1(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.in);
            this.CONSUME(kw.first);
            this.CONSUME2(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.predicted);
            this.CONSUME3(Quantity);
          },
        },
        { ALT: () => this.SUBRULE(this.literal) },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected givenFact = this.RULE(
    'givenFact',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.message);
            this.CONSUME1(Str);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.header);
            this.CONSUME2(Str);
            this.SUBRULE1(this.literal);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.metadata);
            this.CONSUME3(Str);
            this.SUBRULE2(this.literal);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.request);
            this.CONSUME(kw.has);
            this.OPTION1(() => this.CONSUME(kw.no));
            this.CONSUME1(Word, { LABEL: 'feature' });
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.budget);
            this.CONSUME2(Word, { LABEL: 'subject' });
            this.SUBRULE3(this.literal);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.limit);
            this.CONSUME3(Word, { LABEL: 'subject' });
            this.OPTION2(() => this.CONSUME1(kw.not));
            this.CONSUME(kw.reached);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.rollout);
            this.CONSUME4(Word, { LABEL: 'subject' });
            this.CONSUME(kw.at);
            this.CONSUME1(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.similarity);
            this.CONSUME(kw.to);
            this.CONSUME5(Word, { LABEL: 'subject' });
            this.CONSUME2(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.predicate);
            this.CONSUME6(Word, { LABEL: 'subject' });
            this.OPTION3(() => this.CONSUME2(kw.not));
            this.CONSUME(kw.holds);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.rules);
            this.CONSUME4(Str);
            this.OPTION4(() => this.CONSUME3(kw.not));
            this.CONSUME(kw.match);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.output);
            this.CONSUME(kw.tokens);
            this.SUBRULE4(this.literal);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.asked);
            this.CONSUME(kw.for);
            this.CONSUME5(Str);
          },
        },
        {
          ALT: () => {
            this.CONSUME7(Word, { LABEL: 'name' });
            this.SUBRULE(this.aboutName);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected given = this.RULE(
    'given',
    () => {
      this.CONSUME(kw.given);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.givenFact) });
    },
    WITHIN_CLAUSE,
  );

  protected column = this.RULE(
    'column',
    () => {
      this.OR1([
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
            this.CONSUME(kw.rollout);
            this.CONSUME3(Word, { LABEL: 'subject' });
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.similarity);
            this.CONSUME1(kw.to);
            this.CONSUME4(Word, { LABEL: 'subject' });
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.predicate);
            this.CONSUME5(Word, { LABEL: 'subject' });
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
            this.CONSUME(kw.cost);
            this.OPTION1(() => {
              this.CONSUME(kw.up);
              this.CONSUME2(kw.to);
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME6(Word, { LABEL: 'name' });
            this.OPTION(() => {
              this.OR2([
                { ALT: () => this.CONSUME(kw.fails) },
                {
                  ALT: () => {
                    this.CONSUME(kw.is);
                    this.OR3([
                      { ALT: () => this.CONSUME(kw.down) },
                      { ALT: () => this.CONSUME(kw.explored) },
                    ]);
                  },
                },
                { ALT: () => this.CONSUME(kw.predicted) },
                { ALT: () => this.SUBRULE(this.measure) },
                {
                  ALT: () => {
                    this.CONSUME(kw.in);
                    this.CONSUME(kw.first);
                  },
                },
              ]);
            });
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );
}
