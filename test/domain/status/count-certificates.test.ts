import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileStoreName } from '../../../src/domain/connector/certificate-file.ts';
import { countCertificates } from '../../../src/domain/status/count-certificates.ts';
import { storeStates } from '../../../src/domain/status/store-states.ts';
import { CALM, connector, Life, store, stored } from '../world.ts';

const PATHS = ['/a.pem', '/b.pem', '/c.pem'];
const KEYS = [undefined, ['/one.key'], ['/other.key']] as const;

it('a certificate of a connector file counts once, also if a store or other connectors have the file', () => {
  const file = fc.record({ path: fc.constantFrom(...PATHS), keyFiles: fc.constantFrom(...KEYS) });
  const world = fc.record({ inStore: fc.subarray(PATHS), files: fc.array(file, { maxLength: 6 }) });
  fc.assert(
    fc.property(world, ({ inStore, files }) => {
      const named = new Map(files.map((each) => [fileStoreName(each.path, each.keyFiles), each.path]));
      const observation = new Life().observe({
        ...CALM,
        stores: [store('My')],
        connectors: files.map(({ path, keyFiles }, at) =>
          connector(`Edge ${at}`, 'mail.contoso.com', {
            certificateFiles: [path],
            ...(keyFiles === undefined ? {} : { keyFiles }),
          }),
        ),
        certificates: [
          ...inStore.map((path) => stored(path, { path })),
          ...[...named].map(([name, path]) => stored(path, { path, store: name })),
        ],
      });
      const states = storeStates(observation);
      expect(countCertificates(states)).toBe(new Set([...inStore, ...named.values()]).size);
      // The number of each store is complete.
      expect(states.map((state) => (state.kind === 'read' ? state.certificates : 0))).toEqual([
        inStore.length,
        ...[...named].map(() => 1),
      ]);
    }),
  );
});
