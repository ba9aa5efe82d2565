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
  let at = start;
  let depth = 0;
  const value = anyValue();
  return { value, end: at };

  function anyValue(): unknown {
    skipSpace();
    const sign = text[at];
    if (sign === undefined) throw new UnreadableLiteral(at, 'the text ends where a value should be');
    if (sign !== '{' && sign !== '[') return simpleValue();
    depth++;
    if (depth > MOST_DEPTH) throw new UnreadableLiteral(at, `more than ${MOST_DEPTH} levels`);
    const read = sign === '{' ? object() : list();
    depth--;
    return read;
  }

  function object(): Record<string, unknown> {
    const members = new Map<string, unknown>();
    at++;
    for (;;) {
      skipSpace();
      if (text[at] === '}') break;
      if (text.startsWith('...', at) || text.startsWith('**', at)) {
        gaps.push({ offset: at, what: 'members from elsewhere (`...`)' });
        expression();
      } else {
        const place = at;
        const key = name();
        if (members.has(key)) throw new UnreadableLiteral(place, 'one key is written twice');
        skipSpace();
        // In JavaScript `{ provider }` stands for `{ provider: provider }`.
        if (text[at] === ':') {
          at++;
          members.set(key, anyValue());
        } else members.set(key, `$${key}`);
      }
      if (!separated('}', 'a comma or `}`')) break;
    }
    at++;
    return Object.fromEntries(members);
  }

  function list(): unknown[] {
    const items: unknown[] = [];
    at++;
    for (;;) {
      skipSpace();
      if (text[at] === ']') break;
      if (text.startsWith('...', at)) {
        gaps.push({ offset: at, what: 'items that are left out (`...`)' });
        expression();
      } else items.push(anyValue());
      if (!separated(']', 'a comma or `]`')) break;
    }
    at++;
    return items;
  }

  /** Whether another part follows. */
  function separated(close: string, expected: string): boolean {
    skipSpace();
    if (text[at] === ',') {
      at++;
      return true;
    }
    if (text[at] === close) return false;
    throw new UnreadableLiteral(at, `${expected} is missing`);
  }

  function name(): string {
    if (`"'`.includes(text[at] ?? ' ')) return quotedText();
    const word = /^[\w$-]+/.exec(text.slice(at, at + 200))?.[0];
    if (word === undefined) throw new UnreadableLiteral(at, 'a name is missing');
    at += word.length;
    return word;
  }

  function quotedText(): string {
    const quote = text[at] ?? '"';
    const place = at;
    const long = quote !== '`' && text.startsWith(quote.repeat(3), at);
    const close = long ? quote.repeat(3) : quote;
    let read = '';
    for (at += close.length; !text.startsWith(close, at); at++) {
      const sign = text[at];
      if (sign === undefined || (sign === '\n' && !long && quote !== '`'))
        throw new UnreadableLiteral(place, 'this text has no end');
      if (sign !== '\\') read += sign;
      else {
        at++;
        const next = text[at] ?? '';
        const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0] : undefined;
        read += code === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(code, 16));
        if (code !== undefined) at += 4;
      }
    }
    at += close.length;
    return read;
  }

  function simpleValue(): unknown {
    const place = at;
    if (`"'\``.includes(text[at] ?? ' ')) {
      const read = quotedText();
      skipSpace();
      // A text that something is done with is an expression.
      if (endsHere()) return read;
      if (`"':`.includes(text[at] ?? ' ')) throw new UnreadableLiteral(at, 'a comma or `}` is missing');
      at = place;
    } else {
      const word = /^[-+]?[\w.]+/.exec(text.slice(at, at + 200))?.[0] ?? '';
      at += word.length;
      skipSpace();
      if (endsHere() && Object.hasOwn(WORDS, word)) return WORDS[word];
      if (endsHere() && /^[-+]?(\d[\d_]*)?\.?\d+(e[-+]?\d+)?$/i.test(word))
        return Number(word.replaceAll('_', ''));
      at = place;
    }
    return expression();
  }

  /** To the comma or bracket that ends it. */
  function expression(): unknown {
    const place = at;
    let open = 0;
    for (; at < text.length; at++) {
      const sign = text[at] ?? '';
      if (sign === '#' || text.startsWith('//', at)) {
        skipSpace();
        at--;
      } else if (`"'\``.includes(sign)) {
        quotedText();
        at--;
      } else if ('([{'.includes(sign)) open++;
      else if (')]}'.includes(sign)) {
        if (open === 0) break;
        open--;
      } else if (sign === ',' && open === 0) break;
    }
    const variable = environmentName(text.slice(place, at).trim());
    if (variable !== undefined) return `$${variable}`;
    if (at === place) throw new UnreadableLiteral(at, 'a value is missing');
    gaps.push({ offset: place, what: 'an expression' });
    return undefined;
  }

  function endsHere(): boolean {
    return text[at] === undefined || ',}]'.includes(text[at] ?? '');
  }

  function skipSpace(): void {
    const space = /(?:\s|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)+/y;
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
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
