import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import type { FactsByName } from '../../src/domain/event/data/facts-by-name.ts';
import { EXCHANGE_PROVIDER, MAILCERTD_PROVIDER } from '../../src/domain/event/event-definition.ts';
import type { Change, EventRecord } from '../../src/domain/event/event-record.ts';
import { CERTIFICATE_FILE_FAILURES } from '../../src/domain/failure/certificate-file-failures.ts';
import { CHAIN_FAILURES } from '../../src/domain/failure/chain-failures.ts';
import { CONFIGURATION_FAILURES } from '../../src/domain/failure/configuration-failures.ts';
import { CONVERSATION_FAILURES } from '../../src/domain/failure/conversation-failures.ts';
import { DAMAGE_FAILURES } from '../../src/domain/failure/damage-failures.ts';
import { ENCODING_FAILURES } from '../../src/domain/failure/encoding-failures.ts';
import { detailFacts } from '../../src/domain/failure/error-facts.ts';
import { RECORD_FAILURES } from '../../src/domain/failure/record-failures.ts';
import { SETTING_FAILURES } from '../../src/domain/failure/setting-failures.ts';
import { STORE_FAILURES } from '../../src/domain/failure/store-failures.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../src/domain/time.ts';

/** The time in the pages of docs/events: 2026-11-24T08:15:00+09:00. */
const AT: Instant = Date.UTC(2026, 10, 23, 23, 15, 0);

const STORE = '/var/lib/mailcertd/store';
const FILE = '/etc/mailcertd/mailcertd.yaml';
const INTERNAL = '5B0177D0A1C94E2F83B6D7E05F1A2C3D4E5F6071';
const MAIL = '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293';

const internal = (notAfter: Instant): FactsByName => ({
  thumbprint: INTERNAL,
  subject: 'CN=MAIL01',
  notBefore: notAfter - 365 * DAY,
  notAfter,
  locations: [`${STORE}/${INTERNAL}/certificate.pem`],
  store: 'My',
});

const selectedFacts = (notAfter: Instant): FactsByName => ({
  thumbprint: MAIL,
  subject: 'CN=mail.contoso.com',
  notBefore: notAfter - 90 * DAY,
  notAfter,
  locations: ['/etc/letsencrypt/live/mail.contoso.com/fullchain.pem'],
  store: 'certbot',
  fqdn: 'mail.contoso.com',
  fqdns: ['mail.contoso.com', 'imap.contoso.com'],
  connectors: ['Default MAIL01', 'Client MAIL01'],
  serverProtocols: ['smtp', 'imaps'],
});

const OLD = '3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07';
const several = ([first, second]: readonly [Instant, Instant], details?: readonly [string, string]): FactsByName => ({
  store: 'certbot',
  count: 2,
  certificates: [
    { thumbprint: MAIL, names: ['mail.contoso.com', 'imap.contoso.com'], notAfter: first },
    { thumbprint: OLD, names: ['www.contoso.com'], notAfter: second },
  ].map((named, index) => ({ ...named, ...(details === undefined ? {} : { detail: details[index] ?? '' }) })),
});

/** An error as text and as data. */

