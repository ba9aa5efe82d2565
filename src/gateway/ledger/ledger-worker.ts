/**
 * The thread that owns the ledger's file. While one transaction is being synced to disk, messages pile up; they all
 * go into the next one, so the cost of an fsync is shared by all waiting requests, and the service's own thread never
 * waits for a disk. Knows no budget.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { isHeld } from '../stores/open-store.ts';
import { createLedgerBook, type LedgerBook } from './ledger-book.ts';
import { type LedgerFile, openLedgerFile } from './ledger-file.ts';
import type { FromWorker, LedgerReply, LedgerWorkerData, Numbered, ToWorker } from './ledger-protocol.ts';

/** Most requests in one transaction, so that the first of many is not answered last. */
const BATCH_AT_MOST = 1_000;

const port = parentPort;
if (port === null) throw new Error('ledger-worker.ts must be started as a worker thread');
const say = (message: FromWorker): void => port.postMessage(message);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const { path, heartbeat, afterStart, patience } = workerData as LedgerWorkerData;
const beat = (): void => void Atomics.add(heartbeat, 0, 1);

function serve(file: LedgerFile, book: LedgerBook): void {
  const { database } = file;
  const commit = (batch: readonly Numbered[]): void => {
    try {
      file.mustBeThere();
      database.exec('BEGIN IMMEDIATE');
      const replies: { number: number; reply: LedgerReply }[] = batch.map(({ number, request }) => {
        beat();
        return { number, reply: book.apply(request) };
      });
      Atomics.store(heartbeat, 1, 1);
      database.exec('COMMIT');
      beat();
      book.committed();
      say({ kind: 'done', replies });
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      book.rolledBack();
      say({ kind: 'failed', numbers: batch.map(({ number }) => number), message: messageOf(error) });
    } finally {
      Atomics.store(heartbeat, 1, 0);
    }
  };

  port?.on('message', (first: ToWorker) => {
    const batch: Numbered[] = [];
    let message: ToWorker | undefined = first;
    while (message?.kind === 'batch') {
      batch.push(...message.requests);
      message =
        batch.length < BATCH_AT_MOST
          ? (receiveMessageOnPort(port)?.message as ToWorker | undefined)
          : undefined;
    }
    if (batch.length > 0) commit(batch);
    if (message?.kind === 'close') {
      file.close();
      port.close();
    }
  });
}

try {
  const file = openLedgerFile(path, patience);
  file.database.exec('BEGIN IMMEDIATE');
  const book = createLedgerBook(file.database);
  const charged = afterStart ? book.chargeOpen() : 0;
  file.database.exec('COMMIT');
  serve(file, book);
  say({ kind: 'ready', charged });
} catch (error) {
  say({ kind: 'unusable', inUse: isHeld(error), message: messageOf(error) });
}
