/** The words that conditions are made of, for messages about conditions that cannot be read. Tables. */

/** What may follow a fact. */
export const TEST_WORDS: readonly string[] = [
  ...['is', 'over', 'under', 'at', 'up', 'between', 'has', 'like', 'matches', 'contains', 'in'],
];

/** Facts of one word. */
export const ONE_WORD_FACTS: readonly string[] = [
  ...['tokens', 'messages', 'images', 'tier', 'team', 'user', 'key', 'endpoint', 'text'],
  ...['time', 'day', 'date', 'complexity', 'language', 'intent'],
];
