/**
 * What a report or a policy may show of another tool's configuration. Configurations hold keys in places that no list of
 * settings names, so a value is shown only where it cannot be a secret. Must not know any tool.
 */

const HIDDEN = '(hidden)';

/** Names of settings whose value is never shown, whatever it looks like. */
const SECRET_NAME =
  /key(?!word)|secret|passw|passphrase|pwd|token(?!s)|credential|auth|cookie|licen[cs]e|webhook|dsn|salt|signature|\bsas\b|conn(?:ection)?_?str|headers?$|cert|private|bearer|user_?name|account|url|uri/i;

/** Pieces of text that are secrets by their shape. */
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g,
  // With a user and password, or with a query, which often holds a key.
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'`]+@/gi,
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s?"'`]*)\?[^\s"'`]+/gi,
  // The path of a webhook is its key.
  /(?<=\/\/(?:hooks\.slack\.com|(?:\w+\.)?discord(?:app)?\.com|[\w.-]+\.webhook\.office\.com)\/)[^\s"'`]+/gi,
  /\b(?:bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi,
  /\bsk[-_][A-Za-z0-9_-]{3,}/g,
  /\b(?:pk|rk|gsk|xai|hf|r8|nvapi|pplx|fw|csk|gh[opsu]|github_pat|glpat|xox[abprs]|tvly|lsv2|dapi|os_v1|vck)[-_][A-Za-z0-9_-]{12,}/g,
  /\bAIza[A-Za-z0-9_-]{8,}/g,
  /\b(?:AKIA|ASIA|AROA|ABSK)[A-Za-z0-9+/=]{8,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+)*/g,
  /(?<=(?:api[-_]?key|secret|password|passwd|token|access[-_]?key)["']?\s*[:=]\s*["']?)(?!\(|os\.environ|[\d.eE-]+(?:\s|$)|true\b|false\b|null\b)[^\s"',}&`]+/gi,
  // Runs that are not words or names of models: hexadecimal, base64.
  /\b(?=[a-f]*\d)[0-9a-f]{24,}\b/g,
  /(?<![\w+/=-])(?=[a-zA-Z+=]*\d)(?=[A-Z0-9+=]*[a-z])[A-Za-z0-9+=]{28,}(?![\w+/=-])/g,
  /(?<![\w+/=-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?:[A-Za-z0-9+/]{40}|(?=[\w-]*[A-Za-z0-9]{16})[\w-]{38,})={0,2}(?![\w+/=-])/g,
];

/** The text with every piece that has the shape of a secret replaced. */
export function withoutSecrets(text: string): string {
  return SHAPES.reduce((rest, shape) => rest.replace(shape, HIDDEN), text);
}

/** Begins as only keys do, or holds a password: never the name of a model or provider. */
const CERTAIN =
  /-----BEGIN |^\s*(?:bearer|basic)\s|(?:^|[^A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{16,}|sk-(?:ant|proj|or)-|gsk_\w{12,}|xai-\w{12,}|gh[opsu]_\w{12,}|github_pat_|AIza[\w-]{16,}|(?:AKIA|ASIA)[A-Z0-9]{12,}|eyJ[\w-]{8,}\.)|:\/\/[^\s/@]+@/i;

/** Whether a text in the place of a name is a key: stricter than `holdsSecret`, as names of models may be long. */
export function isKeyNotName(text: string): boolean {
  return CERTAIN.test(text);
}

/** Whether a text has the shape of a secret, whole or in part. */
export function holdsSecret(text: string): boolean {
  return withoutSecrets(text) !== text;
}

/** Whether the value of a setting of this name is never shown. */
export function isSecretName(name: string): boolean {
  return (
    SECRET_NAME.test(name) &&
    !/^(?:max|min|num|input|output|cache)_|_tokens?_|_tokens$|_per_token$/.test(name)
  );
}

/** Numbers, yes or no, and lists of them; words only where `words` says that the setting holds known words. */
export function shownValue(name: string, value: unknown, words = false): string {
  if (value === null || value === undefined) return 'null';
  if (isSecretName(name)) return HIDDEN;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return words && isPlainWord(value) ? value : '(a text)';
  if (Array.isArray(value)) {
    const few = value.length <= 6 && value.every((one) => typeof one !== 'object');
    return few
      ? `[${value.map((one) => shownValue(name, one, words)).join(', ')}]`
      : `(${value.length} entries)`;
  }
  return '(a group of settings)';
}

/** A setting's own name, unless it cannot be a name: a broken file may have a key there. */
export function shownName(name: string): string {
  return /^[A-Za-z_][\w.-]{0,60}$/.test(name) && !holdsSecret(name) ? name : '(a name that is not shown)';
}

function isPlainWord(text: string): boolean {
  const isAddress = text.includes('://');
  const isUuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i.test(text);
  return /^[\w.*/:@-]{1,60}$/.test(text) && !isAddress && !isUuid && !holdsSecret(text);
}

/** A web address without user, password, query and fragment; undefined where it is none. */
export function plainAddress(written: string): {
  readonly address: string | undefined;
  readonly changed: boolean;
} {
  const text = written.trim();
  if (!/^https?:\/\/[^\s"\\<>{}$]+$/i.test(text) || !URL.canParse(text))
    return { address: undefined, changed: false };
  const url = new URL(text);
  const changed = url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '';
  if (!changed && !holdsSecret(text)) return { address: text, changed };
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  // A key in the path is a key as well.
  return holdsSecret(url.href) ? { address: undefined, changed: true } : { address: url.href, changed: true };
}
