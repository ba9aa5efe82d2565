/**
 * Every name a file mentions in some other place than its declaration or its imports. Goes by spelling alone, across
 * namespaces: it may call something used that is not, never the other way round.
 */
import type { RouteFile } from '../syntax/ast.ts';

export function namesUsedIn(file: RouteFile): ReadonlySet<string> {
  const used = new Set<string>();
  for (const declaration of file.declarations) {
    if (declaration.kind === 'import') continue;
    const { name: _declared, ...rest } = declaration as { name?: unknown } & object;
    collect(rest, used);
  }
  return used;
}

/** `is "refund"` is a text and means the name too. */
function collect(node: unknown, used: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, used);
  } else if (typeof node === 'object' && node !== null) {
    const { kind, text } = node as { kind?: unknown; text?: unknown };
    if ((kind === 'name' || kind === 'text') && typeof text === 'string') used.add(text);
    else for (const value of Object.values(node)) collect(value, used);
  }
}
