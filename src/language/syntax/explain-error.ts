/**
 * Decides which sentence fits a parser error, from what was expected, what is there and what came before.
 * Knows the parser's errors and the positions of tokens; the sentences are `parse-errors.ts`.
 */

import type { IToken } from 'chevrotain';
import { onlyNearest } from '../diagnostics/suggest.ts';
import { joinSpans, type Span } from '../text/span.ts';
import { type Chunk, startsLine } from './assign-keywords.ts';
import { CLAUSE_NAMES, CLAUSE_SHAPES, DECLARATION_SHAPES, OTHER_WORDS } from './clause-shapes.ts';
import { groupOfAll, groupOfAlternatives } from './condition-groups.ts';
import { spanFrom, tokenSpan } from './cst-reading.ts';
import { EXPECTATIONS, LISTS, NOUNS, TESTS } from './expected-words.ts';
import { explainHabit } from './explain-habit.ts';
import { clauseStart } from './find-clause.ts';
import { foreignClause, foreignPhrase } from './foreign-phrases.ts';
import { type BlockKind, CLAUSES } from './keywords.ts';
import { libraryImport } from './library-import-faults.ts';
import { openBrace, withoutBraces } from './missing-braces.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import type { ParserError } from './record-errors.ts';
import { severalTargets } from './several-targets.ts';
import { shouted } from './shouted-keywords.ts';
import { isCloseOrLead, isLead, isValue, isWord, shown } from './token-kinds.ts';
import { Comma, InnerRCurly, kw, LCurly, NumberLiteral, RCurly, Slash, Str, Word } from './tokens.ts';

/** `intent NAME, NAME from "…"`: no block, and the words of an import. */
function isImported({ tokens }: Chunk): boolean {
  return tokens.at(-2)?.image === 'from' && !tokens.some(({ tokenType }) => tokenType === LCurly);
}

export function explainError(error: ParserError, chunk: Chunk): SyntaxFault {
  return new Explanation(error, chunk).fault();
}

class Explanation {
  private readonly error: ParserError;
  private readonly chunk: Chunk;
  private readonly index: number;
  private readonly found: IToken | undefined;
  private readonly previous: IToken | undefined;
  private readonly kind: BlockKind | undefined;
  /** Index of the first word of the clause, and that word; '' outside of any. */
  private readonly start: number | undefined;
  private readonly lead: string;

  constructor(error: ParserError, chunk: Chunk) {
    this.error = error;
    this.chunk = chunk;
    const at = chunk.tokens.indexOf(error.found);
    this.index = at < 0 ? chunk.tokens.length : at;
    this.found = chunk.tokens[this.index];
    this.previous = chunk.tokens[this.index - 1];
    this.kind = chunk.kinds[Math.max(0, this.index - 1)];
    this.start = clauseStart(chunk.tokens, chunk.kinds, this.index);
    this.lead = this.start === undefined ? '' : (chunk.tokens[this.start]?.image ?? '');
  }

  fault(): SyntaxFault {
    const { error, index, kind, lead, start } = this;
    const place = { error, tokens: this.chunk.tokens, index, kind, start, lead };
    const habit =
      shouted(place.tokens, index) ??
      groupOfAll(place.tokens, index, lead, this.chunk.kinds) ??
      severalTargets(place.tokens, index, kind, lead) ??
      libraryImport(place.tokens) ??
      foreignPhrase(place) ??
      this.inCondition() ??
      explainHabit(place);
    if (habit !== undefined) return habit;
    const { found } = this;
    if (found?.image === 'salt' && this.chunk.tokens[index - 2]?.image === 'salt')
      return wording.saltTwice(tokenSpan(found));
    const { expected } = this.error;
    if (expected.includes(RCurly) || expected.includes(InnerRCurly) || this.error.leftOver) {
      return this.atEndOfClause(expected.includes(InnerRCurly));
    }
    return this.special() ?? this.unexpected();
  }

