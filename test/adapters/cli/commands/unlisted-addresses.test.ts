import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import { probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import type { ScanResult } from '../../../../src/domain/scan-result.ts';
import type { Endpoint, Served } from '../../../../src/domain/served/served.ts';
import { DAY, HOUR, MINUTE } from '../../../../src/domain/time.ts';
import { endpoint, NOT_OFFERED, REFUSED, seen, serves, silent, target } from '../../../domain/serving.ts';
import { connector, NOON, stored } from '../../../domain/world.ts';
import { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { type Answer, typeCommand } from '../desk.ts';

const SHARD = 'mail01.contoso.com';
const NAME = { dnsNames: ['mail.contoso.com'] };
const NEW = stored('9D77E2AA', { ...NAME, notBefore: NOON - DAY, notAfter: NOON + 61 * DAY });
const EXPIRING = stored('5B0177D0', { ...NAME, notBefore: NOON - 80 * DAY, notAfter: NOON + 2 * DAY });
const EXPIRED = stored('E00177D0', { ...NAME, notBefore: NOON - 90 * DAY, notAfter: NOON - DAY });
const UNLISTED = { since: NOON - HOUR, answers: 4 };

const CONNECTORS: readonly Connector[] = [
  connector('Edge', 'mail.contoso.com', { probe: target() }),
  connector('Appliance', 'mail.contoso.com', { probe: target(), selectCertificate: false }),
  connector('To Fabrikam', undefined, { direction: 'send', probe: target() }),
];

const SCREENS: readonly (readonly string[])[] = [
  ['status'],
  ['connectors'],
  ['connectors', 'list', '--fields', 'name,served,servedThumbprint,servedNotAfter,servedAt', '--format', 'tsv'],
  ['check', '-w', '7d', '-c', '3d'],
  ['metrics'],
];

/** Returns the output of a command if the daemon has this probe result of a connector. */
async function typed(
  command: readonly string[],
  of: Connector,
  probed: ScanResult<readonly Endpoint[]>,
  locale: 'en' | 'ja' = 'en',
): Promise<Answer> {
  const ledger = new MemoryLedger();
  const probes = new Map([[of.name, { url: probeUrl(target()), result: probed, lastOfferedAt: undefined }]]);
  const pass = { startedAt: NOON - MINUTE, endedAt: NOON - MINUTE, nextAt: NOON + 14 * MINUTE };
  await ledger.commit(SHARD, 0, { records: [], open: [], memory: { ...EMPTY_MEMORY, probes }, scan: pass });
  return await typeCommand(command, { world: { now: NOON, connectors: [of], certificates: [NEW] }, ledger, locale });
}

const served: fc.Arbitrary<Served> = fc.constantFrom(
  ...[NEW, EXPIRING, EXPIRED].map((each) => serves(each)),
  NOT_OFFERED,
  REFUSED,
);
const conversation: fc.Arbitrary<ScanResult<Served>> = fc.oneof(
  fc.tuple(fc.nat({ max: 90 }), served).map(([minutes, value]) => seen(NOON - minutes * MINUTE, value)),
  fc
    .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 4 }), fc.option(served, { nil: undefined }))
    .map(([minutes, times, value]) =>
      silent(NOON - minutes * MINUTE, times, value && { at: NOON - 2 * HOUR, value }, 'connection_refused'),
    ),
);
const result = fc.record({
  conversation,
  durationMs: fc.option(fc.nat({ max: 2000 }), { nil: undefined }),
  outdatedAt: fc.option(fc.constant(NOON - 5 * MINUTE), { nil: undefined }),
});

/** Returns endpoints at addresses in a network, such as 192.0.2. */
const endpointsIn = (network: string, more: Partial<Endpoint> = {}): fc.Arbitrary<readonly Endpoint[]> =>
  fc.array(result, { minLength: 1, maxLength: 3 }).map((results) =>
    results.map(({ conversation: each, durationMs, outdatedAt }, at) => ({
      ...endpoint(each, `${network}.${at + 1}`),
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(outdatedAt === undefined ? {} : { outdatedAt }),
      ...more,
    })),
  );

describe('an address that DNS no longer returns', () => {
  it('changes nothing on a screen, a check or in the metrics, if no event is open about it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CONNECTORS),
        fc.constantFrom(...SCREENS),
        endpointsIn('192.0.2'),
        endpointsIn('198.51.100', { unlisted: UNLISTED }),
        fc.boolean(),
        async (of, command, listed, unlisted, isResolved) => {
          const probed = (value: readonly Endpoint[]): ScanResult<readonly Endpoint[]> =>
            isResolved
              ? seen(NOON - MINUTE, value)
              : silent(NOON - HOUR, 2, { at: NOON - 2 * HOUR, value }, 'host_not_found');
          expect(await typed(command, of, probed([...listed, ...unlisted]))).toEqual(
            await typed(command, of, probed(listed)),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is shown and measured, if DNS returns no other known address', async () => {
    const probed = seen(NOON, [{ ...endpoint(seen(NOON, serves(EXPIRING))), unlisted: UNLISTED }]);
    const { stdout } = await typed(['metrics'], connector('Edge', undefined, { probe: target() }), probed);
    const line = `mailcertd_connector_served_not_after_timestamp_seconds{connector="Edge"} ${(NOON + 2 * DAY) / 1000}`;
    expect(stdout).toContain(line);
  });

  it.each([
    [
      'en',
      'serves',
      'same',
      '5B0177D0, the previous one at 198.51.100.1',
      'not in DNS since 2026-11-24T20:00:00+09:00',
    ],
    [
      'ja',
      '提示中',
      '同じ',
      '198.51.100.1: 5B0177D0 (以前の証明書)',
      '2026-11-24T20:00:00+09:00 以降、DNS の応答に含まれていません',
    ],
  ] as const)('is part of an explanation in %s, with the time', async (locale, step, same, previous, since) => {
    const probed = seen(NOON, [
      endpoint(seen(NOON, serves(NEW)), '192.0.2.1'),
      { ...endpoint(seen(NOON, serves(EXPIRING)), '198.51.100.1'), unlisted: UNLISTED },
    ]);
    const [edge = connector('Edge')] = CONNECTORS;
    const { stdout } = await typed(['connectors', 'explain', 'Edge'], edge, probed, locale);
    const cells = stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
    const at = cells.findIndex(([first]) => first === `6 ${step}`);
    expect([cells[at]?.[1], cells[at + 1]]).toEqual([same, [previous, since]]);
  });
});
