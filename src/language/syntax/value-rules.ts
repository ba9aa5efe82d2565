/**
 * Grammar of what declarations share: values, sticky keys, targets, limits, deadlines.
 * Grammar only: no meaning, no messages, no tree building.
 */
import { CstParser, type IParserConfig } from 'chevrotain';
import { ALL_TOKENS, Comma, kw, Quantity, Slash, Str, Word } from './tokens.ts';

/** A mistake within one of these rules is the mistake of the clause around it. */
export const WITHIN_CLAUSE = { resyncEnabled: false } as const;

export class ValueRules extends CstParser {
  constructor(config: IParserConfig) {
    super([...ALL_TOKENS], config);
  }

  protected literal = this.RULE(
    'literal',
    () => {
      this.OR([
        { ALT: () => this.CONSUME(Str) },
        { ALT: () => this.CONSUME(Quantity) },
        { ALT: () => this.CONSUME(Word) },
      ]);
    },
    WITHIN_CLAUSE,
  );

  protected names = this.RULE(
    'names',
    () => {
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.CONSUME(Word) });
    },
    WITHIN_CLAUSE,
  );

  /** What a share is sticky by: `user`, `header "x"`. */
  protected key = this.RULE(
    'key',
    () => {
      this.CONSUME(Word);
      this.OPTION1(() => this.CONSUME1(Str, { LABEL: 'name' }));
      this.OPTION2(() => {
        this.CONSUME(kw.salt);
        this.CONSUME2(Str, { LABEL: 'salt' });
      });
    },
    WITHIN_CLAUSE,
  );

  protected poolOrder = this.RULE(
    'poolOrder',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.fastest);
            this.CONSUME1(kw.of);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.cheapest);
            this.CONSUME2(kw.of);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.least);
            this.CONSUME(kw.busy);
            this.CONSUME3(kw.of);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.in);
            this.CONSUME(kw.turn);
          },
        },
      ]);
    },
    WITHIN_CLAUSE,
  );

  /** Which members a pool may choose among, by the quality table or by the prompt. */
  protected goodEnough = this.RULE(
    'goodEnough',
    () => {
      this.CONSUME(kw.good);
      this.CONSUME(kw.enough);
      this.CONSUME(kw.at);
      this.CONSUME(Quantity);
      this.OPTION(() => {
        this.CONSUME(kw.by);
        this.CONSUME(kw.prompt);
      });
    },
    WITHIN_CLAUSE,
  );

  /** The share of requests that another member answers. */
  protected explore = this.RULE(
    'explore',
    () => {
      this.CONSUME(kw.explore);
      this.CONSUME(Quantity);
    },
    WITHIN_CLAUSE,
  );

  /** A named target, or a pool written in place. A target may be named `cheapest`: the second word decides. */
  protected target = this.RULE(
    'target',
    () => {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          {
            GATE: () => [kw.of, kw.busy, kw.turn].some((type) => this.tokenMatches(2, type)),
            ALT: () => {
              this.SUBRULE(this.poolOrder);
              this.SUBRULE(this.names);
              this.OPTION1(() => this.SUBRULE(this.goodEnough));
              this.OPTION2(() => this.SUBRULE(this.explore));
            },
          },
          { ALT: () => this.CONSUME(Word) },
        ],
      });
    },
    WITHIN_CLAUSE,
  );

  protected withTransforms = this.RULE(
    'withTransforms',
    () => {
      this.CONSUME(kw.with);
      this.SUBRULE(this.names);
    },
    WITHIN_CLAUSE,
  );

  protected refuse = this.RULE(
    'refuse',
    () => {
      this.CONSUME(kw.refuse);
      this.CONSUME(Quantity);
      this.CONSUME(Str);
    },
    WITHIN_CLAUSE,
  );

  /** `$50/day per team`, `2M tokens/month per key`, `5 at once per user`. */
  protected limitLine = this.RULE(
    'limitLine',
    () => {
      this.CONSUME(Quantity);
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.at);
            this.CONSUME(kw.once);
          },
        },
        {
          ALT: () => {
            this.OPTION(() => {
              this.OR1([{ ALT: () => this.CONSUME(kw.tokens) }, { ALT: () => this.CONSUME(kw.requests) }]);
            });
            this.CONSUME(Slash);
            this.CONSUME1(Word, { LABEL: 'window' });
          },
        },
      ]);
      this.CONSUME(kw.per);
      this.CONSUME2(Word, { LABEL: 'per' });
    },
    WITHIN_CLAUSE,
  );

  /** What a model's health is measured by. */
  protected measure = this.RULE(
    'measure',
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(kw.p95);
            this.CONSUME(kw.latency);
          },
        },
        {
          ALT: () => {
            this.CONSUME(kw.error);
            this.CONSUME(kw.rate);
          },
        },
        { ALT: () => this.CONSUME(kw.load) },
      ]);
    },
    WITHIN_CLAUSE,
  );

  /** Whether the k-th token ahead is of a type, or of a category. */
  protected tokenMatches(k: number, type: { tokenTypeIdx?: number }): boolean {
    const next = this.LA(k).tokenType;
    return next === type || (next?.CATEGORIES ?? []).some((category) => category === type);
  }
}
