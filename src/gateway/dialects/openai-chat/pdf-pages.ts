/**
 * Counts the pages of a PDF without parsing it: page objects are uncompressed in most files, also in scanned ones.
 * Where they are compressed, pages are estimated from the size. Knows no tokens.
 */

/** Bytes per page where no page object is found: text with fonts, or a small scan. */
const PAGE_BYTES = 24_000;
/** Most pages estimated from the size alone: what providers accept in a request (OpenAI and Anthropic: 100). */
const MOST_BY_SIZE = 100;
/** Most names inspected in a file; the bound is for files that are made to be slow. */
const MOST_NAMES = 20_000;
const SPACES: ReadonlySet<number> = new Set([0, 9, 10, 12, 13, 32]);

/** @returns at least 1 */
export function pdfPages(pdf: Buffer): number {
  const bySize = Math.min(MOST_BY_SIZE, Math.ceil(pdf.length / PAGE_BYTES));
  const seen = pageObjects(pdf);
  // A file with packed objects may show some of its pages only.
  const packed = seen === 0 || pdf.includes('/ObjStm');
  return Math.max(1, seen, linearizedPages(pdf), packed ? bySize : 0);
}

/** Objects with `/Type /Page`; `/Pages` and `/PageLabels` are something else. */
function pageObjects(pdf: Buffer): number {
  let pages = 0;
  let at = 0;
  for (let names = 0; names < MOST_NAMES; names += 1) {
    at = pdf.indexOf('/Type', at);
    if (at < 0) break;
    at += '/Type'.length;
    let next = at;
    while (next - at < 8 && SPACES.has(pdf[next] ?? -1)) next += 1;
    if (/^\/Page(?![A-Za-z0-9])/.test(pdf.toString('latin1', next, next + 6))) pages += 1;
  }
  return pages;
}

/** A file made for the web gives its number of pages in its first object. */
function linearizedPages(pdf: Buffer): number {
  const head = pdf.toString('latin1', 0, 1_024);
  if (!head.includes('/Linearized')) return 0;
  return Math.min(5_000, Number(/\/N\s+(\d{1,6})\b/.exec(head)?.[1] ?? 0));
}
