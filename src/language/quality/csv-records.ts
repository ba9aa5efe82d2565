// Comma-separated values (RFC 4180) as records with the line they begin on. Quotes keep commas and line breaks
// together, and two of them are one.
// Must not know: what columns mean.

export interface CsvRecord {
  /** From 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Blank lines are nothing; a quote that is never closed ends with the text. */
export function readCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const plain = text.replace(/^\ufeff/, '');
  let at = 0;
  let line = 1;
  while (at < plain.length) {
    const record: { line: number; fields: string[] } = { line, fields: [] };
    for (let more = true; more; ) {
      FIELD.lastIndex = at;
      const [whole = '', quoted, bare = ''] = FIELD.exec(plain) ?? [];
      record.fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
      line += whole.match(/\n/g)?.length ?? 0;
      at += whole.length;
      more = plain[at] === ',';
      if (more) at++;
    }
    // Whatever stands between a closing quote and the end of the field is no field of its own.
    while (at < plain.length && plain[at] !== '\n') at++;
    at++;
    line++;
    if (record.fields.some((field) => field.trim() !== '')) records.push(record);
  }
  return records;
}

/** Written so that a long field costs no recursion: what is between quotes, then pairs of quotes and more. */
const FIELD = /"([^"]*(?:""[^"]*)*)"?|([^,\r\n]*)/y;