const NO_GREETING = detailFacts(CONVERSATION_FAILURES.greeting_not_in_time({ seconds: 10 }));
const MATCHER_UNREADABLE = detailFacts(RECORD_FAILURES.columns_unreadable({ columns: 'matcher' }));
const FACT_INVALID = detailFacts(RECORD_FAILURES.record_fact_invalid);
/** A PEM block at the start of a file, with three bytes of a certificate. */
const TORN_BLOCK = detailFacts(
  CERTIFICATE_FILE_FAILURES.block_at({ byte: 0, cause: ENCODING_FAILURES.data_truncated({ bytes: 3 }) }),
);
const UNKNOWN_KEY = detailFacts(
  CONFIGURATION_FAILURES.configuration_not_usable({
    errors: [
      CONFIGURATION_FAILURES.configuration_error({
        ...{ file: FILE, line: 7, column: 1 },
        cause: CONFIGURATION_FAILURES.key_misspelled({ key: '"scedule"', suggestion: 'schedule' }),
      }),
    ],
  }),
);
const NOT_LOCKED = detailFacts(
  STORE_FAILURES.store_not_locked({
    path: STORE,
    cause: STORE_FAILURES.store_of_other_account({ code: 'EACCES', owner: 'root' }),
  }),
);
const NOT_WRITTEN = detailFacts(
  STORE_FAILURES.certificate_not_written({
    path: STORE,
    thumbprint: MAIL,
    cause: STORE_FAILURES.disk_full({ code: 'ENOSPC' }),
  }),
);
const ISSUER_NOT_SENT = detailFacts(CHAIN_FAILURES.chain_issuer_not_sent({ issuer: 'CN=R11,O=Example CA,C=US' }));
const ISSUER_NOT_FOUND = detailFacts(CHAIN_FAILURES.chain_issuer_not_found({ issuer: 'CN=Fabrikam Issuing CA' }));
const REQUEST = 'E41C7A90B2D85F6331C0A97E4D28B6F15A03C9D7E8124F6BB0591D3CA7E6F842';
const REQUEST_FILE = `${STORE}/request-${REQUEST.slice(0, 40)}/request.pem`;
const askedWith = (command: string): FactsByName => ({
  requestedBy: 'root',
  requestCommand: `mailcertd certificates ${command}`,
  requestedAt: AT - 2 * SECOND,
});
const LOST = detailFacts(
  DAMAGE_FAILURES.event_log_damage({
    damage: 'database disk image is malformed',
    rows: DAMAGE_FAILURES.rows_lost({ tables: [DAMAGE_FAILURES.table_in_part({ table: 'event_record' })] }),
  }),
);
const SERVED_BEFORE = { thumbprint: OLD, serialNumber: '04A7', notAfter: AT + 9 * DAY };
const SERVED = { thumbprint: MAIL, serialNumber: '04C1', notAfter: AT + 90 * DAY };
const askedToReload: FactsByName = {
  ...askedWith('x'),
  requestCommand: "mailcertd connectors reload 'Default MAIL01'",
  reload: ['systemctl', 'reload', 'postfix'],
};
/** Returns the facts of a certificate in the personal store that a command created. */
const made = (notAfter: Instant): FactsByName => ({
  ...internal(notAfter),
  thumbprint: MAIL,
  notBefore: AT - 2 * SECOND,
  locations: [`${STORE}/${MAIL}/certificate.pem`],
});

const FULLCHAIN = '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem';

const certbot = (name: string, ...options: readonly string[]): readonly string[] => [
  ...['certbot', 'renew', '--cert-name', name],
  ...options,
];

const NEW_INTERNAL: readonly string[] = [
  ...['mailcertd', 'certificates', 'new', '--domain-name', 'mail01.contoso.com', '--services', 'SMTP', '--force'],
];

const EDGE_URL = 'smtp://192.0.2.25:25';
/** Returns the facts of the certificate that the connector Edge serves. */
const served = (thumbprint: string, notAfter: Instant): FactsByName => ({
  connectors: ['Edge'],
  fqdn: 'mail.contoso.com',
  fqdns: ['mail.contoso.com'],
  thumbprint,
  subject: 'CN=mail.contoso.com',
  notBefore: notAfter - 90 * DAY,
  notAfter,
  issuer: 'CN=R11,O=Example CA,C=US',
  probes: [EDGE_URL],
  serverProtocols: ['smtp'],
});
const PEER = '4C1E90BB2A7D6F5E8C3B1A0948D7E6F5C4B3A291';
/** Returns the facts of the certificate that the remote server of a Send connector serves. */
const remote = (connector: string, host: string): FactsByName => ({
  ...served(PEER, AT - HOUR),
  connectors: [connector],
  direction: 'send',
  fqdn: host,
  fqdns: [host],
  subject: `CN=${host}`,
  probes: [`smtp://${host}:25`],
  addresses: [{ address: '198.51.100.7' }, { address: '2001:db8:1::7' }],
  reason: 'certificate-expired',
});
const edge: FactsByName = {
  connector: 'Edge',
  direction: 'receive',
  fqdn: 'mail.contoso.com',
  probes: [EDGE_URL],
  serverProtocols: ['smtp'],
};
const probing = (connector: string): readonly string[] => ['mailcertd', 'connectors', 'probe', connector];
const RELOAD: readonly string[] = ['systemctl', 'reload', 'postfix'];

interface Example {
  readonly change: Change;
  readonly parameters: readonly string[];
  readonly facts?: FactsByName;
  readonly remedy?: readonly (readonly string[])[];
}

const once = (...parameters: readonly string[]): Example => ({ change: 'once', parameters });

