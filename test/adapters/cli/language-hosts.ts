import type { CommandLineDependencies } from '../../../src/adapters/cli/session/cli-dependencies.ts';
import { COMMAND_FAILURES } from '../../../src/adapters/cli/text/command-failures.ts';
import { UsageError } from '../../../src/adapters/cli/text/usage-error.ts';
import { EVENT_LOG_FAILURES } from '../../../src/domain/failure/event-log-failures.ts';
import { RESOURCE_FAILURES } from '../../../src/domain/failure/resource-failures.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { AlreadyRunningError, LedgerError, StoreBusyError } from '../../../src/work/errors.ts';
import { NOT_OFFERED, probeResult, REFUSED, serves, target } from '../../domain/serving.ts';
import { connector, NOON, store, stored, type World } from '../../domain/world.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { REQUEST } from './change-fixtures.ts';
import { CONTOSO, CONTOSO_RULES } from './contoso.ts';
import { wholeContosoDesk } from './contoso-desk.ts';
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
    { store: 'My', problem: { reason: 'permission_denied', location: '/store/a.pem', detail: 'EACCES' } },
    { store: 'My', problem: { reason: 'format_not_read', location: '/store/b.p7b', detail: 'PKCS #7' } },
  ],
  verdicts: new Map([
    [SERVED.certificate.thumbprint, { status: 'untrusted', detail: '', missingIssuer: 'CN=Contoso CA' }],
  ]),
  endpoints: PROBES,
  internal: { source: 'recorded', thumbprint: 'FFFF'.padEnd(40, '0') },
  service: {
    clockStepMs: -2 * HOUR,
    missedScans: 3,
    previousScanFailure: { reason: 'scan_failed', location: 'scan', detail: 'ENOMEM' },
    rejectedConfiguration: {
      ...{ reason: 'configuration_invalid', location: '/etc/mailcertd/mailcertd.yaml', detail: '', rejections: 2 },
    },
  },
};

const refuse = (): never => {
  const cause = EVENT_LOG_FAILURES.account_may_not_write;
  throw new LedgerError('/x', EVENT_LOG_FAILURES.event_log_not_written({ path: '/x', cause }));
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
    problems: [{ reason: 'not_a_regular_file', location: '/store/pipe', detail: 'fifo' }],
    notifiers: CONTOSO_NOTIFIERS,
    notifications: { openForWriting: async () => refuse(), openTester: async () => refuse() },
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

/** What a command does on a host that has no configuration file. */
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
  const { orders, connectors } = await wholeContosoDesk();
  const missing = async (): Promise<never> => {
    const cause = EVENT_LOG_FAILURES.event_log_missing;
    throw new LedgerError('/x', EVENT_LOG_FAILURES.event_log_not_read({ path: '/x', cause }));
  };
  return {
    world,
    dependencies: WITHOUT_FILE,
    ...(orders && { orders }),
    ...(connectors && { connectors }),
    ...(ledger === undefined ? { notifications: { openForWriting: missing } } : { ledger }),
  };
}

/** The hosts on which each command is run, by name. */
export const LANGUAGE_HOSTS: Readonly<Record<string, () => Promise<DeskOptions>>> = {
  documented: documentedDesk,
  faulty: faultyDesk,
  empty: () => emptyDesk({ stores: [] }, new MemoryLedger()),
  'never scanned': () => emptyDesk(CONTOSO),
  unreadable: unreadableDesk,
};
