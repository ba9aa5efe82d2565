/** Tokens of input in addition to its text, the same in every dialect. Knows no request. */

/** Tokens that frame a message in any dialect (role, separators). */
export const TOKENS_A_MESSAGE = 4;
/** One image at ordinary detail; an estimate, the same in every dialect. */
export const TOKENS_AN_IMAGE = 765;
