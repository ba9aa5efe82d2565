/**
 * Connections to providers, one set per origin, shared by all of its deployments. Knows HTTP connections only.
 *
 * Two undici pools per origin. 64 connections are cheapest for answers that take milliseconds (measured: with more,
 * each answer costs more CPU), but an answer of a large model holds its connection for seconds, and the 65th caller
 * must not wait for it. So while answers are short a call waits for a connection of the small pool, at most 50 ms;
 * otherwise it uses the wide pool, which opens connections as needed.
 */
import { type Dispatcher, Pool } from 'undici';
import { createAllowedHosts } from '../../network/allowed-hosts.ts';
import { guardedConnect } from '../../network/guarded-connect.ts';
import type { Clock, Timer } from './clock.ts';

const NARROW = 64;
/** Slightly more than a thousand concurrent streams; beyond this a call waits for a free connection. */
const WIDE = 4096;
/** Average milliseconds that calls hold a connection up to which waiting is cheaper than a new connection. */
const SHORT_HOLD = 20;
const LONGEST_WAIT = 50;
/** Dispatch enforces deadlines; this only frees sockets that are no longer used. */
const CONNECT_GIVE_UP = 60_000;

/** A call's lease of a connection, or its place in the queue for one. */
export interface ConnectionLease {
  where: 'waiting' | 'narrow' | 'wide' | 'left';
  readonly options: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
}

export interface OriginPool {
  take(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    slow: boolean,
  ): ConnectionLease;
  /** On a new connection of its own, which is closed afterwards. */
  alone(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void;
  /** Called once the call has ended; `held` is how long it had its connection, in milliseconds. */
  leave(lease: ConnectionLease, held: number): void;
}

export interface OriginPools {
  of(origin: string): OriginPool;
  /** Waits for running calls. */
  close(): Promise<void>;
  /** Cancels running calls. */
  destroy(): Promise<void>;
}

/** `allowed`: hosts that connections may be made to. */
export function createOriginPools(clock: Clock, allowed = createAllowedHosts([])): OriginPools {
  const connect = guardedConnect({ allowed, timeout: CONNECT_GIVE_UP });
  const pools: Pool[] = [];
  const byOrigin = new Map<string, OriginPool>();
  const open = (origin: string, connections: number): Pool => {
    const pool = new Pool(origin, {
      connections,
      pipelining: 1,
      allowH2: false,
      connect,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 30_000,
      keepAliveMaxTimeout: 120_000,
    });
    pools.push(pool);
    return pool;
  };
  return {
    of(origin) {
      let pool = byOrigin.get(origin);
      if (pool === undefined) {
        pool = originPool(clock, (connections) => open(origin, connections));
        byOrigin.set(origin, pool);
      }
      return pool;
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.close()));
    },
    async destroy() {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
}

function originPool(clock: Clock, open: (connections: number) => Pool): OriginPool {
  const narrow = open(NARROW);
  let wide: Pool | undefined;
  let unkept: Pool | undefined;
  let narrowLeases = 0;
  /** Moving average of how long calls hold their connection. */
  let hold = 0;
  let waiting: ConnectionLease[] = [];
  let waitTimer: Timer | undefined;

  const lend = (lease: ConnectionLease): void => {
    lease.where = 'narrow';
    narrowLeases += 1;
    narrow.dispatch(lease.options, lease.handler);
  };
  const spread = (lease: ConnectionLease): void => {
    lease.where = 'wide';
    wide ??= open(WIDE);
    wide.dispatch(lease.options, lease.handler);
  };
  const stopWaiting = (): void => {
    waitTimer = undefined;
    const queue = waiting;
    waiting = [];
    for (const lease of queue) if (lease.where === 'waiting') spread(lease);
  };

  return {
    take(options, handler, slow) {
      const lease: ConnectionLease = { where: 'waiting', options, handler };
      if (narrowLeases < NARROW) lend(lease);
      else if (slow || hold > SHORT_HOLD) spread(lease);
      else {
        waiting.push(lease);
        waitTimer ??= clock.after(LONGEST_WAIT, stopWaiting);
      }
      return lease;
    },
    alone(options, handler) {
      unkept ??= open(WIDE);
      unkept.dispatch({ ...options, reset: true }, handler);
    },
    leave(lease, held) {
      const was = lease.where;
      if (was === 'left') return;
      lease.where = 'left';
      if (was === 'waiting') return;
      hold += (held - hold) * 0.1;
      if (was !== 'narrow') return;
      narrowLeases -= 1;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (next.where !== 'waiting') continue;
        lend(next);
        break;
      }
      if (waiting.length === 0) {
        waitTimer?.cancel();
        waitTimer = undefined;
      }
    },
  };
}
