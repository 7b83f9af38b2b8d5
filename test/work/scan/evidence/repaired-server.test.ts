import { expect, it } from 'vitest';
import type { ChainVerdict } from '../../../../src/domain/certificate/chain-verdict.ts';
import { MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { said } from '../../../domain/failure/said.ts';
import { TRUSTED, target } from '../../../domain/serving.ts';
import { connector, NOON } from '../../../domain/world.ts';
import { Host, type Planted } from './host.ts';
import { CERTIFICATES, NAME } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

const INCOMPLETE: ChainVerdict = { status: 'untrusted', failure: said('incomplete'), missingIssuer: 'CN=Contoso CA' };

it('a chain that was repaired on disk is found to be served soon after a reload', async () => {
  using time = new VirtualTime();
  const planted: { servedChain: ChainVerdict } = { servedChain: INCOMPLETE };
  const host = new Host(time, planted);
  const open = (): readonly (number | undefined)[] =>
    host.scanned.at(-1)?.outcome.open.map(({ eventId }) => eventId) ?? [];
  host.start();
  await time.until(20 * MINUTE);
  // The repaired file contains the same certificate.
  host.write({ letter: 'A', hasKey: true, writtenMs: time.nowMs });
  await time.until(21 * MINUTE);
  expect(open()).toEqual([1407]);
  planted.servedChain = TRUSTED;
  await time.until(21 * MINUTE + 30 * SECOND);
  expect(open()).toEqual([]);
  host.stop();
});

it('a problem that only a server has is found to be repaired soon', async () => {
  using time = new VirtualTime();
  const planted: { servedChain: ChainVerdict } = { servedChain: INCOMPLETE };
  const host = new Host(time, planted, 'probes');
  const open = (): readonly (number | undefined)[] =>
    host.scanned.at(-1)?.outcome.open.map(({ eventId }) => eventId) ?? [];
  host.start();
  await time.until(2 * MINUTE);
  expect(open()).toEqual([1407]);
  planted.servedChain = TRUSTED;
  await time.until(2 * MINUTE + 30 * SECOND);
  expect(open()).toEqual([]);
  host.stop();
});

it('a faulty chain is not probed every 10 s for days', async () => {
  using time = new VirtualTime();
  const host = new Host(time, { servedChain: INCOMPLETE });
  host.start();
  await time.until(10 * 60 * MINUTE);
  const probes = host.servers.probedAtMs.length;
  await time.until(14 * 60 * MINUTE);
  host.stop();
  // Three connectors, at intervals of 15 minutes.
  expect(host.servers.probedAtMs.length - probes).toBeLessThanOrEqual(3 * 17);
});

it.each([0, 4, 9])('a repaired server is found soon among ten: server %d', async (faulty) => {
  using time = new VirtualTime();
  const addresses = Array.from({ length: 10 }, (_, at) => `192.0.2.${at + 1}`);
  const connectors = addresses.map((host) =>
    connector(`Watch ${host}`, NAME, { selectCertificate: false, probe: target({ host, serverName: NAME }) }),
  );
  const result = { kind: 'available' as const, at: NOON, value: { connectors, stores: [] }, problems: [] };
  const host = new Host(time, { inventory: { name: 'configuration', read: async () => result } });
  for (const address of addresses) host.servers.servers.set(address, CERTIFICATES.A);
  const isOpen = (): boolean => host.scanned.at(-1)?.outcome.open.length !== 0;
  host.start();
  await time.until(60 * MINUTE);
  host.servers.servers.set(`192.0.2.${faulty + 1}`, CERTIFICATES.X);
  while (!isOpen()) await time.until(time.nowMs + SECOND);
  await time.until(time.nowMs + MINUTE);
  host.servers.servers.set(`192.0.2.${faulty + 1}`, CERTIFICATES.A);
  await time.until(time.nowMs + 30 * SECOND);
  expect(isOpen()).toBe(false);
  host.stop();
});

it('a problem that every other probe sees does not cause a probe every 10 s', async () => {
  using time = new VirtualTime();
  let count = 0;
  const planted: Planted = {
    get servedChain() {
      count += 1;
      return count % 2 === 0 ? INCOMPLETE : TRUSTED;
    },
  };
  const host = new Host(time, planted, 'probes');
  host.start();
  await time.until(2 * 60 * MINUTE);
  const probes = host.servers.probedAtMs.length;
  await time.until(7 * 60 * MINUTE);
  host.stop();
  // Three connectors, at intervals of a tenth of two hours, up to 15 minutes.
  expect(host.servers.probedAtMs.length - probes).toBeLessThanOrEqual(3 * 60);
});
