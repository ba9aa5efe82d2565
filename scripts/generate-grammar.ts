/**
 * `npm run grammar`: writes what is derived from the parser: the EBNF, the railroad diagrams, the highlighting
 * grammar for editors, the types of the concrete tree and the lookahead of its decisions. With `--check` it writes
 * nothing and exits 1 when a file is not what the parser says today.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  BAD_QUANTITY,
  cstTypes,
  describeGrammar,
  describeTokens,
  type GrammarPart,
  lookaheadPaths,
} from '../src/language/syntax/describe-grammar.ts';
import { CLAUSES, DECLARATIONS, WORDS } from '../src/language/syntax/keywords.ts';
import { drawRule } from './draw-railroad.ts';

const root = new URL('../', import.meta.url);

/** Path from the root of the repository → text. */
export function generatedFiles(): Map<string, string> {
  return new Map([
    ['grammar/route.ebnf', ebnf()],
    ['grammar/route.html', railroad()],
    ['grammar/route.tmLanguage.json', `${JSON.stringify(textMate(), null, 2)}\n`],
    [
      'src/language/syntax/cst.generated.ts',
      `// The types of the concrete tree, generated from the parser: npm run grammar.\n${cstTypes()}\n`,
    ],
    ['src/language/syntax/lookahead.generated.ts', lookahead()],
  ]);
}

/** Paths of the files that are not what the parser says. */
export function driftedFiles(): string[] {
  return [...generatedFiles()]
    .filter(([name, text]) => {
      const file = new URL(name, root);
      return !existsSync(file) || readFileSync(file, 'utf8') !== text;
    })
    .map(([name]) => name);
}

function lookahead(): string {
  const rows = Object.entries(lookaheadPaths()).map(
    ([decision, paths]) => `  ${JSON.stringify(decision)}: ${JSON.stringify(paths)},\n`,
  );
  return `// What each decision of the grammar may start with, generated from the parser: npm run grammar.
export const LOOKAHEAD_PATHS: Readonly<Record<string, readonly (readonly string[])[]>> = {
${rows.join('')}};
`;
}

function ebnf(): string {
  const rules = describeGrammar().map(({ name, part }) => {
    const options = part.kind === 'choice' ? part.parts : [part];
    return `${name} ::= ${options.map((option) => written(option, false)).join('\n  | ')}`;
  });
  const tokens = describeTokens().map(({ name, pattern }) =>
    pattern.includes(' | ') ? `${name} ::= ${pattern}` : `${name} ::= /${pattern}/`,
  );
  return [
    '# The grammar of .route files, edition 1, generated from the parser: npm run grammar.',
    '# NAME is any word that does not begin a clause or a declaration; a word in quotes is that word.',
    '# Not expressed here: which clauses can be repeated, and that `try` comes first, `on` and `otherwise` last.',
    '',
    rules.join('\n\n'),
    '',
    '# Tokens. A quantity ends where no letter, digit, `_`, `.`, `:`, `%`, `$` or `-` follows.',
    '',
    tokens.join('\n'),
    '',
  ].join('\n');
}

