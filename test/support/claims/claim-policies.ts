/**
 * Random small policies with claims about them, as texts. What a claim's `when` says is kept as a predicate over the
 * request as it was sent, so that whoever judges a claim needs nothing of the language.
 */
import type { Random } from '../small-policy.ts';

/** A request as its sender knows it; null: not said. */
export interface SentRequest {
  readonly tokens: number;
  readonly outputTokens: number;
  readonly messages: number;
  readonly images: number;
  readonly tools: boolean;
  readonly json: boolean;
  readonly audio: boolean;
  readonly streaming: boolean;
  readonly text: string;
  readonly tier: string | null;
  readonly team: string | null;
  readonly header: string | null;
  readonly plan: string | null;
}

export interface Condition {
  readonly words: string;
  holds(request: SentRequest): boolean;
}

export type ClaimKind = 'model in' | 'route in' | 'refused' | 'tokens fit model';

export interface Claim {
  readonly title: string;
  readonly kind: 'never' | 'always';
  readonly what: ClaimKind;
  readonly names: readonly string[];
  readonly when: readonly Condition[];
}

export interface ClaimedPolicy {
  readonly name: string;
  readonly policy: string;
  readonly tests: string;
  readonly claims: readonly Claim[];
  /** Numbers of tokens at which something changes. */
  readonly edges: readonly number[];
  /** Percent, of canaries and first shares. */
  readonly shares: readonly number[];
}

export const TIERS = ['free', 'pro'] as const;
export const TEAMS = ['acme', 'blue'] as const;
/** Of header `x-c`. */
export const HEADERS = ['beta-1', 'café', 'naïve-2', 'zürich'] as const;
const FEATURES = ['tools', 'images', 'json', 'audio', 'streaming'] as const;
const CAN = ['tools', 'images', 'json', 'audio'] as const;
const WORDS = ['refund', 'invoice'] as const;
const PERCENTS = [1, 5, 25, 50, 99, 100];

export function claimedPolicy(random: Random, name: string): ClaimedPolicy {
  return new Writer(random, name).policy();
}

class Writer {
  readonly #random: Random;
  readonly #name: string;
  readonly #edges = new Set<number>([4, 20]);
  readonly #shares = new Set<number>();
  readonly #models = ['small', 'middle', 'large'];
  /** Of routes, where a claim can ask the same. */
  readonly #guards: (readonly Condition[])[] = [];

  constructor(random: Random, name: string) {
    this.#random = random;
    this.#name = name;
  }

