/**
 * Shares the event loop between pieces of heavy work: one piece per turn of the loop for all requests together, so
 * that twenty large bodies that arrive together block it no longer at a time than one. Knows no request.
 */

let waiting: (() => void)[] = [];

/** Resolves at a turn of the event loop in which no other heavy work runs. First come, first served. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(serve);
  });
}

function serve(): void {
  const [first, ...others] = waiting;
  waiting = others;
  if (others.length > 0) setImmediate(serve);
  first?.();
}
