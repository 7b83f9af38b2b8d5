import { describe, expect, test } from 'vitest';
import { copyStoredCertificate } from '../../../src/domain/certificate/copy-stored-certificate.ts';
import type { ServiceState } from '../../../src/domain/observation/observation.ts';
import { ALL_RULES } from '../../../src/domain/rule/all.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { StaleRevisionError } from '../../../src/work/errors.ts';
import { runScan, type ScanOutcome } from '../../../src/work/scan/run-scan.ts';
import { connector, NOON, notation, store, stored } from '../../domain/world.ts';
import { DENIED, NOT_FOUND, Stage } from '../stage.ts';

const QUIET: Omit<ServiceState, 'issueFailure' | 'renewalFailures' | 'willScanAgain'> = {
  clockStepMs: 0,
  missedScans: 0,
  previousScanFailure: undefined,
  rejectedConfiguration: undefined,
};
const SHARD = 'mail01.contoso.com';
const NOTHING = '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)';

/** Runs a scan this many minutes after the previous one. */
function pass(stage: Stage, minutes = 0, service: Partial<typeof QUIET> = {}): Promise<ScanOutcome> {
  stage.now += minutes * MINUTE;
  return runScan(
    stage.dependencies,
    { service: { ...QUIET, ...service }, pendingRecords: [], schedule: { nextAt: () => stage.now + HOUR } },
    new AbortController().signal,
  );
}
const loggedEvents = async (
  stage: Stage,
  ...rest: readonly [number?, Partial<typeof QUIET>?]
): Promise<readonly string[]> => (await pass(stage, ...rest)).written.map(notation);

describe('a scan', () => {
  test('stores records, conditions, memory and its times in one commit', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('P', { dnsNames: ['mail.contoso.com'] })];
    expect(await loggedEvents(stage)).toEqual([NOTHING]);
    expect(await stage.ledger.state(SHARD)).toMatchObject({
      revision: 1,
      open: [{ eventId: 12014, subject: 'Default MAIL01' }],
      memory: {
        storeSizes: new Map([['My', { path: '/stores/My', certificates: 1, shrunk: undefined }]]),
        fileHistories: new Map([
          [
            '/store/P.pem#0',
            {
              thumbprint: 'P'.padEnd(40, '0'),
              names: ['mail.contoso.com'],
              issuer: 'CN=Contoso CA',
              store: 'My',
              previous: undefined,
            },
          ],
        ]),
      },
      scan: { startedAt: NOON, endedAt: NOON, nextAt: NOON + HOUR },
    });
  });

  test('continues from the stored state: an open condition is raised once, and cleared by evidence', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('P', { dnsNames: ['mail.contoso.com'] })];
    await pass(stage);
    expect(await loggedEvents(stage, 15)).toEqual([]);
    stage.answers['My'] = [stored('Q', { dnsNames: ['mail01.contoso.com'] })];
    expect(await loggedEvents(stage, 15)).toEqual(['1900(12014; Default MAIL01; 1800)']);
    expect((await stage.ledger.state(SHARD)).open).toEqual([]);
  });

  test('reports the result of a reload once: a failed scan leaves it for the next', async () => {
    const stage = new Stage();
    await pass(stage);
    const served = { thumbprint: 'P'.padEnd(40, '0'), serialNumber: '0B', notAfter: NOON };
    await stage.ledger.recordRotation(SHARD, {
      rotationId: 'r1',
      requestedBy: { by: 'root', command: 'mailcertd connectors reload "Default MAIL01"', at: NOON },
      command: ['postfix', 'reload'],
      at: NOON,
      isReloaded: true,
      problem: undefined,
      connectors: [
        {
          connector: 'Default MAIL01',
          onDisk: [served],
          problem: undefined,
          addresses: [{ address: '192.0.2.25', keyType: 'any', before: undefined, after: served, problem: undefined }],
        },
      ],
      failure: undefined,
    });
    stage.whileReading = async () => {
      stage.whileReading = async () => undefined;
      await stage.ledger.commit(SHARD, 1, { records: [], open: undefined, memory: undefined, scan: undefined });
    };
    await expect(pass(stage)).rejects.toBeInstanceOf(StaleRevisionError);
    expect(await stage.ledger.rotations(SHARD)).toHaveLength(1);
    expect(await loggedEvents(stage)).toEqual(['1420(Default MAIL01; 0B; ) once']);
    expect(await stage.ledger.rotations(SHARD)).toEqual([]);
    expect(await loggedEvents(stage)).toEqual([]);
  });

  test('that another commit overtakes stores nothing and says so', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('P', { dnsNames: ['mail.contoso.com'] })];
    stage.whileReading = async () => {
      stage.whileReading = async () => undefined;
      await stage.ledger.commit(SHARD, 0, { records: [], open: undefined, memory: undefined, scan: undefined });
    };
    await expect(pass(stage)).rejects.toBeInstanceOf(StaleRevisionError);
    expect(await stage.ledger.count()).toBe(0);
    expect(await stage.ledger.state(SHARD)).toMatchObject({ revision: 1, open: [], scan: undefined });
    expect(await loggedEvents(stage)).toEqual([NOTHING]);
  });

  test('verifies the signatures only of certificates that compete for a name', async () => {
    const stage = new Stage();
    const both = ['A', 'B'].map((label) => stored(label, { dnsNames: ['mail01.contoso.com'] }));
    stage.answers['My'] = [...both, stored('C', { dnsNames: ['other.contoso.com'] })];
    await pass(stage);
    expect([...stage.asked].sort()).toEqual(both.map(({ certificate }) => certificate.thumbprint));
  });
});

