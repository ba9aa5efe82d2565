/** Asks a person which intent a text has, one line per answer. Must not know how texts are chosen or saved. */
import type { IntentReading } from '../../../language/heads/head.ts';
import type { Terminal } from '../../terminal.ts';
import type { AskLabel, GivenLabel } from './suggest-session.ts';

const MOST_LINES = 12;
const MOST_CHARACTERS = 800;

export function askAt(terminal: Terminal, intents: readonly string[], count: number): AskLabel {
  const ask = terminal.ask;
  terminal.out(`\n${numbered(intents)}\n`);
  return async (text, reading, number) => {
    terminal.out(`\n[${number} of ${count}] ${readAs(reading)}\n${shownText(text)}\n`);
    for (;;) {
      const line = await ask?.(`${reading.best}? y, n, number, 0 none, s skip, q stop > `);
      if (line === undefined) return 'stop';
      const given = labelOf(line, reading.best, intents);
      if (given !== undefined) return given;
      terminal.out(`${numbered(intents)}\n`);
    }
  };
}

/** Undefined for a line that is not an answer, and for "no" where several intents remain. */
export function labelOf(line: string, best: string, intents: readonly string[]): GivenLabel | undefined {
  const word = line.trim().toLowerCase();
  if (word === 'y' || word === 'yes') return { intent: best };
  if ((word === 'n' || word === 'no') && intents.length === 1) return { intent: null };
  if (word === '0' || word === 'none') return { intent: null };
  if (word === 's' || word === 'skip') return 'skip';
  if (word === 'q' || word === 'quit' || word === 'stop') return 'stop';
  const named = intents.find((intent, at) => word === String(at + 1) || word === intent.toLowerCase());
  return named === undefined ? undefined : { intent: named };
}

function numbered(intents: readonly string[]): string {
  return ['0 none of them', ...intents.map((intent, at) => `${at + 1} ${intent}`)]
    .map((one) => `  ${one}`)
    .join('\n');
}

function readAs({ intent, best, confidence, threshold }: IntentReading): string {
  const at = `${confidence.toFixed(2)}, needs ${threshold.toFixed(2)}`;
  return intent === null ? `read as none (${best} at ${at})` : `read as ${intent} (${at})`;
}

/** The beginning and the end: what is wanted is usually in one of them. */
function shownText(text: string): string {
  const lines = withoutControls(text).split('\n');
  const half = MOST_LINES / 2;
  const some = lines.length <= MOST_LINES ? lines : [...lines.slice(0, half), '…', ...lines.slice(1 - half)];
  return some.map((line) => `  | ${cut(line)}`).join('\n');
}

function cut(line: string): string {
  if (line.length <= MOST_CHARACTERS) return line;
  const half = MOST_CHARACTERS / 2;
  return `${line.slice(0, half)} … ${line.slice(-half)}`;
}

/** A prompt could otherwise move the cursor or change colours. */
function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
