import { storeWriterContract } from '../contract/store-writer-contract.ts';
import { MemoryStore } from './memory-store.ts';

storeWriterContract('The store of the tests', () => {
  const store = new MemoryStore('/stores/My', () => Date.UTC(2026, 10, 24, 12));
  return { store, writer: store, otherWriter: store, [Symbol.dispose]: () => undefined };
});
