import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { originOf } from '../../src/domain/certificate/origin.ts';
import type { ScanObservation } from '../../src/domain/status/observed.ts';
import { storeStates } from '../../src/domain/status/store-states.ts';
import { DAY } from '../../src/domain/time.ts';
import type { Ledger } from '../../src/work/ports/ledger.ts';
import { said } from '../domain/failure/said.ts';
import { target } from '../domain/serving.ts';
import { CALM, connector, Life, NOON, store, stored, type World } from '../domain/world.ts';
import { change, SHARD } from './ledger-samples.ts';

const OTHER = 'mail02.contoso.com';
const HOSTILE = "Edge 'x'; DROP TABLE observed\n\u001b[31m";
const FILE = '/etc/ssl/private/chain.pem';

/** Returns the observation of a scan of a world. */
export function observationOf(world: Partial<World>): ScanObservation {
  const life = new Life();
  life.pass({ ...CALM, ...world });
  const { assessment } = life;
  if (assessment === undefined) throw new Error('nothing was assessed');
  return {
    selections: assessment.selections,
    originOf: (thumbprint) => originOf(assessment.context.chains.get(thumbprint)),
    stores: storeStates(assessment.observation),
  };
}

/** A connector for each kind of selection, with readable and unreadable stores. */
export const WORLD: Partial<World> = {
  stores: [store('My'), store('certbot', { personal: false }), store('closed')],
  unavailable: ['closed'],
  problems: [
    { store: 'My', problem: { reason: 'pem_unterminated', location: '/stores/My/x.pem', failure: said('no END') } },
  ],
  certificates: [
    stored('A', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 9 * DAY }),
    stored('B', { dnsNames: ['mail.contoso.com'], selfSigned: true }),
    stored('C', { file: FILE, dnsNames: ['other.contoso.com'] }),
  ],
  connectors: [
    connector(HOSTILE, 'mail.contoso.com', { probe: target(), trust: [{ kind: 'enterprise', path: '/ca.pem' }] }),
    connector('No', 'no.contoso.com'),
    connector('File', 'mail.contoso.com', { certificateFiles: [FILE], keyFiles: ['/key.pem'] }),
    connector('Missing file', 'mail.contoso.com', { certificateFiles: ['/missing.pem'] }),
    connector('Off', undefined, { enabled: false }),
  ],
};

/** Defines the contract tests of every ledger for the observation of the last scan. */
export function observedContract(name: string, open: () => Ledger): void {
  describe(`${name} keeps the observation of the last scan:`, () => {
    let ledger: Ledger;
    const commit = async (world: Partial<World>, shard = SHARD): Promise<ScanObservation> => {
      const observed = observationOf(world);
      await ledger.commit(shard, (await ledger.state(shard)).revision, change({ observed }));
      return observed;
    };
    beforeEach(() => {
      ledger = open();
    });
    afterEach(() => ledger[Symbol.asyncDispose]());

    it('nothing before the first scan', async () => {
      expect(await ledger.observed(SHARD)).toEqual({ connectors: [], stores: [] });
      expect(await ledger.scannedConnectors(SHARD)).toBeUndefined();
    });

    it('the names of the connectors of the last scan, also if there are none', async () => {
      await commit(WORLD);
      const names = (WORLD.connectors ?? []).map(({ name }) => name);
      expect(await ledger.scannedConnectors(SHARD)).toEqual(new Set(names));
      await commit({ ...WORLD, connectors: [] });
      expect(await ledger.scannedConnectors(SHARD)).toEqual(new Set());
      expect(await ledger.scannedConnectors(OTHER)).toBeUndefined();
    });

    it('connectors with what is selected and its origin, and stores, in the order of the scan', async () => {
      const scan = await commit(WORLD);
      const { connectors, stores } = await ledger.observed(SHARD);
      expect(stores).toEqual(JSON.parse(JSON.stringify(scan.stores)));
      expect(connectors.map((each) => each.connector)).toEqual(scan.selections.map((each) => each.connector));
      const kinds = scan.selections.map(({ selection }) => selection.kind);
      expect(connectors.map(({ selection }) => selection.kind)).toEqual(kinds);
      expect(new Set(kinds)).toEqual(new Set(['chosen', 'unknown', 'none', 'not-applicable']));
      expect(connectors[0]).toMatchObject({
        selection: {
          chosen: { certificate: { thumbprint: 'A'.padEnd(40, '0'), notAfter: NOON + 9 * DAY }, store: 'My' },
        },
        origins: new Map([['A'.padEnd(40, '0'), 'third-party']]),
      });
    });

    it('rows stay if a commit has no observation, and other shards have their own', async () => {
      await commit(WORLD);
      await commit({ ...WORLD, connectors: [] }, OTHER);
      await ledger.commit(SHARD, (await ledger.state(SHARD)).revision, change({}));
      expect((await ledger.observed(SHARD)).connectors).toHaveLength(5);
      expect((await ledger.observed(OTHER)).connectors).toEqual([]);
    });

    it('after each change only the new observation', async () => {
      const { certificates = [], connectors = [] } = WORLD;
      for (const world of [
        WORLD,
        { ...WORLD, connectors: connectors.slice(1) },
        { ...WORLD, connectors: [...connectors].reverse() },
        { ...WORLD, certificates: certificates.slice(1) },
        { ...WORLD, untrusted: certificates },
        { ...WORLD, unavailable: ['My'] },
        { ...WORLD, stores: [store('My', { path: '/elsewhere' })] },
        {},
        WORLD,
      ]) {
        const fresh = open();
        const observed = await commit(world);
        await fresh.commit(SHARD, 0, change({ observed }));
        expect(await ledger.observed(SHARD)).toEqual(await fresh.observed(SHARD));
        await fresh[Symbol.asyncDispose]();
      }
    });
  });
}
