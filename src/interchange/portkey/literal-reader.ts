/**
 * Reads a value as people write it in JSON, JavaScript and Python: comments, keys without quotes, single quotes,
 * trailing commas, `True`, `None`, and expressions such as `process.env.KEY`. Runs nothing and knows no
 * configuration. Errors give a position and never quote the text: it may hold keys.
 */

/** What is written where only a program knows the value. */
export interface Gap {
  readonly offset: number;
  /** `an expression`, `a spread`, `...` */
  readonly what: string;
}

export class UnreadableLiteral extends Error {
  readonly offset: number;
  constructor(offset: number, expected: string) {
    super(expected);
    this.offset = offset;
  }
}

const WORDS: Readonly<Record<string, unknown>> = {
  ...{ true: true, True: true, false: false, False: false },
  ...{ null: null, None: null, undefined: undefined, NaN: undefined },
};
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };
const MOST_DEPTH = 64;

/**
 * The value that begins at `start`, and the offset after it. An expression that reads an environment variable becomes
 * the text `$NAME`, another one is undefined and a gap.
 * @throws UnreadableLiteral
 */
export function readLiteral(text: string, start: number, gaps: Gap[] = []): { value: unknown; end: number } {
  return new LiteralReader(text, start, gaps).read();
}

class LiteralReader {
  readonly #text: string;
  readonly #gaps: Gap[];
  #at: number;
  #depth = 0;

  constructor(text: string, start: number, gaps: Gap[]) {
    this.#text = text;
    this.#gaps = gaps;
    this.#at = start;
  }

