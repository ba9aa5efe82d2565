/**
 * Numbers of tokens the way a policy writes them: `900`, `8k`, `1M`, and `12,345` where no unit fits.
 * Knows nothing else.
 */
export function tokensInWords(tokens: number): string {
  if (tokens >= 1e6 && tokens % 1e5 === 0) return `${tokens / 1e6}M`;
  if (tokens >= 1e3 && tokens % 100 === 0) return `${tokens / 1e3}k`;
  return String(Math.round(tokens)).replace(/\B(?=(\d{3})+$)/g, ',');
}
