/**
 * Findings as code scanning, workflow commands and JUnit read them. SARIF is held to `support/sarif-schema.json`: our
 * own strict subset, because the standard's schema comes in no package; what passes here passed that one too.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { renderGithub } from '../../../src/language/diagnostics/render-github.ts';
import { renderJunit } from '../../../src/language/diagnostics/render-junit.ts';
import { renderSarif } from '../../../src/language/diagnostics/render-sarif.ts';
import { ALL_RULES, runLint } from '../../../src/language/lint/run-lint.ts';
import { createSource } from '../../../src/language/text/source.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../support/sarif-schema.json', import.meta.url), 'utf8'),
) as object;
const isSarif = new Ajv2020({ allErrors: true, strict: false }).compile(schema);

const MODELS = `provider lab { speaks simulated }
model haiku { is "h" on lab  window 200k  output 8k  price $1 in, $5 out  retires 2026-12-31 }
model sonnet { is "s" on lab  window 200k  output 8k  price $3 in, $15 out }
`;
const POLICY = `policy demo edition 1 { serves "demo" }
import haiku, sonnet from "./models.route"
route a { when tokens over 8k  use sonet }
route a { when tokens over 90%  use sonnet }
otherwise { use haiku }
`;

function lint(policy: string, path = 'my policies/ä#1.route') {
  const models = createSource(path.replace(/[^/]+$/, 'models.route'), MODELS);
  const sources = [createSource(path, policy), models];
  return { sources, findings: runLint(compile(sources, new Map()), sources, { today: '2026-11-22' }) };
}
const sarif = (findings: readonly Diagnostic[], sources: Parameters<typeof renderSarif>[1]) =>
  renderSarif(findings, sources, { version: '0.1.0', rules: ALL_RULES });

describe('SARIF', () => {
  it('keeps to the schema, with rules, places, fixes and related places', () => {
    const { findings, sources } = lint(POLICY);
    const log = sarif(findings, sources);
    expect(isSarif(JSON.parse(JSON.stringify(log))), JSON.stringify(isSarif.errors)).toBe(true);
    const [run] = log.runs;
    const results = run?.results ?? [];
    expect(results.length).toBe(findings.length);
    for (const result of results) {
      expect(run?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    }
    const misspelt = results.find((result) => result.ruleId === 'unknown-name');
    expect(misspelt?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'my%20policies/%C3%A4%231.route', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 36, endLine: 3, endColumn: 41 },
    });
    expect(misspelt?.fixes?.[0]?.artifactChanges[0]?.replacements[0]).toEqual({
      deletedRegion: { startLine: 3, startColumn: 36, endLine: 3, endColumn: 41 },
      insertedContent: { text: 'sonnet' },
    });
    expect(misspelt?.properties).toEqual({ code: 'L1101' });
    const twice = results.find((result) => result.ruleId === 'duplicate-name');
    expect(twice?.relatedLocations?.[0]?.physicalLocation?.region?.startLine).toBe(3);
  });

  it('refuses what is not SARIF', () => {
    const { findings, sources } = lint(POLICY);
    const log = JSON.parse(JSON.stringify(sarif(findings, sources)));
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(isSarif(log)).toBe(false);
  });

  it('keeps fingerprints when lines above move, and tells equal lines apart', () => {
    const prints = (policy: string) => {
      const { findings, sources } = lint(policy);
      return sarif(findings, sources).runs[0]?.results?.map((result) => result.partialFingerprints);
    };
    expect(prints(`# one line more\n\n${POLICY}`)).toEqual(prints(POLICY));
    const all = (prints(POLICY) ?? []).map((print) => print?.['primaryLocationLineHash']);
    expect(new Set(all).size).toBe(all.length);
  });

  it('writes absolute paths as file URIs', () => {
    for (const path of ['/srv/a b.route', 'C:/srv/a b.route']) {
      const { findings, sources } = lint(POLICY, path);
      const log = sarif(findings, sources);
      expect(isSarif(JSON.parse(JSON.stringify(log))), JSON.stringify(isSarif.errors)).toBe(true);
      const uri = log.runs[0]?.results?.find(({ ruleId }) => ruleId === 'unknown-name')?.locations?.[0]
        ?.physicalLocation?.artifactLocation?.uri;
      expect(uri).toBe(path.startsWith('/') ? 'file:///srv/a%20b.route' : 'file:///C:/srv/a%20b.route');
    }
  });

  it('is a log without results when all is well', () => {
    expect(isSarif(JSON.parse(JSON.stringify(sarif([], []))))).toBe(true);
  });
});

describe('workflow commands', () => {
  it('escape what would end a property or a line', () => {
    const source = createSource('a,b:c%.route', 'x\ny\n');
    const finding: Diagnostic = {
      rule: 'syntax',
      code: 'L1001',
      severity: 'error',
      at: { path: source.path, span: { start: 0, end: 1 } },
      message: '100% wrong: a, b\r\nnext ::error::line',
      help: 'write y',
    };
    expect(renderGithub([finding], [source])).toBe(
      '::error file=a%2Cb%3Ac%25.route,line=1,col=1,endColumn=2,title=llmr syntax (L1001)::100%25 wrong: a, b%0D%0Anext ::error::line%0Ahelp: write y\n',
    );
    const long: Diagnostic = {
      ...finding,
      severity: 'info',
      at: { path: source.path, span: { start: 0, end: 3 } },
    };
    expect(renderGithub([long], [source])).toMatch(/^::notice file=[^,]+,line=1,endLine=2,title=/);
    expect(renderGithub([], [source])).toBe('');
  });
});

describe('JUnit', () => {
  it('is a case for each rule of a file; only what fails the run fails', () => {
    const { findings, sources } = lint(POLICY.replace('sonet', 'sonnet <&>'), 'a.route');
    const text = renderJunit(findings, sources);
    const counted = /<testsuites name="llmr-lint" tests="(\d+)" failures="(\d+)"/.exec(text);
    expect(Number(counted?.[1])).toBe(text.match(/<testcase /g)?.length);
    expect(Number(counted?.[2])).toBe(text.match(/<failure /g)?.length);
    expect(Number(counted?.[2])).toBeGreaterThan(0);
    expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|#10);)/);
    expect(text).not.toContain('<&>');
  });

  it('tells warnings beside passing cases, unless there are too many of them', () => {
    const { findings, sources } = lint(
      POLICY.replace('sonet', 'sonnet').replace(/route a .*90.*\n/, ''),
      'a.route',
    );
    expect(findings.some(({ severity }) => severity === 'warning')).toBe(true);
    expect(findings.some(({ severity }) => severity === 'error')).toBe(false);
    expect(renderJunit(findings, sources)).toContain('failures="0"');
    expect(renderJunit(findings, sources)).toContain('<system-out>');
    expect(renderJunit(findings, sources, { warningsFail: true })).toContain('<failure type="warning"');
  });

  it('has a passing case for a file without findings', () => {
    expect(renderJunit([], [createSource('clean.route', '')])).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="llmr-lint" tests="1" failures="0" errors="0">
  <testsuite name="clean.route" tests="1" failures="0" errors="0">
    <testcase name="lint" classname="clean.route" file="clean.route"/>
  </testsuite>
</testsuites>
`,
    );
  });
});
