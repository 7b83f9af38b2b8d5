import { openCommandLedger } from '../../../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import { outboxContract } from '../../../contract/outbox-contract.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();

outboxContract('the SQLite ledger', () => {
  const directory = stateDirectory();
  const ledger = openLedger(directory, { pollIntervalMs: 5 });
  const orders = openCommandLedger(directory);
  return {
    ledger,
    outbox: ledger.outbox,
    orders,
    async [Symbol.asyncDispose]() {
      orders[Symbol.dispose]();
      await ledger[Symbol.asyncDispose]();
    },
  };
});
