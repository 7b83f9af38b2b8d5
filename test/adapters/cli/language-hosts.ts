import type { CommandLineDependencies } from '../../../src/adapters/cli/session/cli-dependencies.ts';
import { COMMAND_FAILURES } from '../../../src/adapters/cli/text/command-failures.ts';
import { UsageError } from '../../../src/adapters/cli/text/usage-error.ts';
import { BACKUP_FAILURES } from '../../../src/domain/failure/backup-failures.ts';
import { CLIENT_CERTIFICATE_FAILURES } from '../../../src/domain/failure/client-certificate-failures.ts';
import { DOVECOT_FAILURES } from '../../../src/domain/failure/dovecot-failures.ts';
import { EVENT_LOG_CAUSES } from '../../../src/domain/failure/event-log-cause-failures.ts';
import { EVENT_LOG_FAILURES } from '../../../src/domain/failure/event-log-failures.ts';
import { FILE_CAUSE_FAILURES } from '../../../src/domain/failure/file-cause-failures.ts';
import { KEYSTORE_FAILURES } from '../../../src/domain/failure/keystore-failures.ts';
import { NOTE_FAILURES } from '../../../src/domain/failure/note-failures.ts';
import { OUTPUT_FAILURES } from '../../../src/domain/failure/output-failures.ts';
import { problemOfFailure } from '../../../src/domain/failure/problem-of-failure.ts';
import { RESOURCE_FAILURES } from '../../../src/domain/failure/resource-failures.ts';
import { SECRET_FAILURES } from '../../../src/domain/failure/secret-failures.ts';
import { unavailable } from '../../../src/domain/scan-result.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { AlreadyRunningError, BackupError, LedgerError, StoreBusyError } from '../../../src/work/errors.ts';
import type { StateOperations } from '../../../src/work/operations/state-operations.ts';
import { said } from '../../domain/failure/said.ts';
import { NOT_OFFERED, probeResult, REFUSED, serves, target } from '../../domain/serving.ts';
import { connector, NOON, store, stored, type World } from '../../domain/world.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { REQUEST } from './change-fixtures.ts';
import { CONTOSO, CONTOSO_RULES } from './contoso.ts';
import { wholeContosoDesk } from './contoso-desk.ts';
import { CONTOSO_FOUND } from './contoso-discovery.ts';
import { CONTOSO_NOTIFIERS, notifyContoso } from './contoso-notifications.ts';
import { type DeskOptions, ledgerOf } from './desk.ts';

const NAME = 'mail.contoso.com';

/** Certificates in every state in which one can be. */
const CERTIFICATES = [
  ...(CONTOSO.certificates ?? []),
  stored('E1', { dnsNames: ['old.example'], notAfter: NOON - 3 * DAY }),
  stored('E2', { dnsNames: ['new.example'], notBefore: NOON + 3 * DAY, notAfter: NOON + 300 * DAY }),
  stored('E3', { dnsNames: ['stray.example'], key: 'differs' }),
  stored('E4', { dnsNames: ['locked.example'], key: 'unreadable' }),
  stored('E5', { dnsNames: ['v1.example'], version: 1 }),
  stored('E6', { dnsNames: ['*.wild.example'] }),
  stored('E7', { dnsNames: ['weak.example'], publicKeyAlgorithm: 'RSA', publicKeySize: 1024 }),
  stored('E8', {
    dnsNames: ['exposed.example'],
    selfSigned: true,
    notAfter: NOON + 5 * DAY,
    signatureAlgorithm: 'sha1WithRSAEncryption',
  }),
];
const [SERVED] = CERTIFICATES;
const [EXPIRED] = CERTIFICATES.slice(-8);
if (SERVED === undefined || EXPIRED === undefined) throw new Error('the certificates are missing');

const PROBES = new Map([
  ['Edge', probeResult(NOON, serves(SERVED), NOT_OFFERED)],
  ['Relay', probeResult(NOON, REFUSED)],
  ['Old', probeResult(NOON, serves(EXPIRED))],
]);