const EXAMPLES: Readonly<Record<string, Example>> = {
  ServiceStarted: once('0.1.0', '3', '2', '1'),
  ServiceStopped: once('SIGTERM', '1'),
  ConfigurationReloaded: once(FILE, '4', '2'),
  ConfigurationRejected: {
    change: 'raised',
    parameters: [FILE, UNKNOWN_KEY.detail],
    facts: {
      path: FILE,
      reason: 'configuration_invalid',
      ...UNKNOWN_KEY,
    },
    remedy: [['mailcertd', 'config', 'check']],
  },
  SelfSignedCertificateInstalled: {
    change: 'once',
    parameters: [INTERNAL, 'MAIL01, mail01.contoso.com', '2031-11-23T23:15:00.000Z'],
    facts: { ...internal(Date.UTC(2031, 10, 23, 23, 15, 0)), notBefore: AT },
  },
  SelfSignedCertificateNotInstalled: {
    change: 'raised',
    parameters: ['My', NOT_LOCKED.detail],
    facts: {
      store: 'My',
      reason: 'issue_failed',
      ...NOT_LOCKED,
    },
    remedy: [
      ['namei', '-l', STORE],
      ['chown', '-R', 'mailcertd:', STORE],
    ],
  },
  CertificateRenewedAutomatically: {
    change: 'once',
    parameters: [MAIL, INTERNAL, 'MAIL01, mail01.contoso.com', '2031-11-23T23:15:00.000Z'],
    facts: {
      ...made(Date.UTC(2031, 10, 23, 23, 15, 0)),
      services: ['IMAP', 'POP', 'IIS', 'SMTP'],
      previousThumbprint: INTERNAL,
      requestedBy: 'mailcertd',
      requestCommand: `selfSigned.renewBefore ${INTERNAL}`,
      requestedAt: AT,
    },
  },
  CertificateInstalled: {
    change: 'once',
    parameters: [MAIL, 'MAIL01, mail01.contoso.com', 'IMAP, POP, IIS, SMTP', '2027-11-23T23:14:58.000Z'],
    facts: {
      ...made(Date.UTC(2027, 10, 23, 23, 14, 58)),
      services: ['IMAP', 'POP', 'IIS', 'SMTP'],
      previousThumbprint: INTERNAL,
      ...askedWith(`renew ${INTERNAL}`),
    },
  },
  CertificateServicesChanged: {
    change: 'once',
    parameters: [MAIL, 'MAIL01, mail01.contoso.com', 'IMAP, SMTP'],
    facts: {
      ...made(AT + 300 * DAY),
      services: ['IMAP', 'SMTP'],
      previousServices: ['SMTP'],
      ...askedWith(`enable ${MAIL} --services IMAP`),
    },
  },
  CertificateRemoved: {
    change: 'once',
    parameters: [INTERNAL, 'MAIL01, mail01.contoso.com', `/var/lib/mailcertd/trash/2026-11-23T231458Z-${INTERNAL}`],
    facts: {
      thumbprint: INTERNAL,
      subject: 'CN=MAIL01',
      notBefore: AT - 365 * DAY,
      notAfter: AT - HOUR,
      path: `/var/lib/mailcertd/trash/2026-11-23T231458Z-${INTERNAL}`,
      store: 'My',
      services: ['SMTP'],
      ...askedWith(`remove ${INTERNAL}`),
    },
  },
  CertificateRequested: {
    change: 'once',
    parameters: [REQUEST, 'mail.contoso.com, imap.contoso.com', REQUEST_FILE],
    facts: {
      requestSha256: REQUEST,
      subject: 'CN=mail.contoso.com',
      path: REQUEST_FILE,
      store: 'My',
      services: ['SMTP'],
      ...askedWith('new --request --domain-name mail.contoso.com,imap.contoso.com --services SMTP'),
    },
    remedy: [
      ['cat', REQUEST_FILE],
      ['mailcertd', 'certificates', 'import', 'FILE'],
    ],
  },
  CertificateNotRenewed: {
    change: 'raised',
    parameters: [INTERNAL, 'MAIL01, mail01.contoso.com', NOT_WRITTEN.detail],
    facts: {
      ...internal(AT + 29 * DAY),
      reason: 'issue_failed',
      ...NOT_WRITTEN,
    },
    remedy: [
      ['df', '-h', STORE],
      ['mailcertd', 'certificates', 'renew', INTERNAL],
    ],
  },
  StoreUnreadable: {
    change: 'raised',
    parameters: ['certbot', '/etc/letsencrypt/live', 'permission_denied'],
    facts: {
      store: 'certbot',
      path: '/etc/letsencrypt/live',
      reason: 'permission_denied',
      detail: 'EACCES',
      lastSeen: AT - 15 * MINUTE,
    },
    remedy: [['namei', '-l', '/etc/letsencrypt/live']],
  },
  SettingsUnreadable: {
    change: 'raised',
    parameters: ['dovecot', '/etc/dovecot/conf.d/10-ssl.conf', 'permission_denied'],
    facts: {
      inventory: 'dovecot',
      path: '/etc/dovecot/conf.d/10-ssl.conf',
      reason: 'permission_denied',
      detail: 'EACCES',
      lastSeen: AT - 15 * MINUTE,
    },
    remedy: [['mailcertd', 'connectors', 'discover']],
  },
  SettingUnresolved: {
    change: 'raised',
    parameters: ['postfix', '/etc/postfix/master.cf:17 submission', 'settings_malformed'],
    facts: {
      inventory: 'postfix',
      path: '/etc/postfix/master.cf:17 submission',
      reason: 'settings_malformed',
      ...detailFacts(SETTING_FAILURES.certificate_not_configured),
    },
    remedy: [['mailcertd', 'connectors', 'discover']],
  },
  StoreShrank: {
    change: 'raised',
    parameters: ['certbot', '12', '3'],
    facts: { store: 'certbot', path: '/etc/letsencrypt/live' },
    remedy: [['mailcertd', 'certificates', 'list', '--store', '/etc/letsencrypt/live']],
  },
  CertificateUnreadable: {
    change: 'raised',
    parameters: ['My', 'der_truncated', '1'],
    facts: {
      store: 'My',
      reason: 'der_truncated',
      count: 1,
      files: [
        {
          path: `${STORE}/torn.pem`,
          ...TORN_BLOCK,
          blocks: [0],
        },
      ],
    },
    remedy: [['openssl', 'x509', '-in', `${STORE}/torn.pem`, '-noout', '-subject', '-dates']],
  },
  ScanLateOrFailing: {
    change: 'raised',
    parameters: ['4', ''],
    facts: { reason: 'scan_missed', detail: '' },
    remedy: [['journalctl', '-u', 'mailcertd', '--since=-1h']],
  },
  ClockStepped: once('3600000'),
  ServerNotMonitored: {
    change: 'raised',
    parameters: ['0.0.0.0:25, 0.0.0.0:465', 'haraka'],
    facts: {
      probes: ['smtp://127.0.0.1:25', 'smtps://127.0.0.1:465'],
      listeners: ['0.0.0.0:25', '0.0.0.0:465'],
      moreListeners: 0,
    },
    remedy: [
      ['ss', '-ltnp'],
      ['mailcertd', 'connectors', 'discover'],
    ],
  },
  HostSuspended: once('28800000', '31'),
  EventLogDamaged: {
    change: 'once',
    parameters: ['/var/lib/mailcertd/ledger.db.damaged-20261123T231500Z', LOST.detail],
    facts: {
      path: '/var/lib/mailcertd/ledger.db.damaged-20261123T231500Z',
      reason: 'event_log_damaged',
      ...LOST,
    },
  },
  SilenceUnreadable: {
    change: 'once',
    parameters: ['1a2b3c4d', MATCHER_UNREADABLE.detail],
    facts: { reason: 'record_malformed', ...MATCHER_UNREADABLE },
  },
  EventRecordUnreadable: {
    change: 'once',
    parameters: ['18402', '12014', FACT_INVALID.detail],
    facts: { reason: 'record_malformed', ...FACT_INVALID },
  },
  FormatNotRead: {
    change: 'raised',
    parameters: [`${STORE}/partner.jceks`, 'jceks', 'My'],
    facts: { store: 'My', path: `${STORE}/partner.jceks` },
    remedy: [
      [
        'keytool',
        '-importkeystore',
        '-srckeystore',
        `${STORE}/partner.jceks`,
        '-srcstoretype',
        'JCEKS',
        '-destkeystore',
        `${STORE}/partner.p12`,
        '-deststoretype',
        'PKCS12',
      ],
    ],
  },
  RuleFailed: {
    change: 'raised',
    parameters: ['12018', 'RangeError: Invalid time value'],
    facts: { reason: 'rule_failed', detail: 'RangeError: Invalid time value' },
  },
  PrivateKeyMissing: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL, '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem'],
    facts: { ...selectedFacts(AT + 61 * DAY), reason: 'private-key-missing' },
    remedy: [certbot('mail.contoso.com', '--force-renewal')],
  },
  PrivateKeyNotChecked: {
    change: 'raised',
    parameters: ['certbot', '2'],
    facts: {
      store: 'certbot',
      locations: [
        '/etc/letsencrypt/live/mail.contoso.com/privkey.pem',
        '/etc/letsencrypt/live/www.contoso.com/privkey.pem',
      ],
      reason: 'permission_denied',
    },
    remedy: [['namei', '-l', '/etc/letsencrypt/live/mail.contoso.com/privkey.pem']],
  },
  PrivateKeyUnreadable: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL, '/etc/letsencrypt/live/mail.contoso.com/privkey.pem', 'exim'],
    facts: {
      ...selectedFacts(AT + 61 * DAY),
      reason: 'private-key-unreadable',
      keyLoadedBy: 'exim',
      inaccessiblePaths: ['/etc/letsencrypt/archive', '/etc/letsencrypt/archive/mail.contoso.com/privkey3.pem'],
    },
    remedy: [
      ['setfacl', '-m', 'u:exim:x', '/etc/letsencrypt/archive'],
      ['setfacl', '-m', 'u:exim:r', '/etc/letsencrypt/archive/mail.contoso.com/privkey3.pem'],
    ],
  },
  PrivateKeyDoesNotMatch: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL, '/etc/letsencrypt/live/mail.contoso.com/privkey.pem'],
    facts: { ...selectedFacts(AT + 61 * DAY), reason: 'private-key-mismatch' },
    remedy: [certbot('mail.contoso.com', '--force-renewal')],
  },
  PrivateKeyExposed: {
    change: 'raised',
    parameters: ['certbot', '2'],
    facts: { store: 'certbot', locations: ['/etc/ssl/mail/imap.key', '/etc/ssl/mail/mail.key'] },
    remedy: [['chmod', 'o-r', '/etc/ssl/mail/imap.key', '/etc/ssl/mail/mail.key']],
  },
  CertificateNotYetValid: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL],
    facts: { ...selectedFacts(AT + 92 * DAY), reason: 'not-yet-valid' },
    remedy: [
      ['date', '-u'],
      ['openssl', 'x509', '-in', FULLCHAIN, '-noout', '-startdate'],
    ],
  },
  UntrustedChain: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL, ISSUER_NOT_FOUND.detail],
    facts: { ...selectedFacts(AT + 61 * DAY), ...ISSUER_NOT_FOUND },
    remedy: [certbot('mail.contoso.com', '--force-renewal')],
  },
  UnusedCertificateExpired: {
    change: 'raised',
    parameters: ['certbot', '2'],
    facts: several([AT - HOUR, AT - 400 * DAY]),
    remedy: [['mailcertd', 'certificates', 'list', '--store', '/etc/letsencrypt/live', '--state', 'expired']],
  },
  UnusedCertificateExpiresSoon: {
    change: 'escalated',
    parameters: ['certbot', '2'],
    facts: several([AT + 71 * HOUR, AT + 9 * DAY]),
    remedy: [certbot('mail.contoso.com'), certbot('www.contoso.com')],
  },
  ChainCertificateExpired: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL, OLD, 'CN=Fabrikam Issuing CA'],
    facts: {
      ...selectedFacts(AT + 61 * DAY),
      certificates: [{ thumbprint: OLD, names: ['CN=Fabrikam Issuing CA'], notAfter: AT - HOUR }],
      reason: 'another-way',
    },
    remedy: [certbot('mail.contoso.com', '--force-renewal')],
  },
  RenewalOverdue: {
    change: 'raised',
    parameters: ['certbot', '2'],
    facts: several([AT + 25 * DAY, AT + 26 * DAY - HOUR]),
    remedy: [certbot('mail.contoso.com'), certbot('www.contoso.com')],
  },
  WeakCertificate: {
    change: 'raised',
    parameters: ['certbot', '2'],
    facts: {
      ...several([AT + 61 * DAY, AT + 300 * DAY], ['RSA 1024', 'SHA-1']),
      connectors: ['Default MAIL01'],
      fqdns: ['mail.contoso.com'],
    },
    remedy: [
      certbot('mail.contoso.com', '--force-renewal', '--key-type', 'ecdsa'),
      certbot('www.contoso.com', '--force-renewal'),
    ],
  },
  InternalTransportCertificateRecorded: {
    change: 'once',
    parameters: [MAIL, INTERNAL, 'MAIL01, mail01.contoso.com'],
    facts: {
      ...made(AT + 365 * DAY),
      previousThumbprint: INTERNAL,
      ...askedWith(`enable ${MAIL} --services SMTP --force`),
    },
  },
  ConnectorUnreachable: {
    change: 'raised',
    parameters: ['Edge', EDGE_URL, 'timed_out'],
    facts: {
      ...edge,
      reason: 'timed_out',
      ...NO_GREETING,
      addresses: [
        {
          address: '192.0.2.25',
          reason: 'timed_out',
          ...NO_GREETING,
          times: 2,
          since: AT - 70 * SECOND,
        },
      ],
      lastSeen: AT - 16 * MINUTE,
    },
    remedy: [probing('Edge')],
  },
  StarttlsNotOffered: {
    change: 'raised',
    parameters: ['Edge', EDGE_URL],
    facts: {
      ...edge,
      reason: 'starttls-not-supported',
      detail: 'not-offered',
      answer: '250-mail.contoso.com, 250-PIPELINING, 250 SIZE 10240000',
    },
    remedy: [probing('Edge')],
  },
  StarttlsWithdrawn: {
    change: 'raised',
    parameters: ['Edge', EDGE_URL],
    facts: {
      ...edge,
      reason: 'starttls-not-supported',
      detail: 'refused',
      answer: '454 4.7.0 TLS not available due to local problem',
      lastOfferedAt: AT - 15 * MINUTE,
    },
    remedy: [probing('Edge')],
  },
  ServedCertificateExpired: {
    change: 'raised',
    parameters: ['mail.contoso.com', INTERNAL],
    facts: {
      ...served(INTERNAL, AT - HOUR),
      reason: 'certificate-expired',
      locations: [FULLCHAIN],
      certificates: [{ thumbprint: MAIL, names: ['mail.contoso.com'], notAfter: AT + 61 * DAY }],
      onDiskSince: AT - 29 * DAY,
    },
    remedy: [RELOAD],
  },
  ServedCertificateExpiresSoon: {
    change: 'raised',
    parameters: ['mx.fabrikam.com', PEER, '71'],
    facts: {
      ...served(PEER, AT + 71 * HOUR),
      connectors: ['To Fabrikam'],
      direction: 'send',
      fqdn: 'mx.fabrikam.com',
      fqdns: ['mx.fabrikam.com'],
      subject: 'CN=mx.fabrikam.com',
      probes: ['smtp://mx.fabrikam.com:25'],
      addresses: [{ address: '198.51.100.7' }],
      lastSeen: AT - 26 * MINUTE,
    },
    remedy: [probing('To Fabrikam')],
  },
  ServedNameMismatch: {
    change: 'raised',
    parameters: ['imap.contoso.com', MAIL],
    facts: {
      ...served(MAIL, AT + 61 * DAY),
      connectors: ['Client MAIL01'],
      fqdn: 'imap.contoso.com',
      fqdns: ['imap.contoso.com'],
      probes: ['imaps://127.0.0.1:993'],
      serverProtocols: ['imaps'],
      reason: 'certificate-host-mismatch',
      names: ['mail.contoso.com', 'autodiscover.contoso.com'],
    },
    remedy: [probing('Client MAIL01')],
  },
  ServedCertificateDiffersFromDisk: {
    change: 'raised',
    parameters: ['Edge', INTERNAL, MAIL, '11400'],
    facts: {
      ...served(INTERNAL, AT + 29 * DAY),
      locations: [FULLCHAIN],
      certificates: [{ thumbprint: MAIL, names: ['mail.contoso.com'], notAfter: AT + 90 * DAY }],
      onDiskSince: AT - 190 * MINUTE,
    },
    remedy: [RELOAD],
  },
  ServedChainUntrusted: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL, ISSUER_NOT_SENT.detail],
    facts: {
      ...served(MAIL, AT + 61 * DAY),
      reason: 'certificate-not-trusted',
      ...ISSUER_NOT_SENT,
      missingIssuer: 'CN=R11,O=Example CA,C=US',
    },
    remedy: [probing('Edge')],
  },
  ServedAddressesDiffer: {
    change: 'raised',
    parameters: ['Edge', 'smtp://mail.contoso.com:25'],
    facts: {
      ...edge,
      probes: ['smtp://mail.contoso.com:25'],
      addresses: [
        { address: '192.0.2.25', thumbprint: MAIL },
        { address: '192.0.2.26', thumbprint: INTERNAL },
      ],
      count: 2,
      certificates: [
        { thumbprint: MAIL, names: ['mail.contoso.com'], notAfter: AT + 90 * DAY },
        { thumbprint: INTERNAL, names: ['mail.contoso.com'], notAfter: AT + 29 * DAY },
      ],
    },
    remedy: [probing('Edge')],
  },
  OldTlsProtocol: {
    change: 'raised',
    parameters: ['Edge', EDGE_URL, 'TLSv1.1'],
    facts: { ...edge, protocol: 'TLSv1.1', reason: 'validation-failure' },
    remedy: [probing('Edge')],
  },
  RemoteInternalTransportCertificateExpired: {
    change: 'raised',
    parameters: ['CN=mail02.contoso.com'],
    facts: remote('To branch', 'mail02.contoso.com'),
    remedy: [probing('To branch')],
  },
  RemoteSTARTTLSCertificateExpired: {
    change: 'raised',
    parameters: ['CN=mx.fabrikam.com'],
    facts: remote('To Fabrikam', 'mx.fabrikam.com'),
    remedy: [probing('To Fabrikam')],
  },
  CertificateRotationProven: {
    change: 'once',
    parameters: ['Default MAIL01', '04C1', '04A7'],
    facts: {
      connector: 'Default MAIL01',
      thumbprint: MAIL,
      notAfter: AT + 90 * DAY,
      previousThumbprint: OLD,
      ...askedToReload,
      rotated: [
        { address: '192.0.2.25', keyType: 'any', before: SERVED_BEFORE, after: SERVED },
        { address: '2001:db8::25', keyType: 'any', before: SERVED_BEFORE, after: SERVED },
      ],
    },
  },
  CertificateRotationNotProven: {
    change: 'once',
    parameters: ['Default MAIL01', 'not-served', '04A7', '04C1'],
    facts: {
      connector: 'Default MAIL01',
      thumbprint: OLD,
      notAfter: AT + 9 * DAY,
      ...askedToReload,
      rotated: [{ address: '192.0.2.25', keyType: 'any', before: SERVED_BEFORE, after: SERVED_BEFORE }],
    },
    remedy: [
      ['systemctl', 'restart', 'postfix'],
      ['mailcertd', 'connectors', 'probe', 'Default MAIL01'],
    ],
  },
  RenewalChangedCertificate: {
    change: 'raised',
    parameters: ['/etc/letsencrypt/live/mail.contoso.com/fullchain.pem', MAIL, OLD, 'imap.contoso.com'],
    facts: {
      store: 'certbot',
      path: '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem',
      count: 1,
      certificates: [{ thumbprint: MAIL, names: ['mail.contoso.com'], notAfter: AT + 90 * DAY }],
      connectors: ['Client MAIL01'],
      fqdns: ['imap.contoso.com'],
      serverProtocols: ['imaps'],
      missingNames: ['imap.contoso.com'],
    },
    remedy: [
      ['certbot', 'certonly', '--cert-name', 'mail.contoso.com', '-d', 'mail.contoso.com', '-d', 'imap.contoso.com'],
    ],
  },
  NameOnlyInCommonName: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL],
    facts: {
      ...selectedFacts(AT + 60 * DAY),
      ...{ connectors: ['Default MAIL01'], fqdns: ['mail.contoso.com'], serverProtocols: ['smtp'] },
    },
    remedy: [certbot('mail.contoso.com', '--force-renewal')],
  },
  DiscoveredNameNotInCertificate: {
    change: 'raised',
    parameters: ['mail01.contoso.com', MAIL],
    facts: {
      ...selectedFacts(AT + 60 * DAY),
      locations: ['/etc/ssl/mail.pem'],
      store: 'file:/etc/ssl/mail.pem',
      certificateFiles: ['/etc/ssl/mail.pem'],
      publicKeyAlgorithm: 'RSA',
      fqdn: 'mail01.contoso.com',
      fqdns: ['mail01.contoso.com'],
      connectors: ['postfix smtpd'],
      serverProtocols: ['smtp'],
    },
    remedy: [['openssl', 'x509', '-in', '/etc/ssl/mail.pem', '-noout', '-subject', '-ext', 'subjectAltName']],
  },
  DeliveryFailed: {
    change: 'once',
    parameters: ['ops', '9f1c6a52-4d0b-4f0e-8a57-2f7f7f3f9d10', '1', '67', 'HTTP 503 Service Unavailable'],
    facts: {
      reason: 'server_error',
      detail: 'HTTP 503 Service Unavailable',
      notifier: 'ops',
      deliveryId: '9f1c6a52-4d0b-4f0e-8a57-2f7f7f3f9d10',
      undelivered: [{ eventRecordId: 18_402, eventId: 12014, level: 'Error', change: 'raised' }],
    },
    remedy: [
      ['mailcertd', 'deliveries', 'show', '9f1c6a52-4d0b-4f0e-8a57-2f7f7f3f9d10'],
      ['mailcertd', 'deliveries', 'resend', '9f1c6a52-4d0b-4f0e-8a57-2f7f7f3f9d10'],
    ],
  },
  NotifierDisabled: {
    change: 'once',
    parameters: ['ops', 'HTTP 410 Gone'],
    facts: { reason: 'gone', detail: 'HTTP 410 Gone', notifier: 'ops' },
    remedy: [
      ['mailcertd', 'notifiers', 'test', 'ops'],
      ['systemctl', 'reload', 'mailcertd'],
    ],
  },
  ConditionCleared: {
    change: 'cleared',
    parameters: ['12014', 'Default MAIL01', '5820'],
    facts: {
      connector: 'Default MAIL01',
      direction: 'receive',
      fqdn: 'mail.contoso.com',
      fqdnSource: 'connector',
      reason: 'certificate-host-mismatch',
      cleared: {
        eventId: 12014,
        raisedAt: AT - 5820 * SECOND,
        evidence: { scope: 'store:certbot', at: AT, reason: 'observed', thumbprint: MAIL },
      },
    },
  },
  CannotLoadInternalTransportCertificateFromStore: {
    change: 'raised',
    parameters: [INTERNAL],
    facts: { thumbprint: INTERNAL, fqdn: 'mail01.contoso.com' },
    remedy: [NEW_INTERNAL],
  },
  CannotLoadSTARTTLSCertificateFromStore: {
    change: 'raised',
    parameters: ['mail.contoso.com', 'Default MAIL01', 'mail.contoso.com'],
    facts: {
      connector: 'Default MAIL01',
      direction: 'receive',
      fqdn: 'mail.contoso.com',
      fqdnSource: 'connector',
      serverProtocols: ['smtp'],
      reason: 'not-enabled-for-smtp',
      nearestMiss: {
        thumbprint: MAIL,
        reason: 'not-enabled-for-smtp',
        names: ['mail.contoso.com', 'autodiscover.contoso.com'],
        notAfter: AT + 61 * DAY,
        store: 'My',
      },
    },
    remedy: [['mailcertd', 'certificates', 'enable', MAIL, '--services', 'SMTP']],
  },
  InternalTransportCertificateExpired: {
    change: 'raised',
    parameters: [INTERNAL],
    facts: internal(AT - HOUR),
    remedy: [['mailcertd', 'certificates', 'renew', INTERNAL]],
  },
  STARTTLSCertificateExpired: {
    change: 'raised',
    parameters: ['mail.contoso.com', MAIL],
    facts: { ...selectedFacts(AT - HOUR), reason: 'certificate-expired' },
    remedy: [certbot('mail.contoso.com')],
  },
  InternalTransportCertificateExpiresSoon: {
    change: 'raised',
    parameters: [INTERNAL, '239'],
    facts: internal(AT + 239 * HOUR),
    remedy: [['mailcertd', 'certificates', 'renew', INTERNAL]],
  },
  STARTTLSCertificateExpiresSoon: {
    change: 'escalated',
    parameters: ['mail.contoso.com', MAIL, '71'],
    facts: selectedFacts(AT + 71 * HOUR),
    remedy: [certbot('mail.contoso.com')],
  },
  InternalTransportCertificateCorrupted: {
    change: 'raised',
    parameters: [`${STORE}/${INTERNAL}/certificate.pem#0`],
    facts: {
      thumbprint: INTERNAL,
      store: 'My',
      path: `${STORE}/${INTERNAL}/certificate.pem`,
      reason: 'der_truncated',
      ...TORN_BLOCK,
    },
    remedy: [
      ['openssl', 'x509', '-in', `${STORE}/${INTERNAL}/certificate.pem`, '-noout', '-subject', '-dates'],
      NEW_INTERNAL,
    ],
  },
  CannotLoadInternalTransportCertificateFallbackServerFQDN: {
    change: 'raised',
    parameters: [INTERNAL, MAIL],
    facts: {
      thumbprint: INTERNAL,
      fqdn: 'mail01.contoso.com',
      locations: [`${STORE}/mail01.pem`],
    },
    remedy: [['mailcertd', 'certificates', 'import', `${STORE}/mail01.pem`, '--services', 'SMTP', '--force']],
  },
};

