/** Every rule page is run: Wrong gives exactly its Output, Right is silent. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_RULES } from '../../../src/language/lint/run-lint.ts';
import { about, lintSources, REVIEW, RULES_FOLDER, ruleFile, sourcesIn, UPDATE } from './lint-texts.ts';

const SECTIONS = ['Summary', 'Wrong', 'Right', 'Output', 'Why', 'When to allow', 'Since'];

function sectionsOf(page: string): Map<string, string> {
  const parts = page.split(/^## (.+)\n/m).slice(1);
  const sections = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2)
    sections.set(parts[index] ?? '', (parts[index + 1] ?? '').trim());
  return sections;
}

function fenced(section: string | undefined): string {
  return /```\w+\n([\s\S]*?)```/.exec(section ?? '')?.[1]?.trimEnd() ?? '';
}

describe.each(ALL_RULES)('the page of $id', ({ id, severity, category, summary }) => {
  const page = ruleFile(`${id}.md`) ?? '';
  const sections = sectionsOf(page);

  it('has the form that all pages have', () => {
    const title = `# ${id}\n\n**${severity[0]?.toUpperCase()}${severity.slice(1)}** · ${category}\n\n## Summary\n\n${summary}\n`;
    expect(page.startsWith(title)).toBe(true);
    expect([...sections.keys()]).toEqual(SECTIONS);
    for (const section of ['Why', 'When to allow']) expect(sections.get(section)).not.toBe('');
    expect(sections.get('Since')).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('shows what is said of its wrong example', () => {
    const { rendered, findings } = lintSources(sourcesIn(fenced(sections.get('Wrong'))), about(id));
    if (UPDATE) {
      const block = `## Output\n\n\`\`\`text\n${rendered}\n\`\`\`\n`;
      writeFileSync(
        join(RULES_FOLDER, `${id}.md`),
        page.replace(/## Output\n\n```text\n[\s\S]*?```\n/, () => block),
      );
      return;
    }
    expect(findings.map((finding) => finding.rule)).toContain(id);
    expect(rendered, REVIEW).toBe(fenced(sections.get('Output')));
  });

  it('shows a right example about which nothing at all is said', () => {
    expect(lintSources(sourcesIn(fenced(sections.get('Right')))).rendered).toBe('');
  });
});
