import { describe, expect, it } from 'vitest';
import { rotationRecords } from '../../../src/domain/condition/rotation-records.ts';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type {
  RotatedAddress,
  RotatedCertificate,
  RotatedConnector,
  Rotation,
} from '../../../src/domain/served/rotation.ts';
import { messageLines } from '../../../src/formats/event/message.ts';
import { said } from '../failure/said.ts';
import { NOON, SETTINGS } from '../world.ts';

const POLICY = { ...SETTINGS, computer: 'mail01.contoso.com' };
const [OLD, NEW] = ['0A', '0B'].map((serialNumber) => ({
  thumbprint: serialNumber.repeat(20),
  serialNumber,
  notAfter: NOON,
}));

const address = (changes: Partial<RotatedAddress> = {}): RotatedAddress => ({
  address: '192.0.2.25',
  keyType: 'any',
  before: OLD,
  after: NEW,
  problem: undefined,
  ...changes,
});

function connector(changes: Partial<RotatedConnector> = {}): RotatedConnector {
  const onDisk = NEW === undefined ? [] : [NEW];
  return { connector: 'Edge', onDisk, problem: undefined, addresses: [address()], ...changes };
}

function rotation(changes: Partial<Rotation> = {}): Rotation {
  return {
    rotationId: 'r1',
    requestedBy: { by: 'root', command: 'mailcertd connectors reload Edge', at: NOON - 5000 },
    command: ['systemctl', 'reload', 'postfix'],
    at: NOON - 1000,
    isReloaded: true,
    problem: undefined,
    connectors: [connector()],
    failure: undefined,
    ...changes,
  };
}

function textOf(changes: Partial<Rotation>, locale: 'en' | 'ja' = 'en') {
  const [record] = rotationRecords([rotation(changes)], POLICY, NOON);
  if (record === undefined) throw new Error('no record');
  return { record, lines: messageLines(record, { locale, offsetMinutes: () => 0, helpLink: '', definitionOf }) };
}

