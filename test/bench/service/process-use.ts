/**
 * CPU time and memory of another process, all of its threads included: from /proc where there is one, else from `ps`.
 * Must not know which process it is.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface ProcessUse {
  /** Microseconds since the process began, in steps of ten thousand: measure for a second or more. */
  readonly cpu: number;
  /** Bytes. */
  readonly rss: number;
}

/** Linux reports CPU time in hundredths of a second, whatever its kernel counts in. */
const TICK = 10_000;
const PAGED = existsSync('/proc/self/stat');

export function processUse(pid: number): ProcessUse {
  return PAGED ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): ProcessUse {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in parentheses, which may itself have spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpu: ticks * TICK, rss: Number(kilobytes) * 1_024 };
}

function fromPs(pid: number): ProcessUse {
  const [time = '', rss = ''] = execFileSync('ps', ['-o', 'cputime=,rss=', '-p', String(pid)], {
    encoding: 'utf8',
  })
    .trim()
    .split(/\s+/);
  const seconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
  return { cpu: seconds * 1_000_000, rss: Number(rss) * 1_024 };
}
