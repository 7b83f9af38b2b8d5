import { ledgerContract } from '../contract/ledger-contract.ts';
import { ledgerQueriesContract } from '../contract/ledger-queries-contract.ts';
import { observedContract } from '../contract/observed-contract.ts';
import { outboxContract } from '../contract/outbox-contract.ts';
import { outputsContract } from '../contract/outputs-contract.ts';
import { probeRequestsContract } from '../contract/probe-requests-contract.ts';
import { rotationsContract } from '../contract/rotations-contract.ts';
import { MemoryLedger } from './memory-ledger.ts';

ledgerContract('the in-memory ledger', () => new MemoryLedger());
ledgerQueriesContract('the in-memory ledger', () => new MemoryLedger());
observedContract('the in-memory ledger', () => new MemoryLedger());
outputsContract('the in-memory ledger', () => new MemoryLedger());
outboxContract("the memory's ledger", () => {
  const ledger = new MemoryLedger();
  return {
    ledger,
    outbox: ledger.outbox,
    orders: ledger.outbox,
    [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose](),
  };
});
rotationsContract("the memory's ledger", () => {
  const ledger = new MemoryLedger();
  return { ledger, orders: ledger, [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose]() };
});
probeRequestsContract('the in-memory ledger', () => {
  const ledger = new MemoryLedger();
  return { ledger, orders: ledger, [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose]() };
});
