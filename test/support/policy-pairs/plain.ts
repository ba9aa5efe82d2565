/** JSON without places in the text, maps as lists: for holding parts of typed policies against each other. */
export function plain(value: unknown): string {
  return (
    JSON.stringify(value, (key, part: unknown) =>
      key === 'at' || key === 'file' || key === 'words' ? undefined : part instanceof Map ? [...part] : part,
    ) ?? 'none'
  );
}