  /** Something is where only another clause or the end of the block may. */
  private atEndOfClause(inner: boolean): SyntaxFault {
    const { found, previous } = this;
    if (found === undefined || (inner && (found.tokenType === RCurly || isLead(found))))
      return this.missingClose();
    if (found.tokenType === RCurly || found.tokenType === InnerRCurly)
      return wording.strayClose(tokenSpan(found));
    if (found.tokenType === Comma) return this.strayComma(found);
    if (
      this.error.leftOver &&
      this.chunk.head === 'policy' &&
      CLAUSES.policy.some((word) => word === found.image)
    ) {
      const last = previous ?? found;
      return wording.missingOpen(tokenSpan(last), last.image, DECLARATION_SHAPES['policy']);
    }
    const firstInLine = startsLine(found, previous) || previous?.tokenType === LCurly;
    if (firstInLine) return this.unknownClause(found);
    if (this.lead === 'given' && previous?.image === 'is') {
      return wording.isInGiven(tokenSpan(previous), this.chunk.tokens[this.index - 2]?.image ?? 'FACT');
    }
    if (previous !== undefined && LISTS.has(this.lead) && isValue(found) && isValue(previous)) {
      return wording.missingComma(tokenSpan(found), previous.image, found.image);
    }
    return this.leftOver(found);
  }

  private leftOver(found: IToken): SyntaxFault {
    const { tokens } = this.chunk;
    let end = this.index;
    while (
      tokens[end + 1] !== undefined &&
      !startsLine(tokens[end + 1] as IToken, tokens[end]) &&
      !isCloseOrLead(tokens[end + 1] as IToken)
    )
      end++;
    const rest = joinSpans(tokenSpan(found), tokenSpan(tokens[end] ?? found));
    const gap = (this.previous?.endOffset ?? found.startOffset - 1) + 1;
    const fault = wording.leftOver(tokenSpan(found), found.image, this.previous?.image ?? '', this.shape());
    const { help } = fault;
    return {
      ...fault,
      tries: [tokenSpan(found), rest].map(({ end: to }) => ({
        help,
        span: { start: gap, end: to },
        text: '',
        guess: true as const,
      })),
    };
  }

  private unknownClause(found: IToken): SyntaxFault {
    const span = tokenSpan(found);
    if (found.image === 'when' && this.kind === 'otherwise') return wording.whenInOtherwise(span);
    if (found.image === 'salt') return wording.saltAlone(span);
    const foreign =
      severalTargets(this.chunk.tokens, this.index, this.kind, this.lead) ??
      foreignClause(this.chunk.tokens, this.index, this.kind);
    if (foreign !== undefined) return foreign;
    const next = this.chunk.tokens[this.index + 1];
    if (this.kind === 'route' || this.kind === 'otherwise') {
      if ((found.image === 'limit' || found.image === 'budget') && next !== undefined && isWord(next))
        return wording.scopedLimit(joinSpans(span, tokenSpan(next)), found.image, next.image);
    }
    const words = this.kind === undefined ? [] : CLAUSES[this.kind];
    const meant = onlyNearest(found.image, words);
    const advice = OTHER_WORDS[found.image];
    if (advice !== undefined) return wording.otherLanguage(span, found.image, advice);
    if (meant === undefined) {
      const homes = Object.entries(CLAUSES).filter(([, clauses]) =>
        clauses.some((word) => word === found.image),
      );
      const [home] = homes.length === 1 ? (homes[0] ?? []) : [];
      const shape = home === undefined ? undefined : DECLARATION_SHAPES[home];
      if (home !== undefined && shape !== undefined)
        return wording.otherBlock(span, found.image, this.subject(), home, shape);
    }
    const line = this.kind === undefined ? undefined : CLAUSE_SHAPES[this.kind]?.['line'];
    const shown = words.map((word) => CLAUSE_NAMES[this.kind ?? '']?.[word] ?? word);
    return wording.unknownClause(span, found.image, this.subject(), shown, meant, line);
  }

  private missingClose(): SyntaxFault {
    const name = this.chunk.tokens[1];
    if (name !== undefined && !this.chunk.tokens.some(({ tokenType }) => tokenType === LCurly))
      return withoutBraces(this.chunk, name);
    const brace =
      this.found === undefined && this.chunk.unclosed !== undefined
        ? this.chunk.unclosed
        : openBrace(this.chunk, this.index);
    const at = brace === undefined ? 0 : this.chunk.tokens.indexOf(brace);
    let first = at;
    while (first > 0 && !startsLine(this.chunk.tokens[first] as IToken, this.chunk.tokens[first - 1]))
      first--;
    const start = this.chunk.tokens[first] ?? this.error.found;
    const outermost = this.chunk.tokens.findIndex((token) => token.tokenType === LCurly) === at;
    const opening = this.chunk.tokens.slice(first, at).map((token) => token.image);
    const subject = outermost ? this.subjectOfChunk() : `\`${opening.join(' ')}\``;
    return wording.missingClose(joinSpans(tokenSpan(start), tokenSpan(brace ?? start)), subject);
  }

