// The dependency rule as code. Each rule says what its violation would mean.
const inner = (folders) => `^src/language/(${folders})/`;

/** The gateway's folders from the outermost to the innermost: none imports one before it, types included. */
const GATEWAY = [
  'workers',
  'http',
  'decisions',
  'traffic',
  'request',
  'policies',
  'admission',
  'ledger',
  'checks',
  'dispatch',
  'health',
  'upstream',
  'dialects',
  'facts',
  'callers',
  'stores',
  'secrets',
  'config',
  'observe',
  'bounds',
];

/** One rule per folder but the outermost: it imports none of the folders listed before it. */
function inwards(name, root, folders, comment) {
  return folders.slice(1).map((folder, at) => ({
    name: `${name}-from-${folder}`,
    comment,
    severity: 'error',
    from: { path: `${root}${folder}/` },
    to: { path: `${root}(${folders.slice(0, at + 1).join('|')})/` },
  }));
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'language-is-pure',
      comment:
        'The language is a function of its arguments: no file, clock, network or environment. A core module in there means that a policy could mean two things on two machines.',
      severity: 'error',
      from: { path: '^src/language/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'language-knows-no-outside',
      comment: 'CLI, gateway and meaning wrap the language; the language must not know who wraps it.',
      severity: 'error',
      from: { path: '^src/language/' },
      to: { path: '^src/(cli|files|gateway|meaning|interchange|console)/' },
    },
    {
      name: 'chevrotain-stays-in-syntax',
      comment: 'Only text becomes a tree with Chevrotain; elsewhere it would tie meaning to a parser library.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/language/syntax/' },
      to: { path: 'node_modules/chevrotain' },
    },
    {
      name: 'runtime-without-parser',
      comment: 'Evaluating a graph must be shippable without the parser.',
      severity: 'error',
      from: { path: inner('graph|planning'), pathNot: '(lower)\\.ts$' },
      to: { path: inner('syntax|format|lint'), reachable: true },
    },
    {
      name: 'stages-flow-forward-text',
      comment: 'Texts and diagnostics are the ground everything stands on; they look at nothing above.',
      severity: 'error',
      from: { path: inner('text|diagnostics') },
      to: { path: inner('syntax|semantics|analysis|graph|planning|lint|format|testing|explaining') },
    },
    {
      name: 'stages-flow-forward-syntax',
      comment: 'Syntax decides nothing: it must not know names, types or meanings.',
      severity: 'error',
      from: { path: inner('syntax') },
      to: { path: inner('semantics|analysis|graph|planning|lint|format|testing|explaining') },
    },
    {
      name: 'stages-flow-forward-semantics',
      comment: 'Binding and checking come before analysis, graph and lint.',
      severity: 'error',
      from: { path: inner('semantics') },
      to: { path: inner('analysis|graph|planning|lint|format|testing|explaining') },
    },
    ...inwards(
      'analysis-flows-inwards',
      '^src/language/analysis/',
      ['diff', 'verdicts', 'space', 'regular'],
      'Automata know no facts, the search knows no question, a verdict is about one policy.',
    ),
    {
      name: 'ast-ends-at-semantics',
      comment: 'Analysis, graph, planning and gateway speak of the typed policy; the AST says how it was spelt.',
      severity: 'error',
      from: { path: '^src/(gateway|language/(analysis|graph|planning|explaining))/' },
      to: { path: '^src/language/syntax/(ast|build-ast|parser|tokens)' },
    },
    {
      name: 'decisions-consult-no-analysis',
      comment: 'A wrong analysis may veto a swap; it must never change where a request goes.',
      severity: 'error',
      from: { path: inner('graph|planning') },
      to: { path: inner('analysis|lint') },
    },
    {
      name: 'rules-are-leaves',
      comment: 'A lint rule can be added or deleted alone: nobody but the list imports one, and rules do not import each other.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/language/lint/rules/index\\.ts$' },
      to: { path: '^src/language/lint/rules/(?!index)' },
    },
    {
      name: 'upstream-knows-no-policy',
      comment: 'An upstream speaks one wire format. What to ask, and whom, was decided before.',
      severity: 'error',
      from: { path: '^src/gateway/upstream/' },
      to: { path: '^src/(language/(?!semantics/(model|failures|network-address)\\.ts|text/)|gateway/(?!upstream/|dialects/|facts/count-tokens))' },
    },
    ...inwards(
      'gateway-flows-inwards',
      '^src/gateway/',
      GATEWAY,
      'A request goes from the socket to the upstream; a folder that looks outwards would send it back.',
    ),
    {
      name: 'gateway-pages-are-above-its-folders',
      comment: 'The request page and the composition root name the folders; none of these names them.',
      severity: 'error',
      from: { path: '^src/gateway/[^/]+/', pathNot: '^src/gateway/http/' },
      to: { path: '^src/gateway/(handle-request|main)\\.ts$' },
    },
    {
      name: 'one-process-loads-no-workers',
      comment: 'A service with one worker is one process: neither the channel nor node:cluster is loaded.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/gateway/workers/' },
      to: { path: '^(src/gateway/workers/|(node:)?cluster$)', dynamic: false },
    },
    {
      name: 'http-is-outermost',
      comment: 'The request page and everything below it run behind any server: only http/ knows the framework.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/gateway/http/' },
      to: { path: 'node_modules/(koa|@koa/router|@types/koa)' },
    },
    {
      name: 'observe-is-a-leaf',
      comment: 'Nothing may need a log or a metric in order to be right.',
      severity: 'error',
      from: { path: '^src/gateway/observe/' },
      to: { path: '^src/gateway/(?!observe/|bounds/)' },
    },
    {
      name: 'vectra-is-for-compiling',
      comment: 'vectra brings 122 MB and a linear scan; the request path loads finished artefacts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/meaning/' },
      to: { path: 'node_modules/vectra' },
    },
    {
      name: 'files-are-read-at-the-edge',
      comment: 'File access only in files, cli/input/files, the kept reports of lint, meaning, gateway/policies/reload, ledger, observe, decisions, stores and config.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(files/|cli/input/files\\.ts|cli/commands/lint/kept-report\\.ts|meaning/|gateway/(policies/reload|ledger|observe|decisions|stores)/|gateway/config/)',
      },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'cli-enters-the-gateway-by-its-doors',
      comment: 'Commands are thin: they start the gateway or ask its stores, they do not reach into a request.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/gateway/(dispatch|http|dialects|upstream)/', pathNot: '/openai-chat/(view-chat|trimmed-input)\\.ts$' },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or a third is missing. Types count, too.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-dependence-on-tests',
      comment: 'The product does not know its tests.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-development-packages',
      comment: 'What ships must be installed where it ships.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
