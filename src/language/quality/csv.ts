// Comma-separated values as RFC 4180 has them: quotes keep commas and line ends together, two of them are one.
// Must not know: what columns mean.

export interface CsvRecord {
  /** From 1; where it begins, because a quoted field may run over lines. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface Csv {
  /** Empty lines are no records. */
  readonly records: readonly CsvRecord[];
  readonly faults: readonly { readonly line: number; readonly why: string }[];
}

/**
 * A field: in quotes, or plain up to the next comma or line end; then what ended it. Written so that a long field costs
 * no recursion: what is between quotes, then pairs of quotes and more.
 */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

export function readCsv(text: string): Csv {
  const records: CsvRecord[] = [];
  const faults: { line: number; why: string }[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  let begins = 1;
  let fields: string[] = [];
  while (at < text.length || fields.length > 0) {
    FIELD.lastIndex = at;
    const found = FIELD.exec(text);
    if (found === null) {
      faults.push({ line, why: faultAt(text, at) });
      break;
    }
    const [whole, inQuotes, plain = '', end] = found;
    fields.push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'));
    at += whole.length;
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ',') continue;
    if (fields.length > 1 || inQuotes !== undefined || plain.trim() !== '')
      records.push({ line: begins, fields });
    fields = [];
    begins = line;
  }
  return { records, faults };
}

/** As it stands in a file. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function faultAt(text: string, at: number): string {
  if (text[at] !== '"') return 'has a quote inside a field that does not begin with one';
  return /"[^"]*(?:""[^"]*)*"/y.test(text.slice(at))
    ? 'goes on after the quote that ends a field'
    : 'opens a quote that nothing closes';
}
