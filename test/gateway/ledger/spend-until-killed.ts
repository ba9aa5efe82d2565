/**
 * A process that spends under load until it is killed; each settled call is told on stdout once it is durable. After
 * `turns` of each lane the next reservations stay open, so that a kill that comes late still finds some.
 */
import { openSqliteLedger } from '../../../src/gateway/ledger/sqlite-ledger.ts';
import { bucketOf } from './buckets.ts';

const [path = '', limit = '0', turns = 'Infinity', slack] = process.argv.slice(2);
setInterval(() => {}, 1_000);
const ledger = await openSqliteLedger(path);
const bucket = {
  ...bucketOf('cap', BigInt(limit)),
  ...(slack === undefined ? {} : { slack: BigInt(slack) }),
};
process.stdout.write('ready\n');

async function spend(lane: number): Promise<void> {
  for (let turn = 0; ; turn++) {
    const id = `${process.pid}-${lane}-${turn}`;
    const reserved = await ledger.reserve(id, [{ bucket, amount: 100n }], Date.now());
    if (!reserved.ok) return;
    process.stdout.write(`reserved ${id}\n`);
    if (turn >= Number(turns)) return new Promise(() => {});
    await new Promise((resolve) => setTimeout(resolve, 20 + lane));
    await ledger.settle(id, new Map([['cap', 60n]]), Date.now());
    process.stdout.write(`settled ${id}\n`);
  }
}
await Promise.all(Array.from({ length: 40 }, (_, lane) => spend(lane)));
process.stdout.write('full\n');
