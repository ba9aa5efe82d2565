/**
 * The thread that owns the ledger's file, so that the service's own thread never waits for a disk. While it syncs one
 * transaction, changes collect in the service and go into the next one. Knows no budget and no limit.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { isHeld } from '../stores/open-store.ts';
import { createLedgerBook, type LedgerBook } from './ledger-book.ts';
import { type LedgerFile, openLedgerFile } from './ledger-file.ts';
import type {
  FromWorker,
  LedgerReply,
  LedgerRequest,
  LedgerWorkerData,
  ToWorker,
} from './ledger-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('ledger-worker.ts must be started as a worker thread');
const say = (message: FromWorker): void => port.postMessage(message);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const { path, heartbeat, afterStart, patience } = workerData as LedgerWorkerData;
const beat = (): void => void Atomics.add(heartbeat, 0, 1);

function serve(file: LedgerFile, book: LedgerBook): void {
  const { database } = file;

  function write(request: LedgerRequest): LedgerReply {
    file.mustBeThere();
    database.exec('BEGIN IMMEDIATE');
    try {
      const reply = book.apply(request);
      beat();
      Atomics.store(heartbeat, 1, 1);
      database.exec('COMMIT');
      beat();
      return reply;
    } finally {
      Atomics.store(heartbeat, 1, 0);
      if (database.isTransaction) database.exec('ROLLBACK');
    }
  }

  port?.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      file.close();
      port.close();
      return;
    }
    const { number, request } = message;
    try {
      const reply = request.kind === 'write' ? write(request) : book.apply(request);
      beat();
      say({ kind: 'done', number, reply });
    } catch (error) {
      say({ kind: 'failed', number, message: messageOf(error) });
    }
  });
}

try {
  const file = openLedgerFile(path, patience);
  file.database.exec('BEGIN IMMEDIATE');
  const book = createLedgerBook(file.database);
  const found = afterStart ? book.chargeLent() : { charged: 0, assumed: 0 };
  file.database.exec('COMMIT');
  serve(file, book);
  say({ kind: 'ready', ...found });
} catch (error) {
  say({ kind: 'unusable', inUse: isHeld(error), message: messageOf(error) });
}
