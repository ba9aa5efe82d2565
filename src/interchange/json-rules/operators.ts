/**
 * The operators that exported rules need beyond those of json-rules-engine, with the meaning the language gives its
 * text patterns. An unknown value (null) satisfies none of them.
 */
import type { Engine } from 'json-rules-engine';
import { TEXT_OPERATORS } from '../../language/semantics/rule-operators.ts';
import { patternFits } from '../../language/vocabulary/text-patterns.ts';

export const OPERATOR_NAMES = TEXT_OPERATORS;
export type OperatorName = (typeof OPERATOR_NAMES)[number];

export const OPERATORS: Readonly<Record<OperatorName, (value: unknown, pattern: string) => boolean>> = {
  fitsGlob: (value, glob) => typeof value === 'string' && patternFits({ kind: 'glob', glob }, value),
  matchesRe2: (value, source) => typeof value === 'string' && patternFits({ kind: 'regular', source }, value),
  containsText: (value, text) => typeof value === 'string' && patternFits({ kind: 'contains', text }, value),
};

export function addOperators(engine: Engine): void {
  for (const name of OPERATOR_NAMES) engine.addOperator<unknown, string>(name, OPERATORS[name]);
}
