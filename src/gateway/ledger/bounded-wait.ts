/**
 * Waits for a store, but not for ever: the answer, or that there is none in time. Knows nothing of what is awaited.
 */

export type StoreAnswer<T> = { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'none' };

/** Never rejects. The promise itself is not given up: whoever holds it can still act on a late answer. */
export function boundedWait<T>(promise: Promise<T>, milliseconds: number): Promise<StoreAnswer<T>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: 'none' }), milliseconds);
    const end = (how: StoreAnswer<T>): void => {
      clearTimeout(timer);
      resolve(how);
    };
    promise.then(
      (value) => end({ kind: 'answer', value }),
      () => end({ kind: 'none' }),
    );
  });
}