function written(part: GrammarPart, grouped: boolean): string {
  const group = (text: string): string => (grouped ? `( ${text} )` : text);
  switch (part.kind) {
    case 'word':
      return `'${part.text}'`;
    case 'token':
    case 'rule':
      return part.name;
    case 'sequence':
      return group(part.parts.map((inner) => written(inner, inner.kind === 'choice')).join(' '));
    case 'choice':
      return group(part.parts.map((inner) => written(inner, false)).join(' | '));
    case 'optional':
      return `${written(part.part, true)}?`;
    case 'many':
      return `${written(part.part, true)}*`;
    case 'some':
      return `${written(part.part, true)}+`;
    case 'list': {
      const inner = written(part.part, true);
      return group(`${inner} ( ${written(part.separator, false)} ${inner} )*`);
    }
  }
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1c2430; background: #fff; }
  h2 { font: 600 1rem ui-monospace, monospace; margin: 2rem 0 .5rem; }
  div { overflow-x: auto; }
  nav { columns: 14rem; }
  svg { display: block; }
  svg path { fill: none; stroke: #5b6b7f; stroke-width: 1.5; }
  svg rect { fill: #fff; stroke: #5b6b7f; stroke-width: 1.5; }
  svg .word rect { fill: #e7f2ea; }
  svg .token rect { fill: #fdf3dc; }
  svg text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: #1c2430; }
  svg a rect { fill: #e8eefb; }
  @media (prefers-color-scheme: dark) {
    body { color: #dde4ee; background: #14181f; }
    a { color: #9dbcff; }
    svg rect { fill: #14181f; } svg text { fill: #dde4ee; }
    svg .word rect { fill: #1d3325; } svg .token rect { fill: #3a3019; } svg a rect { fill: #1f2b45; }
  }`;

function railroad(): string {
  const rules = describeGrammar();
  const contents = rules.map(({ name }) => `<a href="#${name}">${name}</a><br>`).join('\n');
  const diagrams = rules
    .map(({ name, part }) => `<h2 id="${name}">${name}</h2>\n<div>${drawRule(part)}</div>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The grammar of .route files, edition 1</title>
<style>${STYLE}
</style>
<h1>The grammar of .route files, edition 1</h1>
<p>Generated from the parser: <code>npm run grammar</code>. Green: literal keywords and symbols. Yellow: your name, string, quantity or pattern. Blue: another rule.</p>
<nav>
${contents}
</nav>
${diagrams}
</html>
`;
}

/** The grammar that editors colour by: approximate by nature, since it sees one line at a time. */
function textMate(): object {
  const alternatives = (words: readonly string[]): string => [...new Set(words)].sort().join('|');
  const declarations = Object.keys(DECLARATIONS);
  const clauses = Object.values(CLAUSES).flat();
  const inner = WORDS.filter((word) => !declarations.includes(word));
  const pattern = (name: string): string =>
    describeTokens().find((token) => token.name === name)?.pattern ?? '';
  const quantities = pattern('QUANTITY').split(' | ').map(pattern);
  const ends = '(?![\\w.:%$-])';
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'llmr route policy',
    scopeName: 'source.route',
    fileTypes: ['route'],
    comment: 'Generated from the parser: npm run grammar',
    patterns: [
      { name: 'comment.line.number-sign.route', match: pattern('COMMENT') },
      { name: 'string.quoted.double.route', match: pattern('TEXT') },
      {
        match: `\\b(matches)\\s+(${pattern('PATTERN')})`,
        captures: { 1: { name: 'keyword.operator.route' }, 2: { name: 'string.regexp.route' } },
      },
      {
        match: `^\\s*(${alternatives(declarations)})\\s+(${pattern('NAME')})(?=\\s*(?:\\{|by\\b|in\\b|edition\\b))`,
        captures: { 1: { name: 'keyword.declaration.route' }, 2: { name: 'entity.name.type.route' } },
      },
      { name: 'keyword.declaration.route', match: `^(?:${alternatives(declarations)})\\b(?![-.]\\w)` },
      {
        match: `(?:^\\s*|\\{\\s*)(${alternatives(clauses)})\\b(?![-.]\\w)`,
        captures: { 1: { name: 'keyword.control.route' } },
      },
      { name: 'constant.numeric.route', match: `(?<![\\w.-])(?:${quantities.join('|')})${ends}` },
      { name: 'invalid.illegal.quantity.route', match: `(?<![\\w.-])(?:${BAD_QUANTITY})` },
      { name: 'keyword.operator.route', match: `(?<![\\w.-])(?:${alternatives(inner)})(?![\\w-]|\\.\\w)` },
      { name: 'variable.other.route', match: pattern('NAME') },
      { name: 'punctuation.section.block.route', match: '[{}]' },
      { name: 'punctuation.separator.route', match: '[,/]' },
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const drifted = driftedFiles();
  if (process.argv.includes('--check')) {
    for (const name of drifted) console.error(`${name} is not what the parser says: run npm run grammar`);
    process.exit(drifted.length > 0 ? 1 : 0);
  }
  const files = generatedFiles();
  for (const name of drifted) {
    writeFileSync(new URL(name, root), files.get(name) ?? '');
    console.log(`wrote ${name}`);
  }
}
