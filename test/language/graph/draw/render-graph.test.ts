/** The graph as nodes and as drawings: shared nodes once, the same questions as the evaluator, honest about limits. */
import { describe, expect, test } from 'vitest';
import { rulesLeadingTo } from '../../../../src/language/analysis/verdicts/route-graph.ts';
import { expandGraph } from '../../../../src/language/graph/draw/expand-graph.ts';
import { GRAPH_FORMATS, renderGraph } from '../../../../src/language/graph/draw/render-graph.ts';
import { lower } from '../../../../src/language/graph/lower.ts';
import { typedPolicy } from '../../../support/typed-policy.ts';

const policy = typedPolicy(`
  route large { when tokens over 8k use sonnet or refuse 413 "too long" }
  route beta { when tier is not free and any { tier is enterprise
    header "x-beta" like "t-*" } use sonnet }
  route closed { when tier is unknown refuse 403 "who are you?" }
  otherwise { use haiku }`);
const graph = lower(policy);

test('mermaid', () => {
  expect(renderGraph(graph, 'mermaid', { policy })).toBe(`---
title: "support"
---
flowchart TD
  n0{"tokens"}
  n1{"tier"}
  n2["large<br/>use sonnet or refuse 413"]
  n3["otherwise<br/>use haiku"]
  n4{"header #quot;x-beta#quot;"}
  n5["beta<br/>use sonnet"]
  n6["closed<br/>refuse 403"]
  n0 -->|"up to 8k"| n1
  n0 -->|"over 8k"| n2
  n1 -->|"free"| n3
  n1 -->|"pro"| n4
  n1 -->|"enterprise"| n5
  n1 -->|"unknown"| n6
  n4 -->|"like #quot;t-*#quot;"| n5
  n4 -->|"not like #quot;t-*#quot; or unknown"| n3
`);
});

test('dot', () => {
  expect(renderGraph(graph, 'dot')).toBe(`digraph "support" {
  node [fontname="sans-serif"];
  edge [fontname="sans-serif", fontsize=10];
  n0 [label="tokens", shape=ellipse];
  n1 [label="tier", shape=ellipse];
  n2 [label="large", shape=box, style="filled", fillcolor="#eef6ee"];
  n3 [label="otherwise", shape=box, style="filled", fillcolor="#eef6ee"];
  n4 [label="header \\"x-beta\\"", shape=ellipse];
  n5 [label="beta", shape=box, style="filled", fillcolor="#eef6ee"];
  n6 [label="closed", shape=box, style="filled", fillcolor="#eef6ee"];
  n0 -> n1 [label="up to 8k"];
  n0 -> n2 [label="over 8k"];
  n1 -> n3 [label="free"];
  n1 -> n4 [label="pro"];
  n1 -> n5 [label="enterprise"];
  n1 -> n6 [label="unknown"];
  n4 -> n5 [label="like \\"t-*\\""];
  n4 -> n3 [label="not like \\"t-*\\" or unknown"];
}
`);
});

test('json says the same, and what each route does', () => {
  const json = JSON.parse(renderGraph(graph, 'json', { policy }));
  expect(json).toMatchObject({ version: 1, policy: 'support', complete: true });
  expect(json.nodes).toHaveLength(7);
  expect(json.nodes[0]).toEqual({
    kind: 'test',
    fact: 'tokens',
    cost: 'free',
    edges: [
      { branch: 'up to 8k', to: 1 },
      { branch: 'over 8k', to: 2 },
    ],
  });
  expect(json.nodes[6]).toEqual({ kind: 'outcome', route: 'closed', answer: 'refuse', does: 'refuse 403' });
});

test('svg draws each node once, each branch with its words, and escapes them', () => {
  const svg = renderGraph(graph, 'svg', { policy });
  expect(svg.match(/<rect /g)).toHaveLength(7);
  expect(svg.match(/<path /g)).toHaveLength(8);
  expect(svg).toContain('not like &quot;t-*&quot; or unknown');
  // Well-formed as far as a regular expression can tell: every element that opens, closes.
  const open = svg.match(/<(svg|title|style|text)[ >]/g)?.length;
  expect(svg.match(/<\/(svg|title|style|text)>/g)).toHaveLength(open ?? 0);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test('between two whole numbers that follow each other there is no branch', () => {
  const whole = lower(
    typedPolicy(`
      route few { when messages under 4 and tier is pro use sonnet }
      route many { when messages over 3 and tier is free use sonnet }
      otherwise { use haiku }`),
  );
  const [root] = expandGraph(whole).nodes;
  expect(root?.kind === 'test' ? root.edges.map((edge) => edge.branch) : []).toEqual([
    'up to 3',
    'at least 4',
  ]);
});

describe('size', () => {
  // A route for each pair of headers: nothing can be shared, so that nodes multiply.
  const routes = Array.from(
    { length: 40 },
    (_, i) =>
      `route r${i} { when header "x-${i}" is "a" and header "x-${(i * 7) % 40}" like "b*" use sonnet }`,
  );
  const wide = lower(typedPolicy(`${routes.join('\n')} otherwise { use haiku }`));

  test('past its budget the drawing stops and says so, in every format', () => {
    const expanded = expandGraph(wide, { mostNodes: 30 });
    expect(expanded.complete).toBe(false);
    expect(expanded.nodes.filter((node) => node.kind === 'test').length).toBeLessThanOrEqual(30);
    expect(expanded.nodes.some((node) => node.kind === 'more')).toBe(true);
    for (const format of GRAPH_FORMATS)
      expect(renderGraph(wide, format, { mostNodes: 30 })).toMatch(/not complete|"complete": false/);
  });
  test('a question with thousands of answers is left out', () => {
    const teams = Array.from({ length: 2_100 }, (_, i) => `route r${i} { when team is "t${i}" use sonnet }`);
    const { nodes, complete } = expandGraph(
      lower(typedPolicy(`${teams.join('\n')} otherwise { use haiku }`)),
    );
    expect(complete).toBe(false);
    expect(nodes.map(({ kind }) => kind)).toEqual(['test', 'more']);
  });
  test('of one route, what can be before it is drawn', () => {
    const policy = typedPolicy(`
      route a { when team is "a" use sonnet }
      route b { when team is "b" use sonnet }
      route c { when team is "b" and request has tools use sonnet }
      route d { when tier is free use sonnet } otherwise { use haiku }`);
    const graph = lower(policy);
    const part = rulesLeadingTo(policy, graph, 'c');
    expect(part?.rules.map(({ route }) => route)).toEqual(['b', 'c']);
    expect(renderGraph(part ?? graph, 'mermaid', { route: 'c' })).toContain(
      'only what leads to the route c.',
    );
    expect(rulesLeadingTo(policy, graph, 'e')).toBeUndefined();
  });
  test('equal sub-graphs are one node', () => {
    const shared = lower(
      typedPolicy(`
        route a { when tier is free and request has tools use sonnet }
        route b { when tier is pro and request has images use sonnet }
        route c { when intent is refund use sonnet } otherwise { use haiku }`),
    );
    const { nodes, complete } = expandGraph(shared);
    expect(complete).toBe(true);
    expect(nodes.filter((node) => node.kind === 'test' && node.fact === 'intent')).toHaveLength(1);
    expect(new Set(nodes.map((node) => JSON.stringify(node))).size).toBe(nodes.length);
  });
});
