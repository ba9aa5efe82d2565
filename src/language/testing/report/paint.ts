/** How a renderer asks for colours without knowing a terminal. */

/** Colours, or none. */
export type Paint = (style: 'pass' | 'fail' | 'skip' | 'dim', text: string) => string;