describe('an unavailable result', () => {
  test('is reported if a reader throws, and changes nothing else', async () => {
    const stage = new Stage();
    stage.stores = [store('My'), store('Second')];
    stage.answers['Second'] = [stored('P', { dnsNames: ['mail.contoso.com'] })];
    stage.connectors = [connector('Default MAIL01'), connector('Internet MAIL01', 'mail.contoso.com')];
    expect(await loggedEvents(stage)).toEqual([]);
    stage.answers['Second'] = 'EIO: i/o error, read';
    const outcome = await pass(stage, 15);
    expect(outcome.written.map(notation)).toEqual(['1100(Second; /stores/Second; io_error)']);
    expect(outcome.written[0]?.facts).toMatchObject({ detail: 'EIO: i/o error, read', lastSeen: NOON });
    expect(outcome.observation.stores.get('Second')).toMatchObject({ kind: 'unavailable', times: 1 });
    expect((await pass(stage, 15)).observation.stores.get('Second')).toMatchObject({
      since: NOON + 15 * MINUTE,
      times: 2,
    });
  });

  test('of the inventory leaves its connectors and stores as they were last known', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('P', { dnsNames: ['mail.contoso.com'] })];
    await pass(stage);
    stage.inventoryFails = true;
    expect(await loggedEvents(stage, 15)).toEqual([]);
    expect((await stage.ledger.state(SHARD)).open.map(({ eventId }) => eventId)).toEqual([12014]);
  });

  test('prevents that a rule that throws changes its open conditions', async () => {
    const stage = new Stage();
    stage.answers['My'] = [stored('P', { dnsNames: ['mail.contoso.com'] })];
    await pass(stage);
    stage.answers['My'] = [stored('Q', { dnsNames: ['mail01.contoso.com'] })];
    stage.rules = ALL_RULES.map((rule) =>
      rule.event.eventId === 12014
        ? {
            ...rule,
            evaluate: () => {
              throw new TypeError('made to fail');
            },
          }
        : rule,
    );
    expect(await loggedEvents(stage, 15)).toEqual(['1107(12014; made to fail)']);
    stage.rules = undefined;
    expect(await loggedEvents(stage, 15)).toEqual(['1900(12014; Default MAIL01; 1800)', '1900(1107; 12014; 900)']);
  });
});

describe('a clock change', () => {
  const expiring = stored('S', { dnsNames: ['mail01.contoso.com'], notAfter: NOON + 40 * 24 * HOUR });

  test('is reported once, and verdicts about time wait for one more scan', async () => {
    const stage = new Stage();
    stage.answers['My'] = [expiring];
    stage.recorded = expiring.certificate.thumbprint;
    expect(await loggedEvents(stage)).toEqual([]);
    const step = 41 * 24 * HOUR;
    expect(await loggedEvents(stage, step / MINUTE, { clockStepMs: step })).toEqual([`1104(${step}) once`]);
    expect(await loggedEvents(stage)).toEqual(['12015(S)', NOTHING]);
  });

  test('that is reverted clears nothing that was open, until a second scan agrees', async () => {
    const stage = new Stage();
    stage.answers['My'] = [expiring];
    stage.recorded = expiring.certificate.thumbprint;
    stage.now = NOON + 41 * 24 * HOUR;
    expect(await loggedEvents(stage)).toEqual(['12015(S)', NOTHING]);
    stage.now = NOON;
    const back = -41 * 24 * HOUR;
    expect(await loggedEvents(stage, 0, { clockStepMs: back })).toEqual([`1104(${back}) once`]);
    expect((await stage.ledger.state(SHARD)).open.length).toBe(2);
    expect(await loggedEvents(stage, 1)).toEqual(['1900(12015; S; 0)', '1900(12014; Default MAIL01; 0)']);
  });

  test('does not delay the report of events that do not depend on time', async () => {
    const stage = new Stage();
    stage.answers['My'] = DENIED;
    expect(await loggedEvents(stage, 0, { clockStepMs: HOUR })).toEqual([
      '1104(3600000) once',
      '1100(My; /stores/My; permission_denied)',
    ]);
  });
});

