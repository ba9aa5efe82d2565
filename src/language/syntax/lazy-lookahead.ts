/**
 * LL(k) lookahead that is computed when a decision of the grammar is first reached: a file uses a small part of the
 * grammar, and computing all of it is most of the parser's construction. Knows no rule of the grammar.
 */
import { type BaseParser, type ILookaheadStrategy, LLkLookaheadStrategy } from 'chevrotain';

type Alternation = Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0];
type Optional = Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0];
type Choose = ReturnType<ILookaheadStrategy['buildLookaheadForAlternation']>;
type Enter = ReturnType<ILookaheadStrategy['buildLookaheadForOptional']>;

export class LazyLookahead extends LLkLookaheadStrategy {
  override buildLookaheadForAlternation(options: Alternation): Choose {
    let choose: Choose | undefined;
    const build = () => super.buildLookaheadForAlternation(options);
    return function (this: BaseParser, alternatives) {
      choose ??= build();
      return choose.call(this, alternatives);
    };
  }

  override buildLookaheadForOptional(options: Optional): Enter {
    let enter: Enter | undefined;
    const build = () => super.buildLookaheadForOptional(options);
    return function (this: BaseParser) {
      enter ??= build();
      return enter.call(this);
    };
  }
}
