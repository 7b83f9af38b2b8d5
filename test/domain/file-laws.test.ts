import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connector } from '../../src/domain/connector/connector.ts';
import { HOUR } from '../../src/domain/time.ts';
import { CALM, connector, Life, NOON, stored, type World } from './world.ts';

const [RSA, ECDSA] = ['/etc/ssl/rsa.pem', '/etc/ssl/ecdsa.pem'];
const FILES = [RSA, ECDSA] as const;

const leaf = (file: string): fc.Arbitrary<ReturnType<typeof stored>> =>
  fc
    .record({
      label: fc.constantFrom('A', 'B', 'C'),
      dnsNames: fc.constantFrom(['mail.contoso.com'], ['mail.contoso.com'], ['mx.contoso.com']),
      key: fc.constantFrom<('matches' | 'missing' | 'differs' | 'unreadable')[]>(
        'matches',
        'matches',
        'missing',
        'differs',
      ),
      life: fc.constantFrom(-2, 30, 90, 2000),
    })
    .map(({ label, dnsNames, key, life }) => {
      const which = file === RSA ? 'R' : 'E';
      return stored(`${which}${label}${dnsNames[0]?.length}${life}${key}`, {
        dnsNames,
        key,
        file,
        notBefore: NOON - 100 * 24 * HOUR,
        notAfter: NOON + life * HOUR + HOUR / 2,
      });
    });

const world: fc.Arbitrary<Partial<World>> = fc
  .record({
    certificates: fc.tuple(...FILES.map((file) => fc.array(leaf(file), { maxLength: 1 }))).map((all) => all.flat()),
    unavailable: fc.subarray(['My', ...FILES.map((file) => `file:${file}`)], { maxLength: 2 }),
    profile: fc.constantFrom<World['profile'][]>('exchange-2007', 'exchange-2019'),
    connector: fc.record({
      certificateFiles: fc.constantFrom<(readonly string[])[]>([RSA], [ECDSA], [RSA, ECDSA]),
      starttls: fc.constantFrom(true, true, true, false),
      fqdnOrigin: fc.constantFrom<('set' | 'discovered')[]>('set', 'discovered'),
    }),
    isInventoryUnavailable: fc.constantFrom(false, false, false, true),
  })
  .map(({ connector: more, ...rest }) => ({ ...rest, connectors: [connector('smtpd', 'mail.contoso.com', more)] }));

/** Returns the scopes of the files that a connector names. */
function scopesOf({ certificateFiles = [], starttls }: Connector): readonly string[] {
  return starttls ? certificateFiles.map((file) => `store:file:${file}`) : [];
}

test('without evidence, nothing about a server that names files is claimed or resolved', () => {
  fc.assert(
    fc.property(fc.array(world, { minLength: 2, maxLength: 10 }), (worlds) => {
      const life = new Life();
      let named: Connector | undefined;
      for (const [index, step] of worlds.entries()) {
        const before = life.open;
        const now: World = { ...CALM, ...step, now: NOON + index * HOUR };
        const isSeen = !now.isInventoryUnavailable;
        if (isSeen) named = now.connectors[0];
        const files = named === undefined ? [] : scopesOf(named);
        const isUnavailable = (scope: string): boolean => {
          if (scope.startsWith('inventory:')) return !isSeen;
          if (scope === 'store:*' || scope === 'store:My') return now.unavailable.includes('My') || named === undefined;
          return files.includes(scope) ? now.unavailable.includes(scope.slice('store:'.length)) : !isSeen;
        };
        const records = life.pass(now);
        const open = new Set(life.open.map(({ conditionId }) => conditionId));
        for (const condition of before) {
          if (condition.needs.some(isUnavailable)) expect(open.has(condition.conditionId)).toBe(true);
        }
        for (const { eventId, change, conditionId } of records) {
          const condition = life.open.find((each) => each.conditionId === conditionId);
          // A valid certificate that was read before may expire while its file cannot be read.
          // Other problems require that the file was read.
          if (change === 'raised' && [12014, 12016].includes(eventId)) {
            expect(condition?.needs.filter(isUnavailable)).toEqual([]);
            expect(condition?.needs).toEqual(expect.arrayContaining([...files]));
          }
        }
        const isSure = isSeen && files.every((scope) => !isUnavailable(scope));
        const about = life.open.filter(({ eventId }) => eventId === 12014 || eventId === 12016);
        if (isSure) expect(new Set(about.map(({ eventId }) => eventId)).size).toBeLessThan(2);
      }
    }),
    { numRuns: 200 },
  );
});
