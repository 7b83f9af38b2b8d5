import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import {
  type RotatedAddress,
  type RotatedCertificate,
  type RotatedConnector,
  rotationFailure,
} from '../../../src/domain/served/rotation.ts';
import { said } from '../failure/said.ts';

const certificate = (letter: string): RotatedCertificate => ({
  thumbprint: letter.repeat(40),
  serialNumber: letter.repeat(2),
  notAfter: 0,
});
const [OLD, RSA, EC] = [certificate('1'), certificate('A'), certificate('B')];
const NO_WAY: Problem = { reason: 'network_unreachable', location: '[2001:db8::1]:25', failure: said() };
const SILENT: Problem = { reason: 'timed_out', location: '192.0.2.25:25', failure: said() };

function address(changes: Partial<RotatedAddress>): RotatedAddress {
  const served = { address: '192.0.2.25', keyType: 'any' as const, before: OLD, after: RSA, ...changes };
  return { ...served, problem: served.after === undefined ? SILENT : undefined };
}

const rotated = (changes: Partial<RotatedConnector>): RotatedConnector => ({
  connector: 'Edge',
  onDisk: [RSA],
  problem: undefined,
  addresses: [address({})],
  ...changes,
});
const failureOf = (...changes: readonly Partial<RotatedConnector>[]) =>
  rotationFailure({ isReloaded: true, problem: undefined, connectors: changes.map(rotated) });

describe('a rotation', () => {
  it.each<[string, readonly RotatedCertificate[], readonly RotatedAddress[], string | undefined]>([
    ['every address serves the certificate on disk', [RSA], [address({}), address({ address: '::1' })], undefined],
    ['the certificate was served before, too', [RSA], [address({ before: RSA })], undefined],
    ['no certificate was seen before', [RSA], [address({ before: undefined })], undefined],
    ['one of two certificates on disk is served', [RSA, EC], [address({ after: EC })], undefined],
    [
      'one address serves another certificate',
      [RSA],
      [address({}), address({ address: '::1', after: OLD })],
      'not-served',
    ],
    [
      'one address cannot be probed',
      [RSA],
      [address({}), address({ address: '::1', after: undefined })],
      'probe-failed',
    ],
    ['there is no address', [RSA], [], 'probe-failed'],
    ['the certificate on disk is unknown', [], [address({})], 'unknown'],
    [
      'a server without a key of the other type serves its only certificate',
      [RSA],
      [address({ keyType: 'rsa' }), address({ keyType: 'ecdsa', before: undefined, after: undefined })],
      undefined,
    ],
    [
      'a key type that was served before is no longer served',
      [RSA],
      [address({ keyType: 'rsa' }), address({ keyType: 'ecdsa', before: EC, after: undefined })],
      'probe-failed',
    ],
    [
      'this host has no network route to one address',
      [RSA],
      [address({}), { ...address({ before: undefined, after: undefined }), address: '2001:db8::1', problem: NO_WAY }],
      undefined,
    ],
    [
      'this host has lost its network route to one address',
      [RSA],
      [address({}), { ...address({ after: undefined }), address: '2001:db8::1', problem: NO_WAY }],
      'probe-failed',
    ],
    [
      'this host has no network route to any address',
      [RSA],
      [{ ...address({ before: undefined, after: undefined }), problem: NO_WAY }],
      'probe-failed',
    ],
    [
      'no key type can be probed',
      [RSA],
      [
        address({ keyType: 'rsa', before: undefined, after: undefined }),
        address({ keyType: 'ecdsa', before: undefined, after: undefined }),
      ],
      'probe-failed',
    ],
  ])('has the expected failure if %s', (_what, onDisk, addresses, failure) => {
    expect(failureOf({ onDisk, addresses })).toBe(failure);
  });

  it('is not verified if its command failed, whatever is served', () => {
    const problem: Problem = { reason: 'reload_failed', location: 'false', failure: said('exit code 1') };
    const rotation = { problem, isReloaded: false, connectors: [rotated({})] };
    expect(rotationFailure(rotation)).toBe('reload-failed');
  });

  it('is not verified if the name of the host cannot be resolved', () => {
    const problem: Problem = { reason: 'host_not_found', location: 'mail.contoso.com', failure: said() };
    expect(failureOf({ addresses: [], problem })).toBe('probe-failed');
  });

  it.each<[readonly Partial<RotatedConnector>[], string | undefined]>([
    [[{}, {}], undefined],
    [[{}, { onDisk: [] }], 'unknown'],
    [[{ onDisk: [] }, { addresses: [] }], 'probe-failed'],
    [[{ addresses: [] }, { onDisk: [EC] }, { onDisk: [] }], 'not-served'],
  ])('of several connectors has the worst failure of one: %#', (connectors, failure) => {
    expect(failureOf(...connectors)).toBe(failure);
  });
});
