import { openLedger } from '../../../src/adapters/sqlite/open-ledger.ts';
import { ledgerContract } from '../../contract/ledger-contract.ts';
import { ledgerQueriesContract } from '../../contract/ledger-queries-contract.ts';
import { stateDirectories } from './state-directories.ts';

const stateDirectory = stateDirectories();

ledgerContract('the SQLite ledger', () => openLedger(stateDirectory()));
ledgerQueriesContract('the SQLite ledger', () => openLedger(stateDirectory()));
