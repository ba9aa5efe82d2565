// Comma-separated values as in RFC 4180: quotes enclose commas and line ends, two quotes are one. Spreadsheets also
// separate by semicolons and tabs. Must not know: what columns mean.

export interface CsvRecord {
  /** From 1; where it begins, because a quoted field may run over lines. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface Csv {
  /** Empty lines are skipped. */
  readonly records: readonly CsvRecord[];
  readonly faults: readonly { readonly line: number; readonly why: string }[];
}

export type Separator = ',' | ';' | '\t';

/**
 * A field: in quotes, or plain up to the next separator or line end; then what ended it. Written so that a long field
 * needs no recursion: text between quotes, then pairs of quotes and more text.
 */
function fieldOf(separator: Separator): RegExp {
  return new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n|\\n|\\r|$)`,
    'y',
  );
}

export function readCsv(text: string, separator: Separator = ','): Csv {
  const field = fieldOf(separator);
  const records: CsvRecord[] = [];
  const faults: { line: number; why: string }[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  let begins = 1;
  let fields: string[] = [];
  while (at < text.length || fields.length > 0) {
    field.lastIndex = at;
    const found = field.exec(text);
    if (found === null) {
      faults.push({ line, why: faultAt(text, at) });
      break;
    }
    const [whole, inQuotes, plain = '', end] = found;
    fields.push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'));
    at += whole.length;
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === separator) continue;
    if (fields.length > 1 || inQuotes !== undefined || plain.trim() !== '')
      records.push({ line: begins, fields });
    fields = [];
    begins = line;
  }
  return { records, faults };
}

/** As written in a file. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function faultAt(text: string, at: number): string {
  if (text[at] !== '"') return 'has a quote inside a field that does not begin with one';
  return /"[^"]*(?:""[^"]*)*"/y.test(text.slice(at))
    ? 'continues after the quote that ends a field'
    : 'has an opening quote without a closing one';
}
