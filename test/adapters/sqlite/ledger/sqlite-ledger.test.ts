import { openCommandLedger } from '../../../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { ledgerContract } from '../../../contract/ledger-contract.ts';
import { ledgerQueriesContract } from '../../../contract/ledger-queries-contract.ts';
import { observedContract } from '../../../contract/observed-contract.ts';
import { outputsContract } from '../../../contract/outputs-contract.ts';
import { probeRequestsContract } from '../../../contract/probe-requests-contract.ts';
import { rotationsContract } from '../../../contract/rotations-contract.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();

ledgerContract('the SQLite ledger', () => openLedger(stateDirectory()));
ledgerQueriesContract('the SQLite ledger', () => openLedger(stateDirectory()));
observedContract('the SQLite ledger', () => openLedger(stateDirectory()));
outputsContract('the SQLite ledger', () => openLedger(stateDirectory()));
const openWithOrders = () => {
  const directory = stateDirectory();
  const ledger = openLedger(directory, { pollIntervalMs: 10 });
  const orders = openCommandLedger(directory);
  return {
    ledger,
    orders,
    [Symbol.asyncDispose]: async () => {
      orders[Symbol.dispose]();
      await ledger[Symbol.asyncDispose]();
    },
  };
};
rotationsContract('the SQLite ledger', openWithOrders);
probeRequestsContract('the SQLite ledger', openWithOrders);
