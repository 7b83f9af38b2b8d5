import { ledgerContract } from '../contract/ledger-contract.ts';
import { ledgerQueriesContract } from '../contract/ledger-queries-contract.ts';
import { MemoryLedger } from './memory-ledger.ts';

ledgerContract('the in-memory ledger', () => new MemoryLedger());
ledgerQueriesContract('the in-memory ledger', () => new MemoryLedger());
