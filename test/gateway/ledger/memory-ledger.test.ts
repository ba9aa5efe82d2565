import { createMemoryLedger } from '../../../src/gateway/ledger/memory-ledger.ts';
import { describeLedger } from './ledger-suite.ts';

describeLedger('memory ledger', async () => createMemoryLedger());