  read(): { value: unknown; end: number } {
    const value = this.#anyValue();
    return { value, end: this.#at };
  }

  #anyValue(): unknown {
    this.#skipSpace();
    const sign = this.#text[this.#at];
    if (sign === undefined) throw new UnreadableLiteral(this.#at, 'the text ends where a value should be');
    if (sign !== '{' && sign !== '[') return this.#simpleValue();
    this.#depth++;
    if (this.#depth > MOST_DEPTH) throw new UnreadableLiteral(this.#at, `more than ${MOST_DEPTH} levels`);
    const read = sign === '{' ? this.#object() : this.#list();
    this.#depth--;
    return read;
  }

  #object(): Record<string, unknown> {
    const members = new Map<string, unknown>();
    this.#at++;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] === '}') break;
      if (this.#text.startsWith('...', this.#at) || this.#text.startsWith('**', this.#at)) {
        this.#gaps.push({ offset: this.#at, what: 'members from elsewhere (`...`)' });
        this.#expression();
      } else {
        const place = this.#at;
        const key = this.#name();
        if (members.has(key)) throw new UnreadableLiteral(place, 'one key is written twice');
        this.#skipSpace();
        // In JavaScript `{ provider }` stands for `{ provider: provider }`.
        if (this.#text[this.#at] === ':') {
          this.#at++;
          members.set(key, this.#anyValue());
        } else members.set(key, `$${key}`);
      }
      if (!this.#separated('}', 'a comma or `}`')) break;
    }
    this.#at++;
    return Object.fromEntries(members);
  }

  #list(): unknown[] {
    const items: unknown[] = [];
    this.#at++;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] === ']') break;
      if (this.#text.startsWith('...', this.#at)) {
        this.#gaps.push({ offset: this.#at, what: 'items that are left out (`...`)' });
        this.#expression();
      } else items.push(this.#anyValue());
      if (!this.#separated(']', 'a comma or `]`')) break;
    }
    this.#at++;
    return items;
  }

  /** Whether another part follows. */
  #separated(close: string, expected: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] === ',') {
      this.#at++;
      return true;
    }
    if (this.#text[this.#at] === close) return false;
    throw new UnreadableLiteral(this.#at, `${expected} is missing`);
  }

  #name(): string {
    if (`"'`.includes(this.#text[this.#at] ?? ' ')) return this.#quotedText();
    const word = /^[\w$-]+/.exec(this.#text.slice(this.#at, this.#at + 200))?.[0];
    if (word === undefined) throw new UnreadableLiteral(this.#at, 'a name is missing');
    this.#at += word.length;
    return word;
  }

  #quotedText(): string {
    const quote = this.#text[this.#at] ?? '"';
    const place = this.#at;
    const long = quote !== '`' && this.#text.startsWith(quote.repeat(3), this.#at);
    const close = long ? quote.repeat(3) : quote;
    let read = '';
    for (this.#at += close.length; !this.#text.startsWith(close, this.#at); this.#at++) {
      const sign = this.#text[this.#at];
      if (sign === undefined || (sign === '\n' && !long && quote !== '`'))
        throw new UnreadableLiteral(place, 'this text has no end');
      if (sign !== '\\') read += sign;
      else {
        this.#at++;
        const next = this.#text[this.#at] ?? '';
        const code =
          next === 'u'
            ? /^[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#at + 1, this.#at + 5))?.[0]
            : undefined;
        read += code === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(code, 16));
        if (code !== undefined) this.#at += 4;
      }
    }
    this.#at += close.length;
    return read;
  }

  #simpleValue(): unknown {
    const place = this.#at;
    if (`"'\``.includes(this.#text[this.#at] ?? ' ')) {
      const read = this.#quotedText();
      this.#skipSpace();
      // A text that something is done with is an expression.
      if (this.#endsHere()) return read;
      if (`"':`.includes(this.#text[this.#at] ?? ' '))
        throw new UnreadableLiteral(this.#at, 'a comma or `}` is missing');
      this.#at = place;
    } else {
      const word = /^[-+]?[\w.]+/.exec(this.#text.slice(this.#at, this.#at + 200))?.[0] ?? '';
      this.#at += word.length;
      this.#skipSpace();
      if (this.#endsHere() && Object.hasOwn(WORDS, word)) return WORDS[word];
      if (this.#endsHere() && /^[-+]?(\d[\d_]*)?\.?\d+(e[-+]?\d+)?$/i.test(word))
        return Number(word.replaceAll('_', ''));
      this.#at = place;
    }
    return this.#expression();
  }

  /** To the comma or bracket that ends it. */
  #expression(): unknown {
    const place = this.#at;
    let open = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at] ?? '';
      if (sign === '#' || this.#text.startsWith('//', this.#at)) {
        this.#skipSpace();
        this.#at--;
      } else if (`"'\``.includes(sign)) {
        this.#quotedText();
        this.#at--;
      } else if ('([{'.includes(sign)) open++;
      else if (')]}'.includes(sign)) {
        if (open === 0) break;
        open--;
      } else if (sign === ',' && open === 0) break;
    }
    const variable = environmentName(this.#text.slice(place, this.#at).trim());
    if (variable !== undefined) return `$${variable}`;
    if (this.#at === place) throw new UnreadableLiteral(this.#at, 'a value is missing');
    this.#gaps.push({ offset: place, what: 'an expression' });
    return undefined;
  }

  #endsHere(): boolean {
    return this.#text[this.#at] === undefined || ',}]'.includes(this.#text[this.#at] ?? '');
  }

  #skipSpace(): void {
    const space = /(?:\s|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)+/y;
    space.lastIndex = this.#at;
    this.#at += space.exec(this.#text)?.[0].length ?? 0;
  }
}

/** `process.env.NAME`, `os.environ["NAME"]`, `os.getenv("NAME")`, and a constant of the program, `NAME`. */
function environmentName(words: string): string | undefined {
  return (
    /^(?:process\.env|import\.meta\.env)\.(\w+)!?$/.exec(words)?.[1] ??
    /^(?:process\.env|os\.environ|os\.environ\.get|os\.getenv|Deno\.env\.get|userdata\.get|getenv|env)\s*[([]\s*["'](\w+)["']\s*(?:,[^()]*)?[)\]]!?$/.exec(
      words,
    )?.[1] ??
    /^([A-Za-z_]\w*)$/.exec(words)?.[1]
  );
}
