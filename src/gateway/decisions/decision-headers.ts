/**
 * The explanation as response headers (service.md): an RFC 9651 dictionary, a sentence and a link, at most 2 KiB
 * together. Built from members of the decision document only, so that they contain nothing that a caller sent unless
 * the document shows it.
 */
import { serializeDictionary, serializeItem, Token } from 'structured-headers';
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';

/** nginx allows 4 KiB for a whole response head; llmr uses at most half of it. */
export const HEADER_BUDGET = 2048;

export interface HeaderOptions {
  /** The whole document, where `Llmr-Trace: full` was requested. */
  readonly trace?: Pick<DecisionDocument, 'skipped' | 'path'> | undefined;
  /** Calibrated confidence of the intent that decided, when one did. */
  readonly score?: number | undefined;
  /** The answer comes from a simulated provider. */
  readonly simulated?: boolean;
  /** Milliseconds by stage. */
  readonly timing: Readonly<Record<string, number>>;
}

/** What headers show of a decision. */
export type HeaderedDecision = Pick<
  DecisionDocument,
  'id' | 'route' | 'at' | 'model' | 'reason' | 'explain'
> & {
  readonly policy: Pick<DecisionDocument['policy'], 'name' | 'hash'>;
  readonly attempts?: readonly unknown[] | undefined;
  readonly passedOver?: DecisionDocument['passedOver'] | undefined;
};

/** Adds them to `headers`. */
export function decisionHeaders(
  document: HeaderedDecision,
  options: HeaderOptions,
  headers: Record<string, string> = {},
): Record<string, string> {
  const id = document.id ?? '';
  let room = HEADER_BUDGET;
  const add = (name: string, value: string): void => {
    headers[name] = value;
    room -= name.length + value.length + 4;
  };
  add('Llmr-Decision', decisionDictionary(document, options.score));
  add('Llmr-Decision-Id', id);
  add('Link', `</v1/decisions/${id}>; rel="describedby"`);
  add('Llmr-Route', written(document.route).plain);
  if (document.model !== null) add('Llmr-Model', written(document.model).plain);
  if (options.simulated === true) add('Llmr-Simulated', 'true');
  const timing = timingText(options.timing);
  if (timing !== '') add('Server-Timing', timing);
  addExplanation(headers, room, plain(document.explain), options.trace && traceMembers(options.trace));
  return headers;
}

function timingText(timing: HeaderOptions['timing']): string {
  let text = '';
  for (const stage in timing)
    text += `${text === '' ? '' : ', '}${stage};dur=${rounded(timing[stage] as number)}`;
  return text;
}

function decisionDictionary(document: HeaderedDecision, score: number | undefined): string {
  const { model, reason, attempts, passedOver } = document;
  let text = routeMembers(document);
  if (model !== null) text += `, model=${written(model).item}`;
  text += `, reason=${reason}`;
  if (attempts !== undefined) text += `, attempts=${attempts.length}`;
  if (passedOver !== undefined) text += `, skipped=${skippedList(passedOver)}`;
  if (score !== undefined) text += `, score=${serializeItem(Math.round(score * 1000) / 1000)}`;
  return text;
}

/** A name as headers write it: as an item of a dictionary, and alone. */
interface WrittenName {
  readonly item: string;
  readonly plain: string;
}

/** Names come from policies, so there are few. */
const names = new Map<string, WrittenName>();
const MOST_NAMES = 10_000;

function written(name: string): WrittenName {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made = { item: serializeItem(word(name)), plain: plain(brief(name)) };
  if (names.size >= MOST_NAMES) names.clear();
  names.set(name, made);
  return made;
}

/** An inner list: `(haiku;why=breaker gpt-4o;why=no-key);more=3`. */
function skippedList(passedOver: NonNullable<DecisionDocument['passedOver']>): string {
  const shown = passedOver.slice(0, MOST_SKIPPED).map(({ model, deployment, kind }) => {
    const name = serializeItem(word(shorten(deployment ?? model, LONGEST_SKIPPED, '...')));
    return `${name};why=${kind}`;
  });
  const more = passedOver.length - shown.length;
  return `(${shown.join(' ')})${more === 0 ? '' : `;more=${more}`}`;
}
const MOST_SKIPPED = 3;
const LONGEST_SKIPPED = 60;