  private strayComma(comma: IToken): SyntaxFault {
    const next = this.chunk.tokens[this.index + 1];
    const number = this.numberWithCommas(comma);
    if (number !== undefined) return number;
    const ends = next === undefined || startsLine(next, comma) || next.tokenType === RCurly;
    if (ends) return wording.trailingComma(tokenSpan(comma));
    return this.leftOver(comma);
  }

  /** `8,000` is a number only elsewhere. */
  private numberWithCommas(comma: IToken): SyntaxFault | undefined {
    const next = this.chunk.tokens[this.index + 1];
    const { previous } = this;
    if (previous?.tokenType !== NumberLiteral || next?.tokenType !== NumberLiteral) return undefined;
    if (previous.endOffset !== comma.startOffset - 1 || next.startOffset !== comma.startOffset + 1)
      return undefined;
    const span = joinSpans(tokenSpan(previous), tokenSpan(next));
    const written = `${previous.image},${next.image}`;
    return wording.badQuantity(
      span,
      written,
      'a comma separates the entries of a list',
      written.replace(',', ''),
    );
  }

  /** `or` between conditions, within `when` or a group. */
  private inCondition(): SyntaxFault | undefined {
    if (this.lead !== 'when' || this.kind === 'budget' || this.kind === 'predicate') return undefined;
    const { tokens } = this.chunk;
    if (this.kind === 'any' && this.previous?.image === 'any' && this.found?.tokenType === LCurly) {
      return wording.nestedAny(tokenSpan(this.previous));
    }
    const or = [0, 1, 2, 3].map((back) => tokens[this.index - back]).find((token) => token?.image === 'or');
    if (or === undefined || or.tokenType.CATEGORIES?.includes(Word) !== true) return undefined;
    const alternatives = groupOfAlternatives(tokens, this.start ?? 0, this.index);
    return this.kind === 'any'
      ? wording.orInsideAny(tokenSpan(or))
      : wording.orBetweenConditions(tokenSpan(or), alternatives);
  }

  private special(): SyntaxFault | undefined {
    const { found, previous, error } = this;
    if (
      previous?.tokenType === Comma &&
      (found === undefined || startsLine(found, previous) || isCloseOrLead(found))
    ) {
      return wording.trailingComma(tokenSpan(previous));
    }
    if (error.expected.includes(LCurly) && previous !== undefined) {
      const slash = found !== undefined && found.startOffset === (previous.endOffset ?? 0) + 1;
      if (slash && /^[/]/.test(found.image)) {
        const name = this.chunk.tokens[this.index + 1];
        return wording.badName(tokenSpan(previous), `${previous.image}/`, name?.image ?? previous.image);
      }
      if (this.chunk.head === 'intent' && isImported(this.chunk)) {
        const written = this.chunk.tokens.map(({ image }) => image).join(' ');
        return wording.importedIntent(spanFrom(this.chunk.tokens), `import ${written.replaceAll(' ,', ',')}`);
      }
      if (!this.chunk.tokens.some(({ tokenType }) => tokenType === LCurly) && found !== undefined)
        return withoutBraces(this.chunk, previous);
      const nested =
        this.kind !== undefined && this.chunk.kinds[this.index - 1] !== undefined && this.index > 4;
      const shape = nested ? undefined : DECLARATION_SHAPES[this.chunk.head ?? ''];
      return wording.missingOpen(tokenSpan(previous), previous.image, shape);
    }
    if (error.rule === 'importFrom' && found !== undefined && previous !== undefined && isWord(found)) {
      if (previous.image !== 'import' && onlyNearest(found.image, ['from']) === undefined) {
        return wording.missingComma(tokenSpan(found), previous.image, found.image);
      }
    }
    const perFirst = found?.image === 'per' && (error.rule === 'limitLine' || error.expected.includes(Slash));
    return perFirst ? wording.perPrefix(tokenSpan(found)) : undefined;
  }