  policy(): ClaimedPolicy {
    const models = this.#models.map((model) => this.#model(model));
    const transforms = [
      'transform short { cap output 200 }',
      'transform plain { drop images drop audio }',
      'transform bare { drop tools }',
      'transform slim { trim history to 400 }',
      'transform slight { trim history to 2k }',
    ];
    const targets = this.#targets();
    const count = 1 + this.#below(4);
    const names = Array.from({ length: count }, (_, at) => `r${at}`);
    const routes = names.map((route) => `route ${route} {\n  when ${this.#guard()}\n${this.#action(true)}}`);
    const declarations = [
      `policy ${this.#name} edition 1 {\n  owner "@x"\n  serves "${this.#name}"\n}`,
      'tier free, pro',
      'provider here { speaks simulated region eu }',
      'provider there { speaks simulated region us }',
      'predicate vip { within 20ms when unknown no }',
      ...models,
      ...transforms,
      ...targets,
      ...routes,
      `otherwise {\n${this.#action(false)}}`,
    ];
    const policy = declarations.join('\n').split('\n').flatMap(allowed).join('\n');
    const claims = Array.from({ length: 16 }, (_, at) => this.#claim(`claim ${at}`, [...names, 'otherwise']));
    const tests = [`tests for "./${this.#name}.route"`, ...claims.map(claimText)].join('\n');
    return { name: this.#name, policy, tests, claims, edges: [...this.#edges], shares: [...this.#shares] };
  }

  #model(name: string): string {
    const window = this.#pick([600, 1_500, 3_000, 6_000]);
    const output = this.#pick([100, 300, 500]);
    for (const reserved of [output, 200, Math.min(1_024, output)]) this.#edges.add(window - reserved);
    const can = CAN.filter(() => this.#chance(0.6));
    const place = this.#pick(['here', 'here', 'there']);
    const second = this.#chance(0.2) ? `  is "${name}-b" on ${place === 'here' ? 'there' : 'here'}\n` : '';
    const price = this.#pick(['$1 in, $2 out', '$3 in, $9 out']);
    return `model ${name} {\n  is "${name}-a" on ${place}\n${second}${this.#chance(0.9) ? `  window ${window} output ${output}\n` : `  output ${output}\n`}  price ${price}\n${can.length > 0 && this.#chance(0.8) ? `  can ${can.join(', ')}\n` : ''}}`;
  }

  #targets(): string[] {
    const [one, two, three] = this.#shuffled(this.#models);
    return [
      `chain steps { try ${one} then ${two}${this.#chance(0.4) ? ` then ${three}` : ''} }`,
      `pool cheap { cheapest of ${two}, ${three} }`,
      `split halves by user { 50% ${three} 50% ${one} }`,
    ];
  }

  #action(mayRefuse: boolean): string {
    const lines: string[] = [];
    if (mayRefuse && this.#chance(0.15)) return `  refuse 403 "No."\n`;
    lines.push(`use ${this.#target()}${this.#with()}${this.#orRefuse()}`);
    if (this.#chance(0.25)) {
      const share = this.#share();
      lines.push(`canary ${share}% by ${this.#pick(['user', 'team'])} use ${this.#target()}`);
    }
    if (this.#chance(0.3)) lines.push(`within region ${this.#pick(['eu', 'us'])}`);
    return lines.map((line) => `  ${line}\n`).join('');
  }

  #target(): string {
    return this.#pick([...this.#models, 'steps', 'steps', 'cheap', 'halves']);
  }

  #with(): string {
    const named = this.#pick([
      '',
      '',
      '',
      'short',
      'plain',
      'bare',
      'slim',
      'slight',
      'short, plain, bare',
      'slim, short',
    ]);
    return named === '' ? '' : ` with ${named}`;
  }

  #orRefuse(): string {
    return this.#chance(0.4) ? ' or refuse 413 "Too much."' : '';
  }

  #guard(): string {
    const plain = Array.from({ length: 1 + this.#below(2) }, () => this.#condition());
    this.#guards.push(plain);
    const more = this.#chance(0.3) ? [this.#routeCondition()] : [];
    return [...new Set([...plain.map(({ words }) => words), ...more])].join(' and ');
  }

  /** Conditions that only routes have; the service alone knows whether they hold. */
  #routeCondition(): string {
    const clock = this.#pick(['', ' in "Etc/UTC"', ' in "Europe/Berlin"']);
    return this.#pick([
      `user in first ${this.#share()}%`,
      `time between 0${this.#below(9)}:00 and 1${this.#below(9)}:00${clock}`,
      `day is sat or sun${clock}`,
      'predicate vip holds',
      'header "x-c" matches /^[bn]/',
      'user is unknown',
    ]);
  }

  #share(): number {
    const share = this.#pick(PERCENTS);
    this.#shares.add(share);
    return share;
  }

  #condition(): Condition {
    const edge = this.#pick([50, 300, 500, 1_300, 2_500, 5_500]);
    const few = this.#pick([1, 2]);
    const tier = this.#pick(TIERS);
    const team = this.#pick(TEAMS);
    const header = this.#pick(HEADERS);
    const feature = this.#pick(FEATURES);
    const word = this.#pick(WORDS);
    const output = this.#pick([100, 250, 400]);
    const has = (request: SentRequest): boolean =>
      feature === 'images' ? request.images > 0 : request[feature];
    const made = this.#pick<Condition>([
      { words: `tokens over ${edge}`, holds: ({ tokens }) => tokens > edge },
      { words: `tokens up to ${edge}`, holds: ({ tokens }) => tokens <= edge },
      { words: `output tokens over ${output}`, holds: ({ outputTokens }) => outputTokens > output },
      { words: `messages over ${few}`, holds: ({ messages }) => messages > few },
      { words: `images under ${few}`, holds: ({ images }) => images < few },
      { words: `request has ${feature}`, holds: has },
      { words: `request has no ${feature}`, holds: (request) => !has(request) },
      { words: `request has ${feature}`, holds: has },
      { words: `tier is ${tier}`, holds: (request) => request.tier === tier },
      { words: 'tier at least pro', holds: (request) => request.tier === 'pro' },
      { words: `team is not ${team}`, holds: (request) => request.team !== null && request.team !== team },
      { words: `header "x-c" is "${header}"`, holds: (request) => request.header === header },
      { words: 'header "x-c" like "*é"', holds: (request) => request.header?.endsWith('é') === true },
      { words: 'header "x-c" is unknown', holds: (request) => request.header === null },
      { words: 'metadata "plan" is gold', holds: (request) => request.plan === 'gold' },
      { words: `text contains "${word}"`, holds: ({ text }) => text.toLowerCase().includes(word) },
    ]);
    if (made.words.startsWith('tokens')) this.#edges.add(edge);
    return made;
  }

  #claim(title: string, routes: readonly string[]): Claim {
    const what = this.#pick<ClaimKind>(['model in', 'model in', 'route in', 'refused', 'tokens fit model']);
    const from = what === 'model in' ? this.#models : what === 'route in' ? routes : [];
    const names = from.length === 0 ? [] : this.#shuffled(from).slice(0, this.#chance(0.6) ? 1 : 2);
    // About the requests of a route, about a few at an edge, or about all.
    const asked = this.#chance(0.6) ? this.#pick(this.#guards) : [];
    const more = Array.from({ length: this.#below(4) }, () => this.#condition());
    const when = new Map([...asked, ...more].map((one) => [one.words, one]));
    return { title, kind: this.#pick(['never', 'always']), what, names, when: [...when.values()] };
  }

  #below(count: number): number {
    return Math.floor(this.#random() * Math.max(1, count));
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T;
  }

  #shuffled(list: readonly string[]): string[] {
    return [...list]
      .map((one) => ({ one, at: this.#random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  }
}

function claimText({ title, kind, what, names, when }: Claim): string {
  const guard = when.length === 0 ? '' : `  when ${when.map(({ words }) => words).join(' and ')}\n`;
  return `${kind} "${title}" {\n${guard}  ${what}${names.length === 0 ? '' : ` ${names.join(', ')}`}\n}`;
}

/** A service takes no policy in which a route or a hop is of no use; here they are what is tried. */
function allowed(line: string): string[] {
  const rules =
    'missing-capability, window-exceeded, unreachable-route, impossible-condition, redundant-condition';
  return /^(route|otherwise|chain|pool|split| +(when|use|canary|refuse))/.test(line)
    ? [`# llmr-allow ${rules}: tried against the service`, line]
    : [line];
}
