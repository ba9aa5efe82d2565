/**
 * The imports by the name of their tool: from the text of a file to a policy. Each reads the text as people write it for
 * that tool. Knows no files and no command line.
 */
import type { FactMap } from './json-rules/fact-map.ts';
import { type DuplicateKey, readDocument } from './read-document.ts';
import type { ImportOutcome } from './report.ts';

export interface ImportInput {
  readonly text: string;
  /** What the policy is called where the text does not say it. */
  readonly name: string;
  /** Names of facts, for rules. */
  readonly facts: FactMap;
}

export interface ImportResult {
  readonly outcome: ImportOutcome;
  /** Absent where the text could not be read. */
  readonly document?: unknown;
}

type LitellmImport = (document: unknown, name: string, duplicates: readonly DuplicateKey[]) => ImportOutcome;

export const IMPORTERS: Readonly<Record<string, (input: ImportInput) => Promise<ImportResult>>> = {
  async 'json-rules'({ text, name, facts }) {
    const read = readDocument(text);
    if (!read.ok) return { outcome: read };
    const { fromJsonRules } = await import('./json-rules/from-json-rules.ts');
    return { outcome: fromJsonRules(read.document, name, facts), document: read.document };
  },
  async litellm({ text, name }) {
    const read = readDocument(text);
    if (!read.ok) return { outcome: read };
    const load: LitellmImport = (await import('./litellm/from-litellm.ts')).fromLitellm;
    return { outcome: load(read.document, name, read.duplicates), document: read.document };
  },
  async portkey({ text, name }) {
    const { readConfigText } = await import('./portkey/read-config-text.ts');
    const { fromPortkey } = await import('./portkey/from-portkey.ts');
    const config = readConfigText(text);
    if (config.ok)
      return { outcome: fromPortkey(config.document, name, config.gaps), document: config.document };
    // A config may be written as YAML, too; broken JSON is not.
    if (/^\s*[[{]/.test(text)) return { outcome: config };
    const read = readDocument(text);
    const isGroup = read.ok && typeof read.document === 'object' && read.document !== null;
    return isGroup
      ? { outcome: fromPortkey(read.document, name), document: read.document }
      : { outcome: config };
  },
};
