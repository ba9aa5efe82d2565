/**
 * A whole policy set: a policy with everything declared that conditions and routes may name, now and then a second
 * policy, a library that both may import from, a file of tests, and the files that policies read.
 */

import { promptFile } from '../prompt-file.ts';
import type { Block, Draft, Line, Piece } from './draft.ts';
import { drawBlock, type Tables } from './draft-clauses.ts';
import { type Draw, quoted, ROUTES, SENTENCES, saltOf, WORDS } from './draw.ts';
import { DECLARED } from './draw-declarations.ts';
import { DECIDING } from './draw-routes.ts';

export const TABLES: Tables = { ...DECLARED, ...DECIDING };

const line = (kind: string, text: string): Line => ({ kind, text });

/** Declarations by the word and name they begin with; `kind` is whose clauses they have. */
interface Declaration {
  readonly head: string;
  readonly kind?: string;
}
const named = (word: string, names: readonly string[], kind = word): Declaration[] =>
  names.map((name) => ({ head: `${word} ${name}`, kind }));

const MODEL_SIDE: readonly Declaration[] = [
  { head: 'provider lab', kind: 'lab' },
  ...named('provider', ['cloud', 'azure-eu', 'sdk']),
  ...named('model', ['haiku', 'sonnet', 'opus', 'mini']),
];
const REST: readonly Declaration[] = [
  ...named('intent', ['refund', 'bug']),
  { head: 'intent urgent in tone', kind: 'intent' },
  ...named('budget', ['purse']),
  ...named('limit', ['chatty']),
  ...named('predicate', ['vip', 'loyal']),
  ...named('transform', ['brief', 'calm']),
  ...named('check', ['strict', 'shape']),
  ...named('pool', ['quick']),
  ...named('chain', ['careful']),
];
const LIBRARY: readonly Declaration[] = [
  { head: 'provider elsewhere', kind: 'lab' },
  ...named('transform', ['polite']),
  ...named('check', ['tidy']),
  ...named('budget', ['shared-purse']),
  ...named('limit', ['shared-limit']),
];
const KEYS = ['user', 'team', 'key', 'header "x-beta"', 'metadata "app"', 'request', 'tier'];

/** Heads of declarations that say more than a name. */
export function drawHead(draw: Draw, block: Block): string {
  switch (block.kind) {
    case 'split':
    case 'rollout':
      return `${block.head.split(' by ')[0]} by ${draw.one(KEYS)}${saltOf(draw)}`;
    case 'intent':
      return `intent ${block.head.split(' ')[1]}${draw.chance(0.5) ? ' in tone' : ''}`;
    case 'test':
    case 'cases':
    case 'acceptance':
      return `${block.head.split(' ')[0]} ${quoted(draw.one(SENTENCES))}`;
    case 'property':
      return `${draw.one(['never', 'always'])} ${quoted(draw.one(SENTENCES))}`;
    default:
      return block.head;
  }
}

export function drawTopLine(draw: Draw, kind: string): string {
  switch (kind) {
    case 'tier':
      return `tier ${draw.one(['free, pro, enterprise', 'free, enterprise, pro', 'free, pro, vip, enterprise'])}`;
    case 'import':
      return `import gemma, polite, tidy${draw.one(['', ', shared-purse', ', shared-limit'])} from "${draw.one(['./', ''])}shared.route"`;
    case 'library':
      return `import intent ${draw.some(['legal', 'finance', 'maths'], 1, 2).join(', ')} from "llmr:intents${draw.one(['', '@1'])}"`;
    case 'quality':
      return `quality "./${draw.one(['quality', 'other'])}.csv"${draw.chance(0.9) ? ' by prompt "./quality.prompt.json"' : ''}`;
    case 'header':
      return `policy ${draw.one(['auto', 'plain'])} edition 1`;
    default:
      return `tests for "${draw.one(['./', ''])}main.route"`;
  }
}

