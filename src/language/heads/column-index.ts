// Finds the column of an n-gram hash: open addressing in two typed arrays, built once for a head.
// Must not know: what a column means.

export interface ColumnIndex {
  /** Position in `hashes`, or −1. */
  readonly find: (hash: number) => number;
}

export function createColumnIndex(hashes: Uint32Array): ColumnIndex {
  let size = 16;
  while (size < hashes.length * 2) size *= 2;
  const mask = size - 1;
  const keys = new Uint32Array(size);
  const columns = new Int32Array(size).fill(-1);
  hashes.forEach((hash, column) => {
    let slot = (hash >>> 1) & mask;
    while (columns[slot] !== -1) slot = (slot + 1) & mask;
    keys[slot] = hash;
    columns[slot] = column;
  });
  return {
    find(hash) {
      let slot = (hash >>> 1) & mask;
      for (;;) {
        const column = columns[slot] ?? -1;
        if (column === -1 || keys[slot] === hash) return column;
        slot = (slot + 1) & mask;
      }
    },
  };
}
