/** Values of a LiteLLM configuration as LiteLLM reads them: numbers in texts, variables, lists. Knows no setting. */

export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A finite number, 0 included, also where it is written as text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Only what is over 0. */
export function positiveIn(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number > 0 ? number : undefined;
}

/** A text with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** `os.environ/NAME`; also `${NAME}` and `$NAME`, which people have a template filled in for. */
export function variableIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const found = /^(?:os\.environ\/|\$\{|\$)([A-Za-z_][A-Za-z0-9_]*)(?::-[^}]*)?\}?$/.exec(value.trim());
  return found?.[1];
}