describe('the record of a rotation', () => {
  it('that is verified names the connector, the new and the previous serial number, and the requester', () => {
    const { record, lines } = textOf({});
    expect(record).toMatchObject({
      eventId: 1420,
      level: 'Information',
      change: 'once',
      timeCreated: NOON,
      parameters: ['Edge', '0B', '0A'],
      remedy: [],
      facts: {
        connector: 'Edge',
        thumbprint: '0B'.repeat(20),
        previousThumbprint: '0A'.repeat(20),
        notAfter: NOON,
        reload: ['systemctl', 'reload', 'postfix'],
        requestedBy: 'root',
        requestCommand: 'mailcertd connectors reload Edge',
        requestedAt: NOON - 5000,
      },
    });
    expect(lines.slice(0, 2)).toEqual([
      'Connector "Edge" serves the certificate on disk: serial number 0B, previously 0A.',
      '192.0.2.25: 0A before, 0B now',
    ]);
  });

  it('that changed nothing, or has no previous result, says so', () => {
    expect(textOf({ connectors: [connector({ addresses: [address({ before: NEW })] })] }).lines[0]).toContain(
      '0B, as before',
    );
    expect(
      textOf({ connectors: [connector({ addresses: [address({ before: NEW })] })] }).record.facts,
    ).not.toHaveProperty('previousThumbprint');
    expect(textOf({ connectors: [connector({ addresses: [address({ before: undefined })] })] }).lines[0]).toContain(
      'previously unknown',
    );
  });

  it.each<[string, Partial<Rotation>, readonly string[], string, readonly (readonly string[])[]]>([
    [
      'not served',
      { failure: 'not-served', connectors: [connector({ addresses: [address({ after: OLD })] })] },
      ['Edge', 'not-served', '0A', '0B'],
      'Connector "Edge" does not serve the certificate on disk after the reload (serial number 0A, not 0B).',
      [
        ['systemctl', 'restart', 'postfix'],
        ['mailcertd', 'connectors', 'probe', 'Edge'],
      ],
    ],
    [
      'not reloaded',
      {
        failure: 'reload-failed',
        isReloaded: false,
        problem: {
          reason: 'reload_failed',
          location: 'systemctl reload postfix',
          failure: said('exit code 1: denied'),
        },
      },
      ['Edge', 'reload-failed', '0B', '0B'],
      'Connector "Edge" was not reloaded (the reload command failed).',
      [['systemctl', 'reload', 'postfix']],
    ],
    [
      'not seen',
      {
        failure: 'probe-failed',
        connectors: [
          connector({
            addresses: [
              address(),
              address({
                address: '::1',
                after: undefined,
                problem: { reason: 'timed_out', location: '[::1]:25', failure: said('no greeting') },
              }),
            ],
          }),
        ],
      },
      ['Edge', 'probe-failed', '0B', '0B'],
      'Connector "Edge" was reloaded; which certificate it serves is unknown (timed out).',
      [['mailcertd', 'connectors', 'probe', 'Edge']],
    ],
    [
      'not known',
      { failure: 'unknown', connectors: [connector({ onDisk: [] })] },
      ['Edge', 'unknown', '0B', ''],
      'Connector "Edge" was reloaded; which certificate it should serve is unknown.',
      [['mailcertd', 'connectors', 'explain', 'Edge']],
    ],
  ])('that is %s is a Warning, with the reason and the fix', (_what, changes, parameters, sentence, remedy) => {
    const { record, lines } = textOf(changes);
    expect(record).toMatchObject({ eventId: 1421, level: 'Warning', parameters, remedy });
    expect(lines[0]).toBe(sentence);
    expect(textOf(changes, 'ja').lines[0]).toMatch(/^コネクタ「Edge」を再読み込み/);
  });

  it.each<[string, { addressAfter: RotatedCertificate | undefined }, string | undefined]>([
    ['no error of an address that need not serve', { addressAfter: OLD }, undefined],
    ['the error of the address that is required to serve', { addressAfter: undefined }, 'connection_refused'],
  ])('has %s', (_what, { addressAfter }, reason) => {
    const unreachable = address({
      address: '2001:db8::1',
      before: undefined,
      after: undefined,
      problem: { reason: 'network_unreachable', location: '[2001:db8::1]:25', failure: said() },
    });
    const required = address({
      after: addressAfter,
      problem:
        addressAfter === undefined
          ? { reason: 'connection_refused', location: '192.0.2.25:25', failure: said() }
          : undefined,
    });
    const failure = addressAfter === undefined ? 'probe-failed' : 'not-served';
    const { record } = textOf({ failure, connectors: [connector({ addresses: [unreachable, required] })] });
    expect(record.facts.reason).toBe(reason);
  });

  const certificateOf = (serialNumber: string): RotatedCertificate => ({
    thumbprint: serialNumber.repeat(20),
    serialNumber,
    notAfter: NOON,
  });
  const [oldRsa, newRsa, oldEcdsa, newEcdsa] = ['1A', '1B', '2A', '2B'].map(certificateOf);
  const newOnDisk = [newRsa, newEcdsa].flatMap((certificate) => certificate ?? []);
  const rsa = address({ keyType: 'rsa', before: oldRsa, after: newRsa });
  const ecdsa = address({ keyType: 'ecdsa', before: oldEcdsa, after: newEcdsa });

  it.each<[string, Partial<Rotation>, readonly RotatedAddress[], string, string | undefined]>([
    ['of one address', {}, [{ ...rsa, before: undefined }, ecdsa], '1B', undefined],
    ['of the wrong certificate', { failure: 'not-served' }, [rsa, { ...ecdsa, after: oldRsa }], '1A', '2A'],
    [
      'on disk, if nothing is served',
      { failure: 'probe-failed' },
      [rsa, ecdsa].map((each) => ({ ...each, after: undefined })),
      '1B',
      undefined,
    ],
  ])('has the thumbprints %s', (_what, changes, addresses, thumbprint, previous) => {
    const { facts } = textOf({ ...changes, connectors: [connector({ onDisk: newOnDisk, addresses })] }).record;
    expect([facts.thumbprint, facts.previousThumbprint]).toEqual([thumbprint.repeat(20), previous?.repeat(20)]);
  });

  it('has the previous thumbprint of the only certificate on disk, although nothing is served', () => {
    const { facts } = textOf({
      failure: 'probe-failed',
      connectors: [connector({ addresses: [address({ after: undefined })] })],
    }).record;
    expect(facts).toMatchObject({ thumbprint: '0B'.repeat(20), previousThumbprint: '0A'.repeat(20) });
  });

  it('suggests no restart if its command is not a systemd command', () => {
    const { record } = textOf({
      failure: 'not-served',
      command: ['postfix', 'reload'],
      connectors: [connector({ addresses: [address({ after: OLD })] })],
    });
    expect(record.remedy).toEqual([['mailcertd', 'connectors', 'probe', 'Edge']]);
  });

  const several = ['A', 'B', 'C', 'D', 'E'].map((name) => connector({ connector: name }));

  it('of several connectors is one, and names them all', () => {
    const { record, lines } = textOf({ connectors: several });
    expect(record.parameters).toEqual(['A, B, C, D, E', '0B', '0A']);
    expect(record.facts).toMatchObject({ connectors: ['A', 'B', 'C', 'D', 'E'] });
    expect(record.facts).not.toHaveProperty('connector');
    expect(lines.slice(0, 2)).toEqual([
      'Connectors "A", "B", "C" and 2 more serve the certificates on disk: serial number 0B, previously 0A.',
      '"A" 192.0.2.25: 0A before, 0B now',
    ]);
    expect(textOf({ connectors: several }, 'ja').lines[0]).toBe(
      'コネクタ「A」、「B」、「C」ほか 2 個がファイル上の証明書を提示していることを確認しました (シリアル番号 0B、変更前 0A)。',
    );
  });

  it('of several connectors of which some failed names only those', () => {
    const failed = ['D', 'E'].map((name) => connector({ connector: name, addresses: [address({ after: OLD })] }));
    const { record, lines } = textOf({ failure: 'not-served', connectors: [...several.slice(0, 3), ...failed] });
    expect(record.parameters).toEqual(['D, E', 'not-served', '0A', '0B']);
    expect(lines[0]).toBe(
      'Connectors "D" and "E" do not serve the certificate on disk after the reload (serial number 0A, not 0B).',
    );
    expect(record.remedy).toEqual([
      ['systemctl', 'restart', 'postfix'],
      ['mailcertd', 'connectors', 'probe', 'D'],
      ['mailcertd', 'connectors', 'probe', 'E'],
    ]);
  });

  it('lists twenty addresses at most and counts the rest', () => {
    const many = Array.from({ length: 15 }, (_, at) =>
      connector({ connector: `C${at}`, addresses: [address(), address({ address: '::1' })] }),
    );
    const { lines } = textOf({ connectors: many });
    expect(lines.filter((line) => line.includes(' before, '))).toHaveLength(20);
    expect(lines).toContain('and 10 more addresses');
  });
});
