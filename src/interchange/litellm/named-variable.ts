/** Environment variables as LiteLLM configurations name them. Knows no setting. */

/** `os.environ/NAME`; also `${NAME}` and `$NAME`, which people have a template filled in for. */
export function variableIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const found = /^(?:os\.environ\/|\$\{|\$)([A-Za-z_][A-Za-z0-9_]*)(?::-[^}]*)?\}?$/.exec(value.trim());
  return found?.[1];
}
