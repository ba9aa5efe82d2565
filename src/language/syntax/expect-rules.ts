/**
 * Grammar of what a test expects: what comes of a request, and the clauses that are in effect for it, in the words in
 * which a policy says them. Grammar only: no meaning, no messages, no tree building.
 */
import { RouteRules } from './route-rules.ts';
import { Comma, kw, Pattern, Quantity, Str, Word } from './tokens.ts';
import { WITHIN_CLAUSE } from './value-rules.ts';

export class ExpectRules extends RouteRules {
  /** How long an attempt may take, and what surrounds it. */
  protected waitInForce = this.RULE(
    'waitInForce',
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
            this.OR1([
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
            ]);
            this.CONSUME2(kw.within);
            this.CONSUME2(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.hedge);
            this.CONSUME(kw.after);
            this.CONSUME3(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.wait);
            this.CONSUME(kw.up);
            this.CONSUME(kw.to);
            this.CONSUME4(Quantity);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  /** What is done to the request before it is sent. */
  protected transformInForce = this.RULE(
    'transformInForce',
    () => {
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
    },
    WITHIN_CLAUSE,
  );

  /** What an answer must be like, and what happens where it is not. */
  protected checkInForce = this.RULE(
    'checkInForce',
    () => {
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
            this.OPTION(() => this.CONSUME(kw.not));
            this.OR2([
              {
                ALT: () => {
                  this.CONSUME(kw.contains);
                  this.CONSUME2(Str);
                },
              },
              {
                ALT: () => {
                  this.CONSUME(kw.matches);
                  this.CONSUME(Pattern);
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
            this.CONSUME1(kw.on);
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
        {
          ALT: () => {
            this.CONSUME2(kw.on);
            this.CONSUME(kw.broken);
            this.CONSUME(kw.stream);
            this.OR4([
              { ALT: () => this.CONSUME(kw.continue) },
              { ALT: () => this.CONSUME(kw.restart) },
              { ALT: () => this.CONSUME(kw.error) },
            ]);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.hold);
            this.CONSUME(kw.until);
            this.CONSUME(kw.complete);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  /** What a request is counted against, copied to, kept by, and sent to. */
  protected clauseInForce = this.RULE(
    'clauseInForce',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME1(kw.within);
            this.CONSUME(kw.region);
            this.CONSUME1(Word);
          },
        },
        { ALT: () => this.SUBRULE(this.waitInForce) },
        { ALT: () => this.SUBRULE(this.transformInForce) },
        { ALT: () => this.SUBRULE(this.checkInForce) },
        {
          ALT: () => {
            this.CONSUME(kw.limit);
            this.SUBRULE(this.limitLine);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.warn);
            this.CONSUME1(kw.at);
            this.CONSUME1(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.zone);
            this.CONSUME1(Str);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.mirror);
            this.CONSUME2(Quantity);
            this.CONSUME(kw.to);
            this.CONSUME2(Word);
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
            this.CONSUME(kw.steps);
            this.CONSUME4(Quantity);
            this.OPTION1(() => {
              this.CONSUME(kw.after);
              this.CONSUME5(Quantity);
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.abort);
            this.CONSUME(kw.when);
            this.SUBRULE(this.measure);
            this.CONSUME(kw.over);
            this.CONSUME6(Quantity);
            this.CONSUME(kw.for);
            this.CONSUME7(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.is);
            this.CONSUME2(Str);
            this.CONSUME(kw.on);
            this.CONSUME4(Word);
          },
        },
        {
          ALT: () => {
            this.CONSUME2(kw.at);
            this.CONSUME3(Str);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.key);
            this.CONSUME(kw.env);
            this.CONSUME5(Word);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.speaks);
            this.CONSUME6(Word);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.api);
            this.CONSUME(kw.version);
            this.CONSUME4(Str);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected expectation = this.RULE(
    'expectation',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.route);
            this.CONSUME1(Word);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.model);
            this.CONSUME2(Word);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.attempts);
            this.CONSUME1(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.reason);
            this.SUBRULE1(this.literal);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.label);
            this.SUBRULE2(this.literal);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.cost);
            this.OPTION1(() => {
              this.CONSUME(kw.up);
              this.CONSUME(kw.to);
            });
            this.CONSUME2(Quantity);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.refused);
            this.OPTION2(() => this.CONSUME3(Quantity));
            this.OPTION3(() => this.CONSUME(Str));
          },
        },
        { ALT: () => this.SUBRULE(this.clauseInForce) },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected expect = this.RULE(
    'expect',
    () => {
      this.CONSUME(kw.expect);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.expectation) });
    },
    WITHIN_CLAUSE,
  );
}