/** Policy and route, the same for every answer of a route. */
function routeMembers({ policy, route, at }: HeaderedDecision): string {
  // The hash of a policy stays the same when its file gets another name.
  const key = `${policy.hash} ${at.file}:${at.line} ${route}`;
  let members = membersOfRoutes.get(key);
  if (members === undefined) {
    if (membersOfRoutes.size >= MOST_ROUTES) membersOfRoutes.clear();
    members = serializeDictionary(
      new Map<string, [Token | string, Map<string, string>]>([
        ['policy', [word(policy.name), new Map([['v', ascii(policy.hash)]])]],
        ['route', [word(route), new Map([['at', ascii(brief(`${at.file}:${at.line}`))]])]],
      ]),
    );
    membersOfRoutes.set(key, members);
  }
  return members;
}

const membersOfRoutes = new Map<string, string>();
const MOST_ROUTES = 10_000;

/** A token where the grammar of RFC 9651 allows one, else a string. */
function word(name: string): Token | string {
  const text = brief(name);
  return /^[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*$/.test(text) ? new Token(text) : ascii(text);
}

/**
 * A name that may appear in several headers, shortened so that all of them together leave room for the explanation.
 */
function brief(name: string): string {
  return name.length <= LONGEST_NAME ? name : shorten(name, LONGEST_NAME, '...truncated...');
}

const LONGEST_NAME = 120;

/** Letters lose their diacritics; characters without an ASCII form become `?`. */
function ascii(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, (sign) => IN_ASCII[sign] ?? '?');
}

const IN_ASCII: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '→': '->',
};

/** Header-safe: one line, ASCII. */
export function plain(text: string): string {
  if (!/[^\x20-\x7e]| {2}|^ | $/.test(text)) return text;
  return ascii(text.replace(/\s+/g, ' ').trim());
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function traceMembers(document: Pick<DecisionDocument, 'skipped' | 'path'>): string[] {
  const lost = document.skipped.map((route) => plain(`${route.route}:${route.line} ${route.because}`));
  const asked = document.path.map((step) => plain(`${step.fact}: ${step.branch}`));
  return [...lost, ...asked];
}

/** In what the other headers left of the budget. */
function addExplanation(
  headers: Record<string, string>,
  room: number,
  explain: string,
  trace: readonly string[] | undefined,
): void {
  const explainRoom = room - 'Llmr-Explain: \r\n'.length;
  const explanation = shorten(explain, trace === undefined ? explainRoom : Math.min(explainRoom, 700));
  headers['Llmr-Explain'] = explanation;
  if (trace === undefined) return;
  const traceRoom = explainRoom - explanation.length - 'Llmr-Trace: \r\n'.length;
  headers['Llmr-Trace'] = dropMiddle(trace, traceRoom);
}

/** Cuts the middle where the text is too long. */
export function shorten(text: string, room: number, mark = ' ... truncated ... '): string {
  if (text.length <= room) return text;
  const half = Math.max(0, Math.floor((room - mark.length) / 2));
  return text.slice(0, half) + mark + text.slice(text.length - half);
}

/** Whole members only: the first and last are most informative, so the middle is dropped. */
function dropMiddle(members: readonly string[], room: number): string {
  const kept = [...members];
  let dropped = false;
  const joined = () =>
    dropped
      ? [
          ...kept.slice(0, Math.ceil(kept.length / 2)),
          'truncated',
          ...kept.slice(Math.ceil(kept.length / 2)),
        ].join('; ')
      : kept.join('; ');
  while (kept.length > 0 && joined().length > room) {
    kept.splice(Math.floor(kept.length / 2), 1);
    dropped = true;
  }
  return kept.length === 0 ? 'truncated' : joined();
}
