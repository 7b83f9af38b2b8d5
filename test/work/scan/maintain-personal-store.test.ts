import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestedBy, Service, StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { copyStoredCertificate } from '../../../src/domain/certificate/copy-stored-certificate.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { runScan, type ScanOutcome } from '../../../src/work/scan/run-scan.ts';
import { NOON, notation, store, stored } from '../../domain/world.ts';
import { DENIED, Stage } from '../stage.ts';

const SHARD = 'mail01.contoso.com';
const NAMES = ['mail01.contoso.com', 'MAIL01'];
const by = (command: string, at: number = NOON): RequestedBy => ({
  by: 'root',
  command: `mailcertd certificates ${command}`,
  at,
});

interface Lying {
  readonly requestedBy?: RequestedBy;
  readonly services?: readonly Service[];
  readonly notAfter?: number;
  readonly directory?: string;
  readonly selfSigned?: boolean;
  readonly isCa?: boolean;
  readonly dnsNames?: readonly string[];
  readonly key?: StoredCertificate['key']['kind'];
}

/** Returns a certificate in its own directory. */
function held(label: string, { requestedBy, directory, ...described }: Lying = {}): StoredCertificate {
  const made = stored(label, { dnsNames: NAMES, selfSigned: true, ...described });
  const path = `/stores/My/${directory ?? made.certificate.thumbprint}/certificate.pem`;
  return copyStoredCertificate(made, {
    location: { path, block: 0, alias: undefined },
    ...(requestedBy === undefined ? {} : { note: { friendlyName: undefined, isExportable: false, requestedBy } }),
  });
}

const NOTHING = { records: [], open: undefined, memory: undefined, scan: undefined };

/** Returns whether the request of this time is reported. */
async function isReported(stage: Stage, at: number): Promise<boolean> {
  return (await stage.ledger.after(0, 1000)).some(({ facts }) => facts.requestedAt === at);
}

function pass(stage: Stage, minutes = 15): Promise<ScanOutcome> {
  stage.now += minutes * MINUTE;
  const service = { clockStepMs: 0, missedScans: 0, previousScanFailure: undefined, rejectedConfiguration: undefined };
  return runScan(
    stage.dependencies,
    { service, pendingRecords: [], schedule: { nextAt: () => undefined } },
    new AbortController().signal,
  );
}
const loggedEvents = async (stage: Stage, minutes?: number): Promise<readonly string[]> =>
  (await pass(stage, minutes)).written.map(notation);

