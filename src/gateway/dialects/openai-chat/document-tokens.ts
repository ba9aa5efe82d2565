/**
 * Estimates the input tokens of a file from its bytes: providers bill a PDF by its pages (its text and a picture of
 * each), an office document by its text, and a text file as text. Its name and media type are claims of the sender,
 * so they do not count. Knows no message.
 */
import { estimateTokens } from '../../facts/estimate-tokens.ts';
import { officeTextBytes } from './office-text-bytes.ts';
import { pdfPages } from './pdf-pages.ts';

/** Where the size cannot be seen (a URL, the id of an upload) or is tiny. */
const LEAST = 1_024;
/**
 * Per page, for its text and its picture: Anthropic measures 1,600 (scanned) to 2,500, Gemini 258 to 560, OpenAI in
 * between.
 */
const TOKENS_A_PAGE = 2_400;
/** Office files are mostly markup: about 16 bytes of XML per token, in documents, tables and slides alike. */
const XML_BYTES_A_TOKEN = 16;
/** For bytes whose beginning matches no known format. */
const OTHER_BYTES_A_TOKEN = 33;
/** The part of a text on which its tokens are measured. */
const SAMPLE = 16_384;
const BASE64_A_TRIPLE = 4;

/** @param payload a data URL, base64, a text as it is, an address, or an id */
export function documentTokens(payload: string): number {
  return Math.max(LEAST, Math.ceil(tokensIn(payload)));
}

function tokensIn(payload: string): number {
  const [, head] = /^data:([^,]{0,200}),/i.exec(payload.slice(0, 210)) ?? [];
  if (head === undefined) {
    if (/^https?:/i.test(payload)) return 0;
    return isBase64(payload) ? tokensOfBytes(payload) : tokensOfText(payload, payload.length);
  }
  const data = payload.slice(head.length + 'data:,'.length);
  // Without `;base64` a data URL holds percent-encoded text.
  return /;\s*base64$/i.test(head) ? tokensOfBytes(data) : tokensOfText(data, data.length);
}

/** Base64 has no white space between its letters except line ends. */
function isBase64(text: string): boolean {
  return /^[\w+/=\r\n-]+$/.test(text.slice(0, 4_096));
}

function tokensOfBytes(base64: string): number {
  const size = Math.floor((base64.length * 3) / BASE64_A_TRIPLE);
  const beginning = Buffer.from(base64.slice(0, (SAMPLE / 3) * BASE64_A_TRIPLE), 'base64');
  if (beginning.subarray(0, 1_024).includes('%PDF-')) {
    return pdfPages(Buffer.from(base64, 'base64')) * TOKENS_A_PAGE;
  }
  if (beginning.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    const xml = officeTextBytes(Buffer.from(base64, 'base64'));
    if (xml !== undefined) return xml / XML_BYTES_A_TOKEN;
  }
  const text = beginning.toString('utf8');
  return isText(text) ? tokensOfText(text, size, beginning.length) : size / OTHER_BYTES_A_TOKEN;
}

/** Whether bytes that were read as UTF-8 are text: no control characters, and almost no invalid UTF-8. */
function isText(text: string): boolean {
  if (/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text)) return false;
  return (text.match(/\uFFFD/g)?.length ?? 0) <= 1 + text.length / 20;
}

/** Measured on its beginning; `size` and `sampled` in the same unit. */
function tokensOfText(text: string, size: number, sampled = Math.min(size, SAMPLE)): number {
  if (size === 0) return 0;
  return estimateTokens(text.slice(0, SAMPLE)).tokens * (size / sampled);
}
