/** One phrase of another language and what is written here instead; the tables of phrases are made of these. */

/**
 * `when` is matched with whole tokens, separated by single spaces; a text is `"N"`, N being its number. What `write`
 * returns replaces the match; its `"N"` become the texts again, and `undefined` means that the rule does not fit.
 */
export interface Phrase {
  readonly when: RegExp;
  readonly write: string | ((match: Readonly<Record<string, string>>, text: TextOf) => string | undefined);
  readonly because: string;
  /** The code of the message, `L1013` where it has none of its own. */
  readonly code?: 'L1013' | 'L1023';
  /** Where more than one reading is left: shown, never applied unasked. */
  readonly guess?: true;
}

/** The content of the text that `"N"` is a sign for. */
export type TextOf = (sign: string) => string;
