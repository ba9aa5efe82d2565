/**
 * Random choices from a seed, and the values that drafts are written with: few of each, so that routes, windows and
 * edits meet. Knows no grammar.
 */

export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 to `count - 1`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  one<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  /** At least `least` of the list, in a random order. */
  some<T>(list: readonly T[], least = 1, most: number = list.length): T[] {
    return this.shuffled(list).slice(0, least + this.below(Math.min(most, list.length) - least + 1));
  }

  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    return list.map(() => left.splice(this.below(left.length), 1)[0] as T);
  }
}

export const MODELS = ['haiku', 'sonnet', 'opus', 'mini', 'gemma'] as const;
export const TARGETS = [...MODELS, 'careful', 'quick', 'halves', 'slowly'] as const;
export const PROVIDERS = ['lab', 'cloud', 'azure-eu', 'sdk'] as const;
export const TRANSFORMS = ['brief', 'calm', 'polite'] as const;
export const CHECKS = ['strict', 'shape', 'tidy'] as const;
export const ROUTES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'] as const;
export const FAILURES = [
  'timeout',
  'overload',
  'rate-limit',
  'server-error',
  'connection',
  'too-long',
] as const;

export const TOKENS = ['1', '900', '2k', '8k', '8001', '16k', '100k', '128k'] as const;
export const WINDOWS = ['4k', '8k', '16k', '64k', '128k', '200k'] as const;
export const OUTPUTS = ['500', '1k', '2k', '8k'] as const;
export const PERCENTS = ['5%', '20%', '50%', '80%', '95%', '100%'] as const;
export const DOLLARS = ['$0', '$0.10', '$1', '$2', '$3', '$15', '$50'] as const;
export const TIMES = ['100ms', '800ms', '2s', '5s', '20s', '1min'] as const;
export const LONG_TIMES = ['5min', '30min', '2h', '1d'] as const;
export const DATES = ['2027-01-31', '2029-12-31', '2030-06-01'] as const;
export const CLOCKS = ['06:00', '09:00', '18:00', '23:30'] as const;
export const ZONES = ['Europe/Berlin', 'America/New_York', 'UTC'] as const;
export const SCORES = ['0.3', '0.5', '0.8'] as const;
export const KEYS = ['user', 'team', 'key', 'tier', 'request', 'header "x-beta"', 'metadata "app"'] as const;
export const PERS = ['key', 'user', 'team', 'tier', 'model', 'route', 'label', 'all'] as const;
export const SPANS = ['min', 'hour', 'day', 'week', 'month'] as const;
export const WORDS = ['alpha', 'beta-1', 'beta-2', 'gamma'] as const;
export const GLOBS = ['beta-*', '*-1', 'al?ha', '*a'] as const;
export const PATTERNS = ['/^beta/', '/[0-9]$/', '/(?i)ALPHA/'] as const;
export const SENTENCES = ['Please wait.', 'Not today.', 'Be brief.', 'Ask "again".', 'x # y'] as const;

/** As it is written in a policy. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** One that is derived, too: that of a share with another name. */
const SALTS = ['spring', 'main split halves', 'main canary r0 1'];

/** Behind a key, now and then. */
export function saltOf(draw: Draw): string {
  return draw.chance(0.3) ? ` salt ${quoted(draw.one(SALTS))}` : '';
}