describe('the changes by commands in the personal store', () => {
  async function knownStage(...certificates: readonly StoredCertificate[]): Promise<Stage> {
    const stage = new Stage();
    stage.answers['My'] = certificates;
    expect(await loggedEvents(stage)).toEqual([]);
    return stage;
  }
  const A = held('A', { requestedBy: by('new', NOON - DAY) });

  test('are not reported at the first scan: existing certificates were there before', async () => {
    const stage = await knownStage(A, held('B', { requestedBy: by('new') }));
    expect(await loggedEvents(stage)).toEqual([]);
  });

  test('are reported in the scan that sees them, once, with the requester', async () => {
    const stage = await knownStage(A);
    const requestedBy = by('renew A');
    const B = held('B', { requestedBy });
    stage.answers['My'] = [
      A,
      copyStoredCertificate(B, {
        note: { friendlyName: undefined, isExportable: true, requestedBy, renews: A.certificate.thumbprint },
      }),
    ];
    const { written } = await pass(stage);
    expect(written.map(notation)).toEqual(['1008(B; mail01.contoso.com, MAIL01; SMTP; 2027-05-26T00:00:00.000Z) once']);
    expect(written[0]?.facts).toEqual({
      thumbprint: B.certificate.thumbprint,
      previousThumbprint: A.certificate.thumbprint,
      subject: 'CN=mail01.contoso.com',
      notBefore: B.certificate.notBefore,
      notAfter: B.certificate.notAfter,
      locations: [B.location.path],
      store: 'My',
      services: ['SMTP'],
      requestedBy: 'root',
      requestCommand: 'mailcertd certificates renew A',
      requestedAt: NOON,
    });
    expect(await loggedEvents(stage)).toEqual([]);
    expect(await loggedEvents(stage)).toEqual([]);
  });

  test('are reported after a restart, and after the store was unavailable', async () => {
    const stage = await knownStage(A);
    stage.answers['My'] = DENIED;
    await pass(stage);
    stage.answers['My'] = [A, held('B', { requestedBy: by('import b.pfx') })];
    stage.restart();
    expect(await loggedEvents(stage)).toContain(
      '1008(B; mail01.contoso.com, MAIL01; SMTP; 2027-05-26T00:00:00.000Z) once',
    );
  });

  test('are not lost when the scan that saw them could not be stored', async () => {
    const stage = await knownStage(A);
    stage.answers['My'] = [A, held('B', { requestedBy: by('import b.pfx') })];
    stage.whileReading = async () => {
      stage.whileReading = async () => undefined;
      const { revision } = await stage.ledger.state(SHARD);
      await stage.ledger.commit(SHARD, revision, NOTHING);
    };
    await expect(pass(stage)).rejects.toThrow('another process writes');
    expect(await loggedEvents(stage)).toHaveLength(1);
    expect(await loggedEvents(stage)).toEqual([]);
  });

  test('are services, a record, a request with its next step, and a removal', async () => {
    const stage = await knownStage(A);
    const requestedBy = by('enable A --services IMAP --force');
    const enabled = held('A', { requestedBy, services: ['SMTP', 'IMAP'] });
    stage.answers['My'] = [enabled];
    stage.recorded = A.certificate.thumbprint;
    expect(await loggedEvents(stage)).toEqual([
      '1009(A; mail01.contoso.com, MAIL01; SMTP, IMAP) once',
      '1007(A; ; mail01.contoso.com, MAIL01) once',
    ]);

    const request = {
      sha256Fingerprint: 'D'.repeat(64),
      subject: 'CN=mail.contoso.com',
      commonNames: ['mail.contoso.com'],
      dnsNames: [],
      ipAddresses: [],
      publicKeyAlgorithm: 'RSA',
      publicKeySize: 2048,
      signatureAlgorithm: 'sha256WithRSAEncryption',
      publicKeySha256: 'E'.repeat(64),
    };
    const path = '/stores/My/request-D/request.pem';
    const note = { friendlyName: undefined, isExportable: false, requestedBy: by('new --request') };
    stage.requests = [{ request, store: 'My', location: { path, block: 0 }, hasPrivateKey: true, note }];
    const { written } = await pass(stage);
    expect(written.map(notation)).toEqual([`1011(${'D'.repeat(64)}; mail.contoso.com; ${path}) once`]);
    expect(written[0]?.remedy).toEqual([
      ['cat', path],
      ['mailcertd', 'certificates', 'import', 'FILE'],
    ]);

    stage.requests = [];
    const removed = { path: '/trash/t1', removed: request, services: [], requestedBy: by('remove D', NOON + DAY) };
    stage.removals = { t1: removed };
    expect(await loggedEvents(stage)).toEqual([`1010(${'D'.repeat(64)}; mail.contoso.com; /trash/t1) once`]);
    expect(await loggedEvents(stage)).toEqual([]);
  });

  test('are reported once over any sequence of commands, scans, restarts, unavailable stores and failed commits', async () => {
    type Step = 'install' | 'enable' | 'pass' | 'restart' | 'unavailable pass' | 'lost pass';
    const steps = fc.array(
      fc.constantFrom<Step[]>('install', 'enable', 'pass', 'restart', 'unavailable pass', 'lost pass'),
      {
        maxLength: 20,
      },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const stage = await knownStage(A);
        let lying: readonly StoredCertificate[] = [A];
        const due = new Set<number>();
        let typed = NOON;
        for (const step of [...all, 'pass' as const]) {
          stage.answers['My'] = step === 'unavailable pass' ? DENIED : lying;
          if (step === 'restart') stage.restart();
          if (step === 'install' || step === 'enable') {
            typed += 1;
            due.add(typed);
            const requestedBy = by(step, typed);
            const [first, ...others] = lying;
            const replaced = first?.note?.requestedBy.at ?? 0;
            // Only the last of several changes between two scans is reported.
            if (step === 'enable' && !(await isReported(stage, replaced))) due.delete(replaced);
            lying =
              step === 'install'
                ? [...lying, held(`C${typed - NOON}x`, { requestedBy })]
                : [
                    held('A', { requestedBy, services: typed % 2 === 0 ? ['SMTP', 'POP'] : ['SMTP', 'IMAP'] }),
                    ...others,
                  ];
          }
          if (step === 'lost pass') {
            stage.whileReading = async () => {
              stage.whileReading = async () => undefined;
              const { revision } = await stage.ledger.state(SHARD);
              await stage.ledger.commit(SHARD, revision, NOTHING);
            };
            await expect(pass(stage)).rejects.toThrow('another process writes');
          } else if (step.endsWith('pass')) await pass(stage);
        }
        const records = await stage.ledger.after(0, 1000);
        const events = records.flatMap(({ eventId, facts }) => (eventId === 1900 ? [] : (facts.requestedAt ?? [])));
        expect(events).toEqual([...due].sort((a, b) => a - b));
      }),
      { numRuns: 100 },
    );
  });

  test('are tracked from the beginning when the store is another directory', async () => {
    const stage = await knownStage(A);
    stage.stores = [store('My', { path: '/elsewhere' })];
    stage.answers['My'] = [A, held('B', { requestedBy: by('new') })];
    expect(await loggedEvents(stage)).toEqual([]);
  });
});

