/**
 * `npm run new-rule NAME`: the three files of a lint rule and its two lines in the list. What it writes fails the
 * completeness test until the words are filled in.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const id = process.argv[2] ?? '';
const folder = fileURLToPath(new URL('../src/language/lint/rules', import.meta.url));
if (!/^[a-z]+(-[a-z]+)*$/.test(id)) {
  console.error('usage: npm run new-rule NAME, in kebab-case: npm run new-rule stale-price');
  process.exit(2);
}
if (existsSync(join(folder, `${id}.ts`))) {
  console.error(`there is a rule ${id} already`);
  process.exit(1);
}

const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
const policy = `policy demo edition 1 {
  serves "demo"
}

import haiku from "./models.route"

otherwise {
  because "Everyone."
  use haiku or refuse 413 "Too long."
}`;

const files = {
  [`${id}.ts`]: `// What is wrong where this rule speaks, in two lines.
import { defineRule } from '../rule.ts';

export const ${name} = defineRule({
  id: '${id}',
  severity: 'warning',
  category: 'hygiene',
  summary: 'One sentence.',
  messages: {
    found: (data: { name: string }) => ({
      message: \`what is wrong with "\${data.name}"\`,
      because: 'why it matters',
      help: 'what to do',
    }),
  },
  policy({ policy }, report) {
    if (policy.routes.length > 0) report('found', policy.at, { name: policy.name });
  },
});
`,
  [`${id}.md`]: `# ${id}

**Warning** · hygiene

## Summary

One sentence.

## Wrong

\`\`\`route
${policy}
\`\`\`

## Right

\`\`\`route
${policy}
\`\`\`

## Output

\`\`\`text
\`\`\`

## Why

## When to allow

## Since

${version}
`,
  [`${id}.cases.txt`]: ['fires', 'fires again', 'is silent', 'is silent too']
    .map((title) => `=== ${title}\n${policy}\n---\n`)
    .join('\n'),
};
for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);

const list = join(folder, 'index.ts');
writeFileSync(list, withRule(readFileSync(list, 'utf8')));
console.log(`${Object.keys(files).join(', ')} and a line in index.ts: now write the rule, then
  UPDATE_GOLDEN=1 npx vitest run test/language/lint   # fills in the expected output; read it before you commit`);

/** Both lists stay sorted. */
function withRule(text: string): string {
  const importLine = `import { ${name} } from './${id}.ts';`;
  const imports = [...text.matchAll(/^import \{ \w+ \} from '\.\/[\w-]+\.ts';$/gm)].map((match) => match[0]);
  const entries = [...text.matchAll(/^ {2}\w+,$/gm)].map((match) => match[0]);
  const sorted = (lines: readonly string[]): string[] =>
    [...lines].sort((a, b) => (a.replace(/.*'\.\//, '') < b.replace(/.*'\.\//, '') ? -1 : 1));
  return text
    .replace(imports.join('\n'), sorted([...imports, importLine]).join('\n'))
    .replace(entries.join('\n'), sorted([...entries, `  ${name},`]).join('\n'));
}
