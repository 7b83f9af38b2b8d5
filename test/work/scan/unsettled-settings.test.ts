import { readFileSync, utimesSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { cachedInventory } from '../../../src/adapters/discovery/cached-inventory.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { target } from '../../domain/serving.ts';
import { connector, NOON, stored } from '../../domain/world.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { ADDRESSES, Host } from './evidence/host.ts';
import { NAME } from './evidence/truth.ts';
import { VirtualTime } from './evidence/virtual-time.ts';

const FILES = { A: '/etc/ssl/a.pem', B: '/etc/ssl/b.pem' } as const;
const LONG_AGO = new Date(Date.now() - HOUR);

/** Settings that name a certificate file, read by the real cache of discovered inventories. */
class Settings {
  readonly inventory: InventorySource;
  /** The number of reads in progress. */
  reading = 0;

  constructor(path: string) {
    const read = async (): Promise<ScanResult<Inventory>> => {
      const certificateFiles = [readFileSync(path, 'utf8')];
      const probe = target({ host: ADDRESSES[0], serverName: NAME });
      const connectors = [connector('Edge', NAME, { certificateFiles, probe })];
      return { kind: 'available', at: NOON, problems: [], value: { readFrom: [path], stores: [], connectors } };
    };
    // A file that was written just now counts as still being written during the whole test.
    const kept = cachedInventory({ name: 'configuration', read }, 10 * MINUTE);
    this.inventory = {
      name: kept.name,
      read: async (signal, scope) => {
        this.reading += 1;
        return await kept.read(signal, scope).finally(() => {
          this.reading -= 1;
        });
      },
    };
  }
}

it('settings name another file, the server is reloaded and probed now: no Warning before the settings are read', async () => {
  using time = new VirtualTime();
  using directory = temporaryDirectory();
  const path = directory.write('main.cf', FILES.A);
  utimesSync(path, LONG_AGO, LONG_AGO);
  const settings = new Settings(path);
  const certificateIn = (store: string) => {
    const isOld = store === `file:${FILES.A}`;
    const file = isOld ? FILES.A : FILES.B;
    const lifetime = isOld ? { notBefore: NOON - 10 * DAY, notAfter: NOON + 300 * DAY } : { notBefore: NOON - DAY };
    const certificate = stored(isOld ? 'A' : 'B', { dnsNames: [NAME], file, ...lifetime });
    return { ...certificate, writtenAt: NOON - 2 * HOUR };
  };
  const host = new Host(time, { inventory: settings.inventory, certificateIn });
  const pass = async (ms: number): Promise<void> => {
    for (const endMs = time.nowMs + ms; time.nowMs < endMs; ) {
      await time.until(time.nowMs + 100);
      await vi.waitUntil(() => settings.reading === 0, { interval: 1, timeout: 10_000 });
    }
  };
  const selected = (): readonly unknown[] | undefined =>
    host.scanned.at(-1)?.outcome.assessment.selections.map(({ connector: { certificateFiles } }) => certificateFiles);
  const written = (): readonly number[] =>
    host.scanned.flatMap(({ outcome }) => outcome.written).map(({ eventId }) => eventId);
  host.start();
  await pass(20 * SECOND);
  expect(host.scanned.at(-1)?.outcome.observation.endpoints.get('Edge')?.kind).toBe('available');

  directory.write('main.cf', FILES.B);
  host.do(ADDRESSES[0], 'B');
  for (let request = 0; request < 3; request += 1) {
    const before = host.scanned.length;
    await host.probeNow();
    await pass(500);
    expect(host.scanned.length).toBeGreaterThan(before);
  }
  expect([selected(), written(), (await host.pendingRequests()).length]).toEqual([[[FILES.A]], [], 3]);

  utimesSync(path, LONG_AGO, LONG_AGO);
  host.hint();
  await pass(10 * SECOND);
  host.stop();
  expect([selected(), written(), await host.pendingRequests()]).toEqual([[[FILES.B]], [], []]);
});
