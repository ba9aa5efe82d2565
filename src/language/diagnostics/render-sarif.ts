/**
 * Diagnostics as SARIF 2.1.0, the form code scanning reads: one run, rules with what they are for, places by relative
 * URI, fingerprints that outlive moved lines, fixes. Knows no rule and no version: both are passed in.
 */
import type { Log, Result } from 'sarif';
import { contentHash } from '../text/content-hash.ts';
import { lineText, type Source } from '../text/source.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import { type JsonFinding, type JsonPlace, renderJson } from './render-json.ts';
import { exampleWords } from './render-text.ts';

export interface SarifRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly category: string;
  /** Ids that the rule had before. */
  readonly formerIds?: readonly string[];
}

export interface SarifOptions {
  /** Of llmr, as in `0.1.0`. */
  readonly version: string;
  readonly rules: readonly SarifRule[];
}

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;
/** What relative URIs are relative to: where linting was started. */
const ROOT = '%SRCROOT%';

export function renderSarif(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  { version, rules }: SarifOptions,
): Log {
  const { findings } = renderJson(diagnostics, sources);
  const fingerprint = fingerprints(sources);
  const known = new Map(rules.map((rule, index) => [rule.id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'llmr-lint',
            semanticVersion: version,
            rules: rules.map(({ id, summary, severity, category, formerIds = [] }) => ({
              id,
              ...(formerIds.length === 0 ? {} : { deprecatedIds: [...formerIds] }),
              shortDescription: { text: summary },
              help: { text: `${summary} \`llmr explain ${id}\` shows the rule's page, with examples.` },
              defaultConfiguration: { level: LEVELS[severity] },
              properties: { category },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The folder llmr-lint was started in.' } } },
        results: findings.map((finding) => resultOf(finding, known.get(finding.rule), fingerprint(finding))),
      },
    ],
  };
}

function resultOf(finding: JsonFinding, ruleIndex: number | undefined, fingerprint: string): Result {
  const { rule, code, severity, related = [], fix, example } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: toldOf(finding) },
    locations: [{ physicalLocation: physicalLocation(finding) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, index) => ({
            id: index + 1,
            message: { text: place.message },
            physicalLocation: physicalLocation(place),
          })),
        }),
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    ...(fix === undefined ? {} : { fixes: [fixOf(fix)] }),
    ...(code === undefined && example === undefined
      ? {}
      : {
          properties: {
            ...(code === undefined ? {} : { code }),
            ...(example === undefined ? {} : { example: { ...example } }),
          },
        }),
  };
}

function toldOf({ message, because, example, help }: JsonFinding): string {
  return [
    message,
    ...(because === undefined ? [] : [`Because: ${because}.`]),
    ...(example === undefined ? [] : [`Example: ${exampleWords(example)}.`]),
    ...(help === undefined ? [] : [`Help: ${help}.`]),
  ].join('\n');
}

function physicalLocation(place: JsonPlace) {
  return { artifactLocation: artifactLocation(place.file), region: regionOf(place) };
}

/** Edits of one file belong together. */
function fixOf({ title, edits }: NonNullable<JsonFinding['fix']>) {
  return {
    description: { text: title },
    artifactChanges: [...new Set(edits.map(({ file }) => file))].map((file) => ({
      artifactLocation: artifactLocation(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ deletedRegion: regionOf(edit), insertedContent: { text: edit.text } })),
    })),
  };
}

function regionOf({ line, column, endLine, endColumn }: JsonPlace) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function artifactLocation(path: string): { uri: string; uriBaseId?: string } {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return { uri: `file://${uri}` };
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${path.slice(0, 2)}${uri.slice(4)}` };
  return { uri, uriBaseId: ROOT };
}

/** The rule, the file and the line's text, counted where they repeat: the same after lines above were added. */
function fingerprints(sources: readonly Source[]): (finding: JsonFinding) => string {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const seen = new Map<string, number>();
  return ({ rule, file, line }) => {
    const source = byPath.get(file);
    const text = source === undefined ? '' : lineText(source, line).trim().replace(/\s+/g, ' ');
    const hash = contentHash(JSON.stringify([rule, file, text])).slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  };
}