describe('the first start on an empty personal store', () => {
  const installed = ['install MAIL01 mail01.contoso.com for IMAP POP IIS SMTP', `record ${'N'.padEnd(40, '0')}`];
  const event = '1004(N; MAIL01, mail01.contoso.com; 2027-11-24T12:00:00.000Z) once';

  test('installs a self-signed certificate, records it, and reports it in the same scan', async () => {
    const stage = new Stage();
    stage.answers['My'] = [];
    expect(await loggedEvents(stage)).toEqual([event]);
    expect(stage.done).toEqual(installed);
    expect(await loggedEvents(stage, 15)).toEqual([]);
    expect(stage.done).toEqual(installed);
  });

  test('creates the directory if it never existed', async () => {
    const stage = new Stage();
    stage.answers['My'] = NOT_FOUND;
    expect(await loggedEvents(stage)).toEqual([event]);
    expect(stage.done).toEqual(['create', ...installed]);
  });

  test('does not happen when the store cannot be read, when it held something before, or when it was removed', async () => {
    const stage = new Stage();
    stage.answers['My'] = DENIED;
    await pass(stage);
    stage.answers['My'] = [stored('S', { dnsNames: ['mail01.contoso.com'] })];
    await pass(stage, 15);
    stage.answers['My'] = NOT_FOUND;
    await pass(stage, 15);
    stage.answers['My'] = [];
    await pass(stage, 15);
    await pass(stage, 15);
    expect(stage.done).toEqual([]);
  });

  test('that fails is reported, is retried, and is resolved when it succeeds', async () => {
    const stage = new Stage();
    stage.answers['My'] = [];
    stage.issueFails = 'no entropy today';
    expect(await loggedEvents(stage)).toEqual(['1006(My; no entropy today)', NOTHING]);
    expect(await loggedEvents(stage, 15)).toEqual([]);
    stage.issueFails = undefined;
    expect(await loggedEvents(stage, 15)).toEqual([
      event.replace('12:00', '12:30'),
      '1900(1006; My; 1800)',
      '1900(12014; Default MAIL01; 1800)',
    ]);
  });
});

describe('the recorded internal transport certificate, replaced in place', () => {
  const NAMES = { dnsNames: ['mail01.contoso.com', 'MAIL01'] };
  const S = stored('S', { ...NAMES, notAfter: NOON - 1 });
  const inItsPlace = (more: Parameters<typeof stored>[1]) =>
    copyStoredCertificate(stored('S2', more), { location: S.location });

  async function recordedStage(): Promise<Stage> {
    const stage = new Stage();
    stage.recorded = S.certificate.thumbprint;
    stage.answers['My'] = [S];
    expect(await loggedEvents(stage)).toEqual(['12015(S)', NOTHING]);
    return stage;
  }

  test('row 53: with the same names it is recorded, and none is missing', async () => {
    const stage = await recordedStage();
    stage.answers['My'] = [inItsPlace(NAMES)];
    expect(await loggedEvents(stage, 60)).toEqual([
      '1007(S2; S; mail01.contoso.com, MAIL01) once',
      '1900(12015; S; 3600)',
      '1900(12014; Default MAIL01; 3600)',
    ]);
    expect(stage.recorded).toBe('S2'.padEnd(40, '0'));
    expect(await loggedEvents(stage, 60)).toEqual([]);
  });

  test('another is recorded by a command before the lock: that one stays', async () => {
    const stage = await recordedStage();
    const other = stored('T', { ...NAMES, services: ['SMTP'] });
    stage.answers['My'] = [inItsPlace(NAMES), other];
    stage.whileHeld = async () => {
      stage.recorded = other.certificate.thumbprint;
    };
    await pass(stage, 60);
    expect(stage.done).toEqual([]);
    expect(stage.recorded).toBe(other.certificate.thumbprint);
  });

  test('its key arrives a scan later: it is recorded then', async () => {
    const stage = await recordedStage();
    stage.answers['My'] = [inItsPlace({ ...NAMES, key: 'differs' })];
    await pass(stage, 15);
    expect(stage.recorded).toBe(S.certificate.thumbprint);
    stage.answers['My'] = [inItsPlace(NAMES)];
    expect(await loggedEvents(stage, 15)).toContain('1007(S2; S; mail01.contoso.com, MAIL01) once');
  });

  test.each([
    ['it lacks a name', { dnsNames: ['mail01.contoso.com'] }],
    ['it has expired too', { ...NAMES, notAfter: NOON }],
    ['it is not valid yet', { ...NAMES, notBefore: NOON + 10 * HOUR }],
  ])('%s: it is not recorded', async (_, more) => {
    const stage = await recordedStage();
    stage.answers['My'] = [inItsPlace(more)];
    await pass(stage, 60);
    expect(stage.recorded).toBe(S.certificate.thumbprint);
  });

  test('an unavailable store may still hold it: it is not recorded', async () => {
    const stage = await recordedStage();
    stage.answers['My'] = DENIED;
    await pass(stage, 60);
    expect(stage.recorded).toBe(S.certificate.thumbprint);
  });
});