test('a first start waits while a command changes the empty store, and is no failure', async () => {
  const stage = new Stage();
  stage.connectors = [];
  stage.answers['My'] = [];
  stage.isBusy = true;
  expect(await loggedEvents(stage, 0)).toEqual([]);
  stage.isBusy = false;
  expect(await loggedEvents(stage, 0)).toEqual(['1004(N; MAIL01, mail01.contoso.com; 2027-11-24T12:00:00.000Z) once']);
  expect(await loggedEvents(stage)).toEqual([]);
});

test('a first start issues nothing if a command has put something into the store before it was locked', async () => {
  const stage = new Stage();
  stage.connectors = [];
  stage.answers['My'] = [];
  stage.whileHeld = async () => {
    stage.answers['My'] = [stored('A', { dnsNames: ['mail01.contoso.com'], selfSigned: true })];
  };
  expect(await loggedEvents(stage, 0)).not.toContainEqual(expect.stringMatching(/^1004/));
  expect(stage.done.filter((each) => each.startsWith('install'))).toEqual([]);
});

describe('automatic renewal', () => {
  /** A time longer than that of the expiry warnings. */
  const BEFORE = 40 * DAY;
  const due = (more: Lying = {}): StoredCertificate => held('S', { notAfter: NOON + BEFORE, ...more });

  function stageWith(...certificates: readonly StoredCertificate[]): Stage {
    const stage = new Stage();
    stage.renewBefore = BEFORE;
    stage.answers['My'] = certificates;
    return stage;
  }
  const renewed = '1005(N; S; mail01.contoso.com, MAIL01; 2027-11-24T12:00:00.000Z) once';

  test('clones certificates that are due, and reports it in the same scan, even the first, and once', async () => {
    const stage = stageWith(due({ services: ['SMTP', 'IMAP'] }));
    expect(await loggedEvents(stage, 0)).toEqual([renewed]);
    expect(stage.done).toEqual(['install mail01.contoso.com MAIL01 for SMTP IMAP']);
    expect(await loggedEvents(stage)).toEqual([]);
    stage.restart();
    expect(await loggedEvents(stage)).toEqual([]);
    expect(stage.done).toHaveLength(1);
  });

  test('moves the record of the internal transport certificate', async () => {
    const stage = stageWith(due());
    stage.recorded = due().certificate.thumbprint;
    expect(await loggedEvents(stage, 0)).toEqual([renewed, '1007(N; S; mail01.contoso.com, MAIL01) once']);
    expect(stage.recorded).toBe('N'.padEnd(40, '0'));
  });

  test('is reported once, even if the daemon was killed between the change and the record', async () => {
    const stage = stageWith(held('S', { notAfter: NOON + 2 * BEFORE }));
    await pass(stage, 0);
    stage.now = NOON + BEFORE;
    stage.whileHeld = async () => {
      const { revision } = await stage.ledger.state(SHARD);
      await stage.ledger.commit(SHARD, revision, NOTHING);
    };
    await expect(pass(stage, 0)).rejects.toThrow('another process writes');
    expect(stage.done).toHaveLength(1);
    stage.restart();
    expect(await loggedEvents(stage)).toEqual([renewed.replace('2027-11-24', '2028-01-03')]);
    expect(stage.done).toHaveLength(1);
  });

  test.each<[string, number, number]>([
    ['a millisecond before its time', -1, 0],
    ['in time', 0, 1],
    ['a millisecond after', 1, 1],
    ['long after its end', 2 * BEFORE, 1],
  ])('%s', async (_, after, count) => {
    const stage = stageWith(due());
    stage.now = NOON + after;
    await pass(stage, 0);
    expect(stage.done).toHaveLength(count);
  });

  test.each<[string, readonly StoredCertificate[]]>([
    ['one that an authority issued', [due({ selfSigned: false })]],
    ['one without its key', [due({ key: 'missing' })]],
    ['one whose key cannot be read', [due({ key: 'unreadable' })]],
    [
      'one without its own directory in the store',
      [stored('S', { dnsNames: NAMES, selfSigned: true, notAfter: NOON })],
    ],
    [
      'one that shares its directory with another',
      [due({ directory: 'x' }), held('T', { directory: 'x', dnsNames: ['other.contoso.com'] })],
    ],
    ["an authority's own", [due({ isCa: true, dnsNames: [] })]],
    ['one that another outlives', [due(), held('T', { notAfter: NOON + 2 * BEFORE })]],
    [
      'one that was renewed once, whatever became of the clone',
      [
        due(),
        copyStoredCertificate(held('T', { services: [], notAfter: NOON + 2 * BEFORE }), {
          note: {
            friendlyName: undefined,
            isExportable: false,
            requestedBy: by('renew S'),
            renews: due().certificate.thumbprint,
          },
        }),
      ],
    ],
  ])('ignores %s', async (_, certificates) => {
    const stage = stageWith(...certificates);
    await pass(stage, 0);
    expect(stage.done).toEqual([]);
  });

  test('renews a certificate that OpenSSL made, which is marked as a CA', async () => {
    const stage = stageWith(due({ isCa: true }));
    await pass(stage, 0);
    expect(stage.done).toHaveLength(1);
  });

  test('is off unless it is configured, and pauses while the store is unavailable', async () => {
    const stage = stageWith(due());
    stage.renewBefore = undefined;
    await pass(stage, 0);
    stage.renewBefore = BEFORE;
    stage.answers['My'] = DENIED;
    await pass(stage);
    expect(stage.done).toEqual([]);
  });

  test('waits for the next scan while a command changes the store, and reports nothing', async () => {
    const stage = stageWith(due());
    stage.isBusy = true;
    expect(await loggedEvents(stage, 0)).toEqual([]);
    stage.isBusy = false;
    expect(await loggedEvents(stage, 0)).toEqual([renewed]);
  });

  test('reads the store again once it holds the lock: a certificate that a command has renewed is not renewed twice', async () => {
    const stage = stageWith(due());
    stage.whileHeld = async () => {
      stage.answers['My'] = [due(), held('T', { requestedBy: by('renew S'), notAfter: NOON + 400 * DAY })];
    };
    expect(await loggedEvents(stage, 0)).toEqual([
      '1008(T; mail01.contoso.com, MAIL01; SMTP; 2027-12-29T12:00:00.000Z) once',
    ]);
    expect(stage.done).toEqual([]);
  });

  test('that fails is a condition, which a locked store does not clear, and success does', async () => {
    const stage = stageWith(due({ services: [] }));
    stage.connectors = [];
    stage.issueFails = 'no entropy today';
    expect(await loggedEvents(stage, 0)).toContain('1012(S; mail01.contoso.com, MAIL01; no entropy today)');
    stage.isBusy = true;
    expect(await loggedEvents(stage)).toEqual([]);
    stage.isBusy = false;
    stage.issueFails = undefined;
    expect(await loggedEvents(stage)).toEqual(expect.arrayContaining(['1900(1012; S; 1800)']));
    expect((await stage.ledger.state(SHARD)).open).toEqual([]);
  });

  test('that is due for many makes ten in a scan, those that expire first before the others', async () => {
    const labels = Array.from({ length: 25 }, (_, index) => `${String.fromCharCode(65 + index)}x`);
    const all = labels.map((label, index) =>
      held(label, { dnsNames: [`${label}.contoso.com`], notAfter: NOON + index * 1000 }),
    );
    const stage = stageWith(...all.toReversed());
    const counts: number[] = [];
    for (let at = 0; at < 4; at += 1) {
      await pass(stage, 0);
      counts.push(stage.done.length);
    }
    expect(counts).toEqual([10, 20, 25, 25]);
    expect(stage.done[0]).toContain('Ax.contoso.com');
    const records = (await stage.ledger.after(0, 1000)).filter(({ eventId }) => eventId === 1005);
    expect(new Set(records.map(({ facts }) => facts.previousThumbprint)).size).toBe(25);
  });
});
