/**
 * Looks up every name of a file that refers to a declaration in the file's scope. Must not know units or the content
 * of a declaration.
 */
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { FOREIGN_FACTS, FOREIGN_FEATURES, NO_SUCH_FACT } from '../diagnostics/foreign-words.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { INTENTS_LIBRARY } from '../library/library-address.ts';
import { libraryIntent } from '../library/library-files.ts';
import type * as Ast from '../syntax/ast.ts';
import { spanOf } from '../text/span.ts';
import { FACT_KINDS, factRow, RESERVED_WORDS } from '../vocabulary/facts.ts';
import { type Exports, missingFile, relativeName } from './imports.ts';
import { languageError, type Report, replacement, unknownName } from './report.ts';
import { resolvePath } from './resolve-path.ts';
import {
  type DataFiles,
  type Entry,
  groupsOf,
  NAMESPACE_KEYS,
  NAMESPACES,
  type Namespace,
  namespaceOf,
  type Scope,
} from './scope.ts';

export interface References {
  readonly found: Map<Ast.Name | Ast.Text, Entry>;
  readonly exportsByPath: ReadonlyMap<string, Exports>;
  readonly data: DataFiles;
  readonly report: Report;
}

/** Looks names up in one scope. */
export interface Lookup {
  /** Undefined when the name or its import is unknown, which has been reported. */
  find(namespace: Namespace, name: Ast.Name): Entry | undefined;
  dataFile(written: Ast.Text): void;
  fact(phrase: Ast.FactPhrase, test: Ast.TestPhrase): void;
}

export function createLookup(scope: Scope, references: References): Lookup {
  /** End of the last unknown fact. */
  let unknownFactEnd = -1;

  const find = (namespace: Namespace, name: Ast.Name | Ast.Text): Entry | undefined => {
    const entry = (scope.names[namespace] as Map<string, Entry>).get(name.text);
    if (entry !== undefined) {
      references.found.set(name, entry);
      return entry;
    }
    if (!scope.broken.has(name.text)) {
      references.report(unknownEntry(scope, references, namespace, name));
    }
    return undefined;
  };

  const bindIntents = (test: Ast.TestPhrase): void => {
    for (const value of test.kind === 'is' ? test.values : []) {
      const isIntent =
        value.kind === 'text' || (value.kind === 'name' && !RESERVED_VALUES.includes(value.text));
      if (isIntent) find('intents', value);
    }
  };

  return {
    find,
    dataFile(written) {
      const path = resolvePath(scope.file.source.path, written.text);
      if (references.data.has(path)) return;
      references.report(missingFile(scope.file, written, [], references.data));
    },
    fact(phrase, test) {
      const { subject } = phrase;
      if (phrase.words === 'intent') bindIntents(test);
      if (subject === undefined) return;
      if (subject.kind === 'text') {
        if (phrase.words === 'rules') this.dataFile(subject);
        return;
      }
      const namespace = SUBJECTS[phrase.words];
      if (namespace !== undefined) {
        find(namespace, subject);
      } else if (phrase.words === 'group') {
        const model = scope.names.targets.get(subject.text);
        if (model !== undefined) references.found.set(subject, model);
        else if (groupsOf(scope).has(subject.text)) bindIntents(test);
        else if (!scope.broken.has(subject.text)) {
          // The rest of a misspelt condition can parse as another one.
          if (sameLine(scope, unknownFactEnd, subject.span.start)) return;
          unknownFactEnd = subject.span.end;
          references.report(unknownFact(scope, subject, test));
        }
      }
    },
  };
}

const NO_INTENT = /^(?:none|null|nil|nothing|undefined|empty)$/i;

/** Unquoted, these are not intents. */
const RESERVED_VALUES: readonly string[] = ['none', 'unknown'];

const SUBJECTS: Readonly<Record<string, Namespace>> = {
  budget: 'budgets',
  limit: 'limits',
  'similarity to': 'intents',
  'p95 latency': 'targets',
  'error rate': 'targets',
  load: 'targets',
  predicate: 'predicates',
};

function unknownEntry(
  scope: Scope,
  references: References,
  namespace: Namespace,
  name: Ast.Name | Ast.Text,
): Diagnostic {
  const words = NAMESPACES[namespace];
  const what = { kind: words.one, many: words.many, name: name.text };
  if (namespace === 'intents' && name.kind === 'name' && NO_INTENT.test(name.text)) {
    return languageError(scope.file, name.span, 'L1102', `\`${name.text}\` is written \`none\` here`, {
      because: '`none` holds for a message that is clearly of no intent',
      help: 'write `none`',
      fix: replacement(scope.file, name.span, 'none'),
    });
  }
  const code = namespace === 'targets' ? 'L1101' : 'L1102';
  const elsewhere = declaredElsewhere(scope, references, namespace, name.text);
  if (elsewhere !== undefined) {
    const line = `import ${name.text} from "${relativeName(scope.file, elsewhere.file.source.path)}"`;
    const { fix: _, ...rest } = unknownName(scope.file, name.span, code, what, []);
    return {
      ...rest,
      message: `\`${name.text}\` is not imported here`,
      because: `${elsewhere.node.kind} \`${name.text}\` is declared in ${elsewhere.at.path}:${elsewhere.at.line}`,
      help: `add \`${line}\``,
      fix: { title: `add \`${line}\``, edits: [importEdit(scope, line)] },
    };
  }
  if (namespace === 'intents' && libraryIntent(name.text) !== undefined) {
    const line = `import intent ${name.text} from "${INTENTS_LIBRARY}"`;
    return languageError(scope.file, name.span, code, `\`${name.text}\` is not imported here`, {
      because: 'no intent of this name is declared; the standard library has one',
      help: `add \`${line}\``,
      fix: { title: `add \`${line}\``, edits: [importEdit(scope, line)] },
    });
  }
  const other = NAMESPACE_KEYS.map((key) => (scope.names[key] as Map<string, Entry>).get(name.text)).find(
    (entry) => entry !== undefined,
  );
  const hint =
    other === undefined
      ? undefined
      : `\`${name.text}\` is a ${other.node.kind} (${other.at.path}:${other.at.line}); a ${words.one} belongs here`;
  return unknownName(scope.file, name.span, code, what, [...scope.names[namespace].keys()], hint);
}

