import { describe, expect, it } from 'vitest';
import type { RotatedAddress, Rotation } from '../../../src/domain/connector/rotation.ts';
import { definitionOf } from '../../../src/domain/event/catalog.ts';
import { rotationRecords } from '../../../src/domain/observation/rotation-records.ts';
import { messageLines } from '../../../src/formats/event/message.ts';
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

function rotation(changes: Partial<Rotation> = {}): Rotation {
  return {
    rotationId: 'r1',
    connector: 'Edge',
    asked: { by: 'root', command: 'mailcertd connectors reload Edge', at: NOON - 5000 },
    command: ['systemctl', 'reload', 'postfix'],
    at: NOON - 1000,
    onDisk: NEW === undefined ? [] : [NEW],
    isReloaded: true,
    problem: undefined,
    addresses: [address()],
    failure: undefined,
    ...changes,
  };
}

function told(changes: Partial<Rotation>, locale: 'en' | 'ja' = 'en') {
  const [record] = rotationRecords([rotation(changes)], POLICY, NOON);
  if (record === undefined) throw new Error('nothing was told');
  return { record, lines: messageLines(record, { locale, offsetMinutes: () => 0, helpLink: '', definitionOf }) };
}

describe('the record of a rotation', () => {
  it('that is proven names the connector, the serial number now and the one before, and who asked', () => {
    const { record, lines } = told({});
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
        thumbprintBefore: '0A'.repeat(20),
        notAfter: NOON,
        reload: ['systemctl', 'reload', 'postfix'],
        askedBy: 'root',
        askedCommand: 'mailcertd connectors reload Edge',
        askedAt: NOON - 5000,
      },
    });
    expect(lines.slice(0, 2)).toEqual([
      'Connector "Edge" presents what lies on disk: serial number 0B, and 0A before.',
      '192.0.2.25: 0A before, 0B now',
    ]);
  });

  it('that changed nothing, or follows on nothing, says so', () => {
    expect(told({ addresses: [address({ before: NEW })] }).lines[0]).toContain('0B, as before');
    expect(told({ addresses: [address({ before: NEW })] }).record.facts).not.toHaveProperty('thumbprintBefore');
    expect(told({ addresses: [address({ before: undefined })] }).lines[0]).toContain('and nothing was seen before');
  });

  it.each<[string, Partial<Rotation>, readonly string[], string, readonly (readonly string[])[]]>([
    [
      'not served',
      { failure: 'not-served', addresses: [address({ after: OLD })] },
      ['Edge', 'not-served', '0A', '0B'],
      'Connector "Edge" was reloaded and presents serial number 0A; on disk lies 0B.',
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
        problem: { reason: 'reload_failed', location: 'systemctl reload postfix', detail: 'exit code 1: denied' },
      },
      ['Edge', 'reload-failed', '0B', '0B'],
      'Connector "Edge" could not be told to read its certificate again (the command to reload it failed).',
      [['systemctl', 'reload', 'postfix']],
    ],
    [
      'not seen',
      {
        failure: 'unseen',
        addresses: [
          address(),
          address({
            address: '::1',
            after: undefined,
            problem: { reason: 'timed_out', location: '[::1]:25', detail: 'no greeting' },
          }),
        ],
      },
      ['Edge', 'unseen', '0B', '0B'],
      'Connector "Edge" was reloaded; what it presents now could not be seen (no answer in time).',
      [['mailcertd', 'connectors', 'probe', 'Edge']],
    ],
    [
      'not known',
      { failure: 'unknown', onDisk: [] },
      ['Edge', 'unknown', '0B', ''],
      'Connector "Edge" was reloaded; what it should present cannot be said, so nothing is proven.',
      [['mailcertd', 'connectors', 'explain', 'Edge']],
    ],
  ])('that is %s warns, says why, and what to do', (_what, changes, parameters, sentence, remedy) => {
    const { record, lines } = told(changes);
    expect(record).toMatchObject({ eventId: 1421, level: 'Warning', parameters, remedy });
    expect(lines[0]).toBe(sentence);
    expect(told(changes, 'ja').lines[0]).toMatch(/^コネクタ「Edge」に証明書を再読み込みさせ/);
  });

  it('suggests no restart where its command is none of systemd’s', () => {
    const { record } = told({ failure: 'not-served', command: ['postfix', 'reload'] });
    expect(record.remedy).toEqual([['mailcertd', 'connectors', 'probe', 'Edge']]);
  });
});