export function drawDraft(draw: Draw): Draft {
  const block = ({ head, kind = '' }: Declaration): Block => drawBlock(TABLES, kind, head, draw);
  const by = (word: string): Declaration => ({
    head: `${word} by ${draw.one(KEYS)}`,
    kind: word.split(' ')[0] ?? '',
  });
  const top = (kind: string): Line => line(kind, drawTopLine(draw, kind));
  const routes = (least: number): Piece[] =>
    draw.some(ROUTES, least, least + 2).map((name) => block({ head: `route ${name}`, kind: 'route' }));
  const body = (): Piece[] => [
    ...MODEL_SIDE.map(block),
    ...[...REST, by('split halves'), by('rollout slowly')].map(block),
    top('tier'),
    top('quality'),
  ];
  const files = new Map<string, readonly Piece[]>([
    [
      'main.route',
      [
        block({ head: 'policy main edition 1', kind: 'policy' }),
        top('import'),
        top('library'),
        ...body(),
        ...routes(2),
        block({ head: 'otherwise', kind: 'otherwise' }),
      ],
    ],
    [
      'shared.route',
      [...LIBRARY.map(block), { ...block({ head: 'model gemma', kind: 'model' }), body: gemma(draw) }],
    ],
    ['main.test.route', tests(draw, block)],
  ]);
  if (draw.chance(0.6)) files.set('second.route', second(draw, block));
  return { files, data: drawData(draw) };
}

/** Its providers are those of the library. */
function gemma(draw: Draw): readonly Piece[] {
  const { body } = drawBlock(TABLES, 'model', 'model gemma', draw);
  const is = line('model gemma', `is "${draw.one(WORDS)}" on elsewhere`);
  return [is, ...body.filter((piece) => !('text' in piece ? piece.text : piece.head).startsWith('is '))];
}

function second(draw: Draw, block: (declaration: Declaration) => Block): Piece[] {
  const header = draw.chance(0.5)
    ? line('header', drawTopLine(draw, 'header'))
    : block({ head: 'policy extra edition 1', kind: 'policy' });
  return [
    header,
    line('import gemma', 'import gemma from "./shared.route"'),
    line('second', 'route only { when tokens over 8k refuse 413 "Too long." }'),
    line('second', `otherwise { use gemma${draw.one(['', ' or refuse 503 "Busy."'])} }`),
  ];
}

function tests(draw: Draw, block: (declaration: Declaration) => Block): Piece[] {
  const titled = (word: string, kind: string): Block =>
    block({ head: `${word} ${quoted(draw.one(SENTENCES))}`, kind });
  return [
    line('tests', 'tests for "./main.route"'),
    titled('test', 'test'),
    titled('cases', 'cases'),
    titled(draw.one(['never', 'always']), 'property'),
    titled('accept', 'acceptance'),
  ];
}

/** The same in all sets: what another one changes is not compared request by request. */
const PROMPTS = promptFile(['haiku', 'sonnet']);

export function drawData(draw: Draw): Map<string, string> {
  const rule = (): string =>
    `[{"conditions":{"all":[{"fact":"tokens","operator":"greaterThan","value":${draw.one([10, 500, 9000])}}]},"event":{"type":"x"}}]`;
  const csv = (): string =>
    [
      'model,intent,complexity,rows,quality,low,high',
      ...['haiku', 'sonnet', 'opus', 'mini'].flatMap((model) =>
        draw.some(['refund', 'bug', '*'], 1, 2).map((intent) => {
          const low = draw.one([40, 60, 85, 97]);
          return `${model},${intent},${draw.one(['low', 'middle', 'high', '*'])},20,${low + 1},${low},${low + 2}`;
        }),
      ),
      '',
    ].join('\n');
  const schema = (): string => `{"type":"object","required":["${draw.one(WORDS)}"]}`;
  const examples = (): string =>
    draw.some(['give it back', 'my money', 'it broke', 'no light', 'help'], 2, 4).join('\n');
  return new Map([
    ['legacy.json', rule()],
    ['quality.csv', csv()],
    ['quality.prompt.json', PROMPTS],
    ['other.csv', csv()],
    ['ticket.schema.json', schema()],
    ['order.schema.json', schema()],
    ['examples.txt', examples()],
    ['others.txt', examples()],
  ]);
}