/** A host on which most things that mailcertd checks are wrong. */
const FAULTY: Partial<World> = {
  ...CONTOSO,
  certificates: CERTIFICATES,
  requests: [REQUEST],
  stores: [...(CONTOSO.stores ?? []), store('locked'), store('empty', { path: '/srv/empty' })],
  unavailable: ['locked'],
  connectors: [
    ...(CONTOSO.connectors ?? []),
    connector('Old', 'old.example', { probe: target() }),
    connector('New', 'new.example'),
    connector('Stray', 'stray.example'),
    connector('Locked', 'locked.example'),
    connector('V1', 'v1.example'),
    connector('Wild', 'any.wild.example'),
    connector('Nothing', 'nothing.example'),
    connector('Off', 'off.example', { enabled: false }),
    connector('Edge', NAME, { probe: target() }),
    connector('Relay', NAME, { probe: target({ host: '192.0.2.26' }), direction: 'send' }),
    connector('By file', 'old.example', { certificateFiles: ['/etc/ssl/private/gone.pem'] }),
  ],
  hidden: [{ store: 'My', path: '/store/E6.pem' }],
  problems: [
    { store: 'My', problem: { reason: 'permission_denied', location: '/store/a.pem', failure: said('EACCES') } },
    { store: 'My', problem: { reason: 'format_not_read', location: '/store/b.p7b', failure: said('PKCS #7') } },
  ],
  verdicts: new Map([
    [SERVED.certificate.thumbprint, { status: 'untrusted', failure: said(), missingIssuer: 'CN=Contoso CA' }],
  ]),
  endpoints: PROBES,
  internal: { source: 'recorded', thumbprint: 'FFFF'.padEnd(40, '0') },
  service: {
    clockStepMs: -2 * HOUR,
    missedScans: 3,
    previousScanFailure: { reason: 'scan_failed', location: 'scan', failure: said('ENOMEM') },
    rejectedConfiguration: {
      ...{ reason: 'configuration_invalid', location: '/etc/mailcertd/mailcertd.yaml', failure: said(), rejections: 2 },
    },
  },
};

const refuse = (): never => {
  const cause = EVENT_LOG_CAUSES.account_may_not_write;
  throw new LedgerError('/x', EVENT_LOG_FAILURES.event_log_not_written({ path: '/x', cause }));
};

/** A damaged event log, and a backup while the daemon runs. */
const REFUSED_STATE: StateOperations = {
  backUp: async ({ path }) => {
    const cause = BACKUP_FAILURES.backed_up_log_damaged({ error: 'SQLITE_CORRUPT' });
    throw new BackupError(path, BACKUP_FAILURES.state_not_backed_up({ path, cause }));
  },
  restore: async (path) => {
    const cause = BACKUP_FAILURES.restore_while_daemon_runs({ processId: 4711 });
    throw new BackupError(path, BACKUP_FAILURES.state_not_restored({ path, cause }));
  },
};

/** Returns the host on which most things are wrong, and an account that may change nothing. */
async function faultyDesk(): Promise<DeskOptions> {
  const { connectors } = await wholeContosoDesk();
  const ledger = await ledgerOf([
    { ...FAULTY, now: NOON - 2 * DAY, service: {}, unavailable: [] },
    { ...FAULTY, now: NOON - HOUR },
  ]);
  await notifyContoso(ledger);
  return {
    world: FAULTY,
    ledger,
    isStopped: true,
    probes: PROBES,
    ...(connectors && { connectors }),
    accessRules: CONTOSO_RULES,
    problems: [{ reason: 'not_a_regular_file', location: '/store/pipe', failure: said('fifo') }],
    notifiers: CONTOSO_NOTIFIERS,
    notifications: { openForWriting: async () => refuse(), openTester: async () => refuse() },
    state: REFUSED_STATE,
    environment: { SUDO_USER: 'ann' },
    orders: {
      change: async () => {
        throw new StoreBusyError('/stores/My', 4711);
      },
      export: async () => {
        throw new StoreBusyError('/stores/My');
      },
    },
    dependencies: {
      demo: async () => undefined,
      run: async () => {
        throw new AlreadyRunningError('/var/lib/mailcertd', 4711);
      },
    },
  };
}

/** Returns a host whose configuration cannot be read. */
async function unreadableDesk(): Promise<DeskOptions> {
  const shortage = async (): Promise<never> => {
    const cause = RESOURCE_FAILURES.too_many_open_files;
    throw new LedgerError('/x', EVENT_LOG_FAILURES.event_log_not_opened({ path: '/x', cause }));
  };
  return {
    dependencies: {
      open: shortage,
      run: shortage,
      demo: shortage,
      configuration: {
        locate: (file) => file ?? '/etc/mailcertd/mailcertd.yaml',
        ...{ check: shortage, show: shortage, schema: shortage, init: shortage },
      },
    },
  };
}

/** The result of a command on a host that has no configuration file. */
const WITHOUT_FILE: Partial<CommandLineDependencies> = {
  run: async () => {
    throw new UsageError(COMMAND_FAILURES.daemon_without_configuration({ file: '/etc/mailcertd/mailcertd.yaml' }));
  },
  demo: async () => undefined,
};

/** Returns the whole host of the documentation. */
async function documentedDesk(): Promise<DeskOptions> {
  return { ...(await wholeContosoDesk()), dependencies: WITHOUT_FILE };
}

