// A process that changes a personal store, as a command does. It is bundled as the program is, and
// tests kill it. Its arguments are the paths of the store, the trash and a file with the change.
// With --wait it begins after a line on standard input.
import { readFileSync } from 'node:fs';
import { openPersonalStore } from '../../../src/adapters/file-store/open-personal-store.ts';
import { loadHoldFile } from '../../../src/adapters/sqlite/lock/hold-file.ts';
import { actAsOwner } from '../../../src/adapters/system/act-as-owner.ts';
import type { RequestedBy } from '../../../src/domain/certificate/certificate.ts';
import type { StoreChange } from '../../../src/domain/store-change/store-change.ts';

/** The task of the process; without a change it only locks the store. */
export interface OrderedChange {
  readonly change: StoreChange | undefined;
  readonly requestedBy: RequestedBy;
}

const [path = '', trash = '', orderFile = ''] = process.argv.slice(2);
const { change, requestedBy }: OrderedChange = JSON.parse(readFileSync(orderFile, 'utf8'));
const source = { inventory: 'configuration', place: 'test:1' };
const store = openPersonalStore(
  { name: 'My', path, services: ['SMTP'], personal: true, source },
  { now: () => requestedBy.at, monotonicMs: () => 0 },
  { loadHoldFile: async () => loadHoldFile(), trash, actAs: actAsOwner },
);
try {
  using _held = await store.lock();
  process.stdout.write('held\n');
  if (process.argv.includes('--wait')) await new Promise((resolve) => process.stdin.once('data', resolve));
  if (change !== undefined) await store.apply(change, requestedBy);
  process.stdout.write('changed\n');
} catch (error) {
  process.stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
}
process.stdin.destroy();