/** Returns a realistic record of an event; undefined: the event has no example. */
export function exampleOf(eventId: number): EventRecord | undefined {
  const event = ALL_EVENTS.find((each) => each.eventId === eventId);
  const example = event && EXAMPLES[event.symbolicName];
  if (event === undefined || example === undefined) return undefined;
  return {
    eventRecordId: 18402,
    processId: 4711,
    providerName: event.provider === 'own' ? MAILCERTD_PROVIDER : EXCHANGE_PROVIDER,
    eventId,
    version: 0,
    level: event.level,
    timeCreated: AT,
    computer: 'mail01.contoso.com',
    conditionId: example.change === 'once' ? undefined : `mail01.contoso.com/${eventId}/example/${AT}`,
    facts: {},
    remedy: [],
    ...example,
  };
}

const DEMO_AT: Instant = Date.UTC(2026, 10, 25, 2, 3, 17);

/** The 12014 that `npm start` printed on 2026-11-25, as docs/concepts.md shows it. */
export const DEMO_EXAMPLE: EventRecord = {
  eventRecordId: 4,
  processId: 4711,
  providerName: EXCHANGE_PROVIDER,
  eventId: 12014,
  version: 0,
  level: 'Error',
  timeCreated: DEMO_AT,
  computer: 'demo01.contoso.example',
  change: 'raised',
  conditionId: `demo01.contoso.example/12014/Partner/${DEMO_AT}`,
  parameters: ['partner.contoso.example', 'Partner', 'partner.contoso.example'],
  facts: {
    connector: 'Partner',
    direction: 'send',
    fqdn: 'partner.contoso.example',
    fqdnSource: 'connector',
    reason: 'certificate-host-mismatch',
    nearestMiss: {
      thumbprint: '0DB817C20615E27A1308904B37E01EAA2538D455',
      reason: 'certificate-host-mismatch',
      names: ['mail.contoso.example'],
      notAfter: DEMO_AT + 365 * DAY,
    },
  },
  remedy: [
    [
      ...['npx', 'mailcertd', '--config', 'var/demo/mailcertd.yaml'],
      ...['certificates', 'new', '--domain-name', 'partner.contoso.example', '--services', 'SMTP'],
    ],
  ],
};