  private unexpected(): SyntaxFault {
    const { found, previous } = this;
    const sameLine = found !== undefined && (previous === undefined || !startsLine(found, previous));
    const at = sameLine || previous === undefined ? (found ?? this.error.found) : previous;
    const after = previous?.image ?? 'the beginning';
    const words = this.error.expected
      .map((type) => type.LABEL ?? '')
      .filter((label) => label.startsWith('`'));
    const meant =
      sameLine && isWord(found) && found.image.length > 2
        ? onlyNearest(
            found.image,
            words.map((label) => label.slice(1, -1)),
          )
        : undefined;
    const written = sameLine ? shown(found) : undefined;
    const fault = wording.unexpected(
      this.spanAt(at),
      this.expectedText(),
      after,
      written,
      this.shape(),
      meant,
    );
    return sameLine ? { ...fault, tries: this.tries(found) } : fault;
  }

  /** What could be here instead: the one word that is missing, the same word in quotes. */
  private tries(found: IToken): NonNullable<SyntaxFault['tries']> {
    const { expected } = this.error;
    const span = tokenSpan(found);
    const labels = [...new Set(expected.map((type) => type.LABEL ?? ''))];
    const only = labels.length === 1 ? labels[0] : undefined;
    const keyword = only?.startsWith('`') === true ? only.slice(1, -1) : undefined;
    const before = { start: span.start, end: span.start };
    return [
      ...(keyword !== undefined && isWord(found)
        ? [{ help: `write \`${keyword}\` instead of \`${found.image}\``, span, text: keyword }]
        : []),
      ...(keyword !== undefined && /^\w/.test(keyword)
        ? [{ help: `write \`${keyword}\` before \`${shown(found)}\``, span: before, text: `${keyword} ` }]
        : []),
      ...(expected.includes(Str) &&
      this.error.rule !== 'test' &&
      !TESTS.has(found.image) &&
      (isWord(found) || isValue(found))
        ? [
            quotedTry(
              span,
              this.previous?.image === 'for' && this.lead === 'tests'
                ? `./${found.image}.route`
                : found.image,
            ),
          ]
        : []),
    ];
  }

  private spanAt(token: IToken): Span {
    const last = this.chunk.tokens.at(-1);
    return this.chunk.tokens.includes(token) || last === undefined ? tokenSpan(token) : tokenSpan(last);
  }

  private expectedText(): string {
    const labels = [...new Set(this.error.expected.map((type) => type.LABEL ?? type.name))];
    const noun = NOUNS[this.error.rule];
    if (this.error.expected.includes(kw.attempts)) return EXPECTATIONS;
    if (labels.length === 1) return labels[0] ?? '';
    if (noun !== undefined || labels.length === 0) return noun ?? 'something else';
    const last = labels.pop() ?? '';
    return labels.length > 6
      ? `${labels.slice(0, 6).join(', ')} or another word`
      : `${labels.join(', ')} or ${last}`;
  }

  private shape(): string | undefined {
    if (this.error.expected.includes(kw.and)) return 'when tokens between 2k and 8k';
    if (this.error.rule === 'pricePart') return 'price $1 in, $5 out, $0.10 cached, $1.25 cache write';
    const about = this.previous?.image;
    if (about === 'header' || about === 'metadata') return `when ${about} "NAME" is "VALUE"`;
    const kind = this.kind === 'any' ? 'route' : this.kind;
    const shapes = kind === undefined ? undefined : CLAUSE_SHAPES[kind === 'otherwise' ? 'route' : kind];
    const isHead = this.lead === this.chunk.head && this.chunk.kinds[this.index - 1] === undefined;
    const clause = shapes?.[this.lead] ?? shapes?.['line'];
    if (!isHead && clause !== undefined && !this.inHead()) return clause;
    return DECLARATION_SHAPES[this.chunk.head ?? ''];
  }

  private inHead(): boolean {
    return !this.chunk.tokens
      .slice(0, this.index)
      .some((token, at) => at > 0 && (token.tokenType === LCurly || isLead(token)));
  }

  private subject(): string {
    if (this.kind === 'any') return '`any { … }`';
    if (this.kind === 'defaults' || this.kind === 'meaning') return `\`${this.kind}\``;
    return this.kind === 'deployment' ? 'a deployment' : this.subjectOfChunk();
  }

  private subjectOfChunk(): string {
    const { head, tokens } = this.chunk;
    const name = tokens[1];
    if (head === undefined || head === 'otherwise' || name === undefined) return head ?? 'this';
    return isWord(name) ? `${head} ${name.image}` : `this \`${head}\``;
  }
}

const quotedTry = (span: Span, text: string) => ({ help: `write \`"${text}"\``, span, text: `"${text}"` });