/** Returns a host in this world on which nothing was found yet. Left out ledger: no event log exists. */
async function emptyDesk(world: Partial<World>, ledger?: MemoryLedger): Promise<DeskOptions> {
  const { orders, connectors, state } = await wholeContosoDesk();
  const missing = async (): Promise<never> => {
    const cause = EVENT_LOG_CAUSES.event_log_missing;
    throw new LedgerError('/x', EVENT_LOG_FAILURES.event_log_not_read({ path: '/x', cause }));
  };
  return {
    world,
    dependencies: WITHOUT_FILE,
    ...(orders && { orders }),
    ...(connectors && { connectors }),
    ...(state && { state }),
    ...(ledger === undefined ? { notifications: { openForWriting: missing } } : { ledger }),
  };
}

/** Notifiers that failed with a failure, and a log output. */
async function failIn(ledger: MemoryLedger): Promise<void> {
  const deliveryId = '9d7c6a32-2e99-4b20-9c60-8b3f4e5d6c99';
  const delivery = {
    ...{ deliveryId, notifier: 'ops', groupKey: '["mail01.contoso.com"]', createdAt: NOON - 2 * HOUR },
    ...{ dueAt: NOON - 2 * HOUR, retryUntil: NOON + DAY },
    records: [{ eventRecordId: 1, conditionId: 'condition-1', isFirst: true }],
  };
  const routed = { deliveries: [delivery], additions: [], suppressed: [], unsuppressed: [] };
  const secret = SECRET_FAILURES.the_token;
  const cause = SECRET_FAILURES.token_not_ascii;
  const failure = SECRET_FAILURES.secret_unusable({ secret, path: '/etc/token', cause });
  const outcome = { kind: 'retry', reason: 'secret_unreadable', failure, notBefore: undefined } as const;
  await ledger.outbox.storeRouted('ops', 1, routed, NOON - 2 * HOUR);
  await ledger.outbox.storeAttempt(
    deliveryId,
    { attempt: 1, startedAt: NOON - 2 * HOUR, durationMs: 3, outcome },
    NOON + HOUR,
  );
  const unwritten = OUTPUT_FAILURES.file_not_appended({ path: '/var/log/x', cause: 'EACCES' });
  const problem = { reason: 'permission_denied', failure: unwritten } as const;
  await ledger.recordFailure('file:/var/log/x', 1, problem, NOON - 2 * HOUR);
}

/** Returns a host on which servers, files, probes and notifiers fail, each with a failure. */
async function failingDesk(): Promise<DeskOptions> {
  const desk = await wholeContosoDesk();
  const tls = unavailable<never>(
    NOON,
    problemOfFailure(
      'client_certificate_unusable',
      '/etc/client.pem',
      FILE_CAUSE_FAILURES.file_at_path({
        path: '/etc/client.pem',
        cause: CLIENT_CERTIFICATE_FAILURES.client_key_encrypted,
      }),
    ),
  );
  const probes = new Map([['Edge', { ...probeResult(NOON, NOT_OFFERED), ...tls }]]);
  const world: Partial<World> = {
    ...CONTOSO,
    connectors: [connector('Edge', NAME, { probe: target({ failureThreshold: 1 }) })],
    endpoints: probes,
    problems: [
      problemOfFailure('password_missing', '/store/a.p12', KEYSTORE_FAILURES.no_password_configured),
      problemOfFailure('too_large', '/store/b.pem', FILE_CAUSE_FAILURES.file_larger_than({ kibibytes: 64 })),
      problemOfFailure('record_malformed', '/store/c', NOTE_FAILURES.key_not_a_list({ key: 'services' })),
    ].map((problem) => ({ store: 'My', problem })),
  };
  const [postfix, ...others] = CONTOSO_FOUND.filter(({ name }) => name !== 'dovecot');
  const lost = problemOfFailure('settings_malformed', '/etc/dovecot.conf', DOVECOT_FAILURES.dovecot_without_address);
  const unknown = problemOfFailure('unresolved', 'ssl_cert', DOVECOT_FAILURES.dovecot_path_varies({ path: '%d' }));
  const ledger = await ledgerOf([{ ...world, now: NOON - HOUR }]);
  await failIn(ledger);
  return {
    ...desk,
    world,
    ledger,
    probes,
    found: [
      ...(postfix === undefined ? [] : [postfix]),
      { name: 'dovecot', isConfigured: true, result: unavailable(NOON, lost) },
      {
        name: 'dovecot',
        isConfigured: true,
        result: { kind: 'available', at: NOON, value: { connectors: [], stores: [] }, problems: [unknown] },
      },
      ...others,
    ],
    notifiers: CONTOSO_NOTIFIERS,
    dependencies: WITHOUT_FILE,
  };
}

/** The hosts on which each command is run, by name. */
export const LANGUAGE_HOSTS: Readonly<Record<string, () => Promise<DeskOptions>>> = {
  documented: documentedDesk,
  faulty: faultyDesk,
  failing: failingDesk,
  empty: () => emptyDesk({ stores: [] }, new MemoryLedger()),
  'never scanned': () => emptyDesk(CONTOSO),
  unreadable: unreadableDesk,
};
