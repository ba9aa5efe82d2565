/**
 * What the facts of somebody's rules are called in llmr: `gameDuration=tokens`, with a path
 * `account $.company=metadata "company"`, or a whole test that no condition can say,
 * `word startsWith "a"=predicate starts-with-a holds`. Knows no conditions.
 */

/** A fact as a condition asks it. */
export interface AskedFact {
  readonly fact: string;
  readonly path: unknown;
  readonly params: unknown;
}

/** From a fact of the rules, with its path after a space, to the id of a fact of llmr. */
export type FactMap = ReadonlyMap<string, string>;

export type FactMapOutcome =
  | { readonly ok: true; readonly facts: FactMap }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

/** Of `NAME=FACT` each: the last `=` divides, since a path may hold others. */
export function readFactMap(written: readonly string[]): FactMapOutcome {
  const facts = new Map<string, string>();
  for (const one of written) {
    const at = one.lastIndexOf('=');
    const name = one.slice(0, Math.max(0, at)).trim();
    const fact = one.slice(at + 1).trim();
    if (at === -1 || name === '' || fact === '')
      return { ok: false, message: `"${one}" does not say which fact of llmr is meant` };
    if (facts.has(name)) return { ok: false, message: `"${name}" is given twice` };
    facts.set(name, fact);
  }
  return { ok: true, facts };
}

/** A whole test; parameters come before the operator. */
export function testKey(asked: AskedFact, operator: string, value: unknown): string {
  const params = asked.params === undefined ? '' : ` ${JSON.stringify(asked.params)}`;
  return `${mapKey(asked)}${params} ${operator} ${JSON.stringify(value) ?? 'null'}`;
}

export function mapKey({ fact, path }: AskedFact): string {
  return typeof path === 'string' ? `${fact} ${path}` : fact;
}
