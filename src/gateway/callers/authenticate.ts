/**
 * Identifies the caller. A credential that begins with `llmr_` is always checked. Until a first key is created, and
 * only on this machine, callers may state who they are in headers. Knows keys and headers; neither policies nor HTTP
 * answers. Credentials of another kind (JWTs) would be one more branch of `authenticate`, before the open mode; today
 * they are ignored.
 */
import { forwardedHeader } from './forwarded-headers.ts';
import { type HeaderValue, headerText } from './header-text.ts';
import type { KeyRecord, KeyStore } from './key-store.ts';
import { KEY_PREFIX } from './key-text.ts';
import { isLoopback } from './loopback.ts';
import type { RefusedBecause } from './refused-callers.ts';

export interface Caller {
  /** The key's name, or its id where it has none: what `key is` and `per key` mean. Never the key. */
  readonly key: string | null;
  readonly keyId: string | null;
  readonly tier: string | null;
  readonly team: string | null;
  readonly user: string | null;
  /** May use `/admin` and see every decision. */
  readonly admin: boolean;
  /** May name the end user in the request's body, and has not named one in a header. */
  readonly mayNameUser?: true;
}

export type Authentication =
  | { readonly ok: true; readonly caller: Caller }
  /** 401; the message may be shown. `keyId`: of a key that is known here but no longer valid. */
  | {
      readonly ok: false;
      readonly because: RefusedBecause;
      readonly message: string;
      readonly keyId?: string;
    };

export type Headers = Readonly<Record<string, HeaderValue>>;

export interface Asking {
  /** Names in lower case, as Node gives them. */
  readonly headers: Headers;
  /** The peer address of the socket. */
  readonly remoteAddress: string | undefined;
}

const HOW_TO_SEND = 'send it as "Authorization: Bearer llmr_…" or "x-api-key: llmr_…"';
/** Longer names are ignored: they would end up in budget keys and logs. */
const NAME_AT_MOST = 256;

/** `now` in epoch milliseconds. */
export function authenticate(asking: Asking, keys: KeyStore, now: number): Authentication {
  const credential = llmrCredential(asking.headers);
  if (credential !== undefined) return checkKey(credential, asking.headers, keys, now);
  if (keys.configured()) {
    return { ok: false, because: 'missing', message: `This service requires an llmr key: ${HOW_TO_SEND}.` };
  }
  const elsewhere = whyNotThisMachine(asking);
  if (elsewhere !== undefined) return { ok: false, because: 'not-local', message: elsewhere };
  const stated = statedCaller(asking.headers);
  // Loopback callers without identity headers are admins.
  const admin = stated.tier === null && stated.team === null && stated.user === null;
  return { ok: true, caller: { key: null, keyId: null, ...stated, admin, ...mayName(stated) } };
}

/**
 * Whether callers may state who they are, because no key was ever created. The service must then be bound to
 * loopback.
 */
export function mayStart(
  host: string,
  keysConfigured: boolean,
): { ok: true } | { ok: false; message: string } {
  if (keysConfigured || isLoopback(host)) return { ok: true };
  return {
    ok: false,
    message: `no llmr key has been created, so anyone who can reach ${host} could spend your money: create one with "llmr keys add", or bind to 127.0.0.1`,
  };
}

/** A tier that the policy does not declare counts as unknown; `note` reports this in the decision. */
export function callerUnder<C extends Pick<Caller, 'tier'>>(
  caller: C,
  tiers: readonly string[],
): { readonly caller: C; readonly note?: string } {
  if (caller.tier === null || tiers.includes(caller.tier)) return { caller };
  const known = tiers.length === 0 ? 'it declares none' : `it has ${tiers.join(', ')}`;
  return {
    caller: { ...caller, tier: null },
    note: `the caller's tier is not one of this policy's (${known}): it counts as unknown`,
  };
}

function checkKey(credential: string, headers: Headers, keys: KeyStore, now: number): Authentication {
  const found = keys.find(credential, now);
  switch (found.kind) {
    case 'valid':
      return { ok: true, caller: callerOf(found.record, headers) };
    case 'unknown':
      return { ok: false, because: 'unknown', message: 'This llmr key is not known here.' };
    case 'expired':
      return invalid('expired', found.record.id, 'has expired');
    case 'revoked':
      return invalid('revoked', found.record.id, 'has been revoked');
  }
}

function callerOf(record: KeyRecord, headers: Headers): Caller {
  const own = callerWith(record);
  if (!record.scopes.includes('trusted')) return own;
  const { tier, team, user } = record;
  const stated = statedCaller(headers);
  return {
    ...own,
    tier: stated.tier ?? tier,
    team: stated.team ?? team,
    user: stated.user ?? user,
    ...mayName(stated),
  };
}

const callersOfKeys = new WeakMap<KeyRecord, Caller>();

/** The caller of a key, who is the same for every request with it. */
function callerWith(record: KeyRecord): Caller {
  const known = callersOfKeys.get(record);
  if (known !== undefined) return known;
  const { id, name, tier, team, user, scopes } = record;
  const caller = { key: name ?? id, keyId: id, tier, team, user, admin: scopes.includes('admin') };
  callersOfKeys.set(record, caller);
  return caller;
}

function mayName({ user }: Pick<Caller, 'user'>): Pick<Caller, 'mayNameUser'> {
  return user === null ? { mayNameUser: true } : {};
}

/** The caller with the end user that its request's body names, where it may name one; a header takes precedence. */
export function callerNaming(caller: Caller, user: string | undefined): Caller {
  if (caller.mayNameUser !== true || user === undefined) return caller;
  const name = nameIn(user);
  return name === null ? caller : { ...caller, user: name };
}

function statedCaller(headers: Headers): Pick<Caller, 'tier' | 'team' | 'user'> {
  return {
    tier: named(headers, 'llmr-tier'),
    team: named(headers, 'llmr-team'),
    user: named(headers, 'llmr-user'),
  };
}

function named(headers: Headers, name: string): string | null {
  return nameIn(headerText(headers[name]) ?? '');
}

function nameIn(text: string): string | null {
  const name = text.trim();
  return name === '' || name.length > NAME_AT_MOST ? null : name;
}

/** The first credential that looks like an llmr key; SDKs insist on sending others, which are ignored. */
function llmrCredential(headers: Headers): string | undefined {
  const bearer = /^bearer +(.+)$/i.exec(headerText(headers['authorization'])?.trim() ?? '')?.[1]?.trim();
  if (bearer?.startsWith(KEY_PREFIX) === true) return bearer;
  const apiKey = headerText(headers['x-api-key'])?.trim();
  return apiKey?.startsWith(KEY_PREFIX) === true ? apiKey : undefined;
}

function invalid(because: 'expired' | 'revoked', keyId: string, words: string): Authentication {
  return { ok: false, because, keyId, message: `The llmr key ${keyId} ${words}.` };
}

/** A proxy on this machine connects from loopback; the headers it adds show that the client is not local. */
function whyNotThisMachine({ headers, remoteAddress }: Asking): string | undefined {
  const what = `create a key with "llmr keys add", and ${HOW_TO_SEND}`;
  if (remoteAddress === undefined || !isLoopback(remoteAddress)) {
    return `No llmr key has been created, so only clients on this machine are served: ${what}.`;
  }
  const header = forwardedHeader(headers);
  if (header === undefined) return undefined;
  return `No llmr key has been created, so only clients on this machine are served, and this request came through a proxy (it has the header "${header}"): ${what}.`;
}