/** The one other file that declares the name; undefined when there is none or more than one. */
function declaredElsewhere(
  scope: Scope,
  references: References,
  namespace: Namespace,
  name: string,
): Entry | undefined {
  const found = [...references.exportsByPath.values()]
    .filter((other) => other.file !== scope.file)
    .flatMap((other) => other.names.get(name) ?? [])
    .filter((entry) => entry.node.name.text === name && namespaceOf(entry.node) === namespace);
  return found.length === 1 ? found[0] : undefined;
}

/** A new line after the last import, else after the policy header, else at the top. */
function importEdit(scope: Scope, line: string) {
  const { ast, source } = scope.file;
  const last = ast.declarations.filter((declaration) => declaration.kind === 'import').at(-1);
  const after = last?.span.end ?? ast.header?.span.end;
  return after === undefined
    ? { path: source.path, span: { start: 0, end: 0 }, text: `${line}\n\n` }
    : { path: source.path, span: { start: after, end: after }, text: `${last ? '\n' : '\n\n'}${line}` };
}

function unknownFact(scope: Scope, subject: Ast.Name, test: Ast.TestPhrase): Diagnostic {
  const down =
    test.kind === 'is' &&
    test.values.length === 1 &&
    test.values[0]?.kind === 'name' &&
    test.values[0].text === 'down';
  if (down) {
    const models = [...scope.names.targets]
      .filter(([, entry]) => entry.node.kind === 'model')
      .map(([name]) => name);
    return unknownName(
      scope.file,
      subject.span,
      'L1101',
      { kind: 'model', many: 'models', name: subject.text },
      models,
    );
  }
  const foreign = foreignFact(scope, subject, test);
  if (foreign !== undefined) return foreign;
  const facts = FACT_KINDS.map((kind) => factRow(kind).words).filter((words) =>
    RESERVED_WORDS.has(words.split(' ')[0] ?? ''),
  );
  const groups = [...groupsOf(scope).keys()];
  const hint = `a group of intents is tested by its name: declare \`intent NAME in ${subject.text} { … }\``;
  const what = { kind: 'fact', many: 'facts', name: subject.text };
  const valid = [...new Set([...groups, ...facts])];
  const near = didYouMean(subject.text, valid) !== undefined;
  return unknownName(scope.file, subject.span, 'L1106', what, valid, near ? undefined : hint);
}

const SIMPLE_FACTS = new Set([
  ...[
    'tokens',
    'messages',
    'images',
    'endpoint',
    'tier',
    'team',
    'user',
    'key',
    'text',
    'time',
    'day',
    'date',
  ],
  ...['complexity', 'language', 'intent'],
]);

/** A fact by the name it has elsewhere. */
function foreignFact(scope: Scope, subject: Ast.Name, test: Ast.TestPhrase): Diagnostic | undefined {
  const { text, span } = subject;
  const error = (because: string, help: string, fix?: Fix) =>
    languageError(scope.file, span, 'L1106', `there is no fact \`${text}\``, {
      because,
      help,
      ...(fix === undefined ? {} : { fix }),
    });
  // `input.tier` of Rego, `principal.team` of Cedar.
  const last = text.includes('.') ? (text.split('.').at(-1) ?? '') : '';
  if (SIMPLE_FACTS.has(last) && FOREIGN_FACTS[text] === undefined)
    return error('facts are named without what they belong to', `write \`${last}\``, {
      ...replacement(scope.file, span, last),
    });
  const feature = FOREIGN_FEATURES[text];
  if (feature !== undefined && test.kind === 'is') {
    const value = test.values[0];
    const no =
      (value !== undefined && 'text' in value && /^(?:false|no|off)$/.test(value.text)) !== test.negated;
    const words = `request has ${no ? 'no ' : ''}${feature}`;
    const whole = spanOf(span.start, test.span.end);
    return error(
      'what a request brings or wants is asked with `request has`',
      `write \`${words}\``,
      replacement(scope.file, whole, words),
    );
  }
  const known = FOREIGN_FACTS[text];
  if (known?.write !== undefined) {
    const fits = known.write !== 'text' || test.kind === 'contains' || test.kind === 'matches';
    return error(
      known.because,
      `write \`${known.write}\``,
      fits && !known.write.includes('NAME') ? replacement(scope.file, span, known.write) : undefined,
    );
  }
  const none = NO_SUCH_FACT[text];
  return none === undefined ? undefined : error('llmr does not know this about a request', none);
}

function sameLine(scope: Scope, from: number, to: number): boolean {
  return from >= 0 && from < to && !scope.file.source.text.slice(from, to).includes('\n');
}
