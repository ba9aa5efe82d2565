/**
 * Loaded into a service with `--import`: writes to the file LOOP_GAUGE what its event loop did, ten times a second.
 * Between two looks of a timer it counts the processor time of the main thread and not the time on the wall, so that
 * other processes on the machine do not show.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.LOOP_GAUGE;
if (isMainThread && file !== undefined) {
  let held = [];
  let last = process.threadCpuUsage();
  let wall = performance.now();
  setInterval(() => {
    const now = process.threadCpuUsage();
    held.push((now.user + now.system - last.user - last.system) / 1_000);
    last = now;
    if (performance.now() - wall < 100) return;
    wall = performance.now();
    const sorted = [...held].sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    writeFileSync(`${file}.new`, JSON.stringify({ p99: at(0.99), max: at(1), looks: held.length }));
    renameSync(`${file}.new`, file);
  }, 5).unref();
  // Another measurement begins.
  process.on('SIGUSR2', () => {
    held = [];
  });
}
