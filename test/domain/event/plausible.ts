import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { EventContent } from '../../../src/domain/event/event-definition.ts';
import { REJECTION_TEXTS } from '../../../src/domain/event/rejection-text.ts';
import { CHAIN_FAILURES } from '../../../src/domain/failure/chain-failures.ts';
import { CONFIGURATION_FAILURES } from '../../../src/domain/failure/configuration-failures.ts';
import { DAMAGE_FAILURES } from '../../../src/domain/failure/damage-failures.ts';
import { EVENT_LOG_CAUSES } from '../../../src/domain/failure/event-log-cause-failures.ts';
import type { Failure } from '../../../src/domain/failure/failure.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { SETTING_FAILURES } from '../../../src/domain/failure/setting-failures.ts';
import { STORE_FAILURES } from '../../../src/domain/failure/store-failures.ts';
import type { RejectionReason } from '../../../src/domain/selection/selection.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { NOON } from '../world.ts';
import { completeFacts } from './complete-facts.ts';

const THUMBPRINT = '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293';
const OTHER = '3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07';

/** The names in the following content; they do not count toward the length of a sentence. */
export const NAMES: readonly string[] = [
  THUMBPRINT,
  OTHER,
  `${OTHER}${OTHER.slice(0, 24)}`,
  'mail.contoso.com',
  'autodiscover.contoso.com',
  'Internet MAIL01',
  'To Internet',
  'Default MAIL01',
  '/var/lib/mailcertd/store/mail.pem',
  '/var/lib/mailcertd/store/request-',
  '/etc/mailcertd/mailcertd.yaml',
  'certbot',
  '9f1c6a52-4d0b-4f0e-8a57-2f7f7f3f9d10',
  'MAIL01, mail01.contoso.com',
  'smtp://mx.fabrikam.com:25',
  'CN=mail.contoso.com',
  '/var/lib/mailcertd/ledger.db.damaged-1',
];

const SHA256 = `${OTHER}${OTHER.slice(0, 24)}`;
const TRASHED = `/var/lib/mailcertd/trash/2026-11-24T120000Z-${THUMBPRINT}`;
const REQUEST_FILE = `/var/lib/mailcertd/store/request-${OTHER}/request.pem`;
/** The user and the command that requested a change. */
const ASKED: FactsByName = { requestedBy: 'root', requestCommand: 'mailcertd certificates', requestedAt: NOON };

const certificate: FactsByName = {
  thumbprint: THUMBPRINT,
  subject: 'CN=mail.contoso.com',
  notBefore: NOON - 90 * DAY,
  notAfter: NOON - HOUR,
  locations: ['/var/lib/mailcertd/store/mail.pem'],
  store: 'My',
};
const selected: FactsByName = {
  ...certificate,
  fqdn: 'mail.contoso.com',
  fqdns: ['mail.contoso.com', 'autodiscover.contoso.com'],
  connectors: ['Internet MAIL01', 'To Internet'],
};
const named = { thumbprint: OTHER, names: ['mail.contoso.com', 'autodiscover.contoso.com'], notAfter: NOON - HOUR };
const FILE = '/var/lib/mailcertd/store/mail.pem';
const TLS_CERTIFICATE_NAME = '<I>CN=Contoso CA<S>CN=mail.contoso.com';
/** The certificates of servers that name files. */
const ofFiles: FactsByName = { ...selected, certificateFiles: [FILE], publicKeyAlgorithm: 'EC' };
const lastSeen = NOON - 2 * HOUR;
const nothing: FactsByName = {
  connector: 'Internet MAIL01',
  direction: 'receive',
  fqdn: 'mail.contoso.com',
  fqdnSource: 'connector',
  reason: 'certificate-host-mismatch',
};
const reasons = Object.keys(REJECTION_TEXTS).filter((word): word is RejectionReason => word in REJECTION_TEXTS);
const problem: FactsByName = { store: 'certbot', path: '/var/lib/mailcertd/store/mail.pem', reason: 'der_truncated' };
const cleared = (
  eventId: number,
  evidence: NonNullable<FactsByName['cleared']>['evidence'],
): Pick<Required<FactsByName>, 'cleared'> => ({ cleared: { eventId, raisedAt: NOON - DAY, evidence } });

/** An error as text and as data. */
const failed = (failure: Failure): { readonly detail: string; readonly failure: Failure } => ({
  detail: failureText(failure, 'en'),
  failure,
});
const storeNotLocked = failed(
  STORE_FAILURES.store_not_locked({
    path: '/var/lib/mailcertd/store',
    cause: STORE_FAILURES.no_write_permission({ code: 'EACCES' }),
  }),
);
const configurationErrors = failed(
  CONFIGURATION_FAILURES.configuration_not_usable({
    errors: [
      CONFIGURATION_FAILURES.configuration_error({
        ...{ file: '/etc/mailcertd/mailcertd.yaml', line: 3, column: 1 },
        cause: CONFIGURATION_FAILURES.key_misspelled({ key: 'conectors', suggestion: 'connectors' }),
      }),
      CONFIGURATION_FAILURES.configuration_error({
        ...{ file: '/etc/mailcertd/mailcertd.yaml', line: 9, column: 5 },
        cause: CONFIGURATION_FAILURES.duration_invalid({ value: 'daily', form: CONFIGURATION_FAILURES.duration_form }),
      }),
    ],
  }),
);
const damaged = failed(
  DAMAGE_FAILURES.event_log_damage({
    damage: EVENT_LOG_CAUSES.sqlite_corrupt({ error: 'SQLITE_CORRUPT' }),
    rows: DAMAGE_FAILURES.no_row_lost,
  }),
);
const untrustedRoot = failed(CHAIN_FAILURES.chain_root_untrusted({ subject: 'CN=Contoso CA' }));

const URL = 'smtp://mx.fabrikam.com:25';
/** The served certificate, and its server. */
const served: FactsByName = {
  connectors: ['Internet MAIL01', 'To Internet'],
  fqdn: 'mail.contoso.com',
  fqdns: ['mail.contoso.com', 'autodiscover.contoso.com'],
  thumbprint: THUMBPRINT,
  subject: 'CN=mail.contoso.com',
  issuer: 'CN=Contoso CA',
  notBefore: NOON - 90 * DAY,
  notAfter: NOON + 71 * HOUR,
  probes: [URL, URL],
  addresses: [{ address: '192.0.2.25' }, { address: '2001:db8::25', keyType: 'rsa' }],
};
const single: FactsByName = {
  ...served,
  connectors: ['Internet MAIL01'],
  fqdns: ['mail.contoso.com'],
  probes: [URL],
};
const onDisk: FactsByName = {
  certificates: [{ thumbprint: OTHER, names: ['mail.contoso.com'], notAfter: NOON + 80 * DAY }],
  locations: ['/var/lib/mailcertd/store/mail.pem'],
  onDiskSince: NOON - 190 * 60_000,
};
/** A probed connector. */
const probed: FactsByName = {
  connector: 'Internet MAIL01',
  direction: 'receive',
  fqdn: 'mail.contoso.com',
  probes: [URL],
};
const withoutTls: FactsByName = { ...probed, reason: 'starttls-not-supported' };
const rotated: FactsByName = {
  connector: 'Internet MAIL01',
  thumbprint: THUMBPRINT,
  notAfter: NOON + 80 * DAY,
  ...ASKED,
  reload: ['systemctl', 'reload', 'postfix'],
  rotated: [
    {
      address: '192.0.2.25',
      keyType: 'rsa',
      before: { thumbprint: OTHER, serialNumber: '04A7', notAfter: NOON },
      after: { thumbprint: THUMBPRINT, serialNumber: '04C1', notAfter: NOON + 80 * DAY },
    },
    { address: '2001:db8::25', keyType: 'any', before: undefined, after: undefined },
  ],
};

/** The facts that matter of each event, in all variants. */
const VARIANTS: ReadonlyMap<number, readonly EventContent[]> = new Map<number, readonly EventContent[]>([
  [1000, [0, 1, 3].map((n) => ({ parameters: ['0.1.0', `${n}`, `${n}`, `${n}`], facts: {} }))],
  [1001, [0, 1, 2].map((n) => ({ parameters: ['SIGTERM', `${n}`], facts: {} }))],
  [1002, [1, 2].map((n) => ({ parameters: ['/etc/mailcertd/mailcertd.yaml', `${n}`, `${n}`], facts: {} }))],
  [
    1003,
    [
      {
        parameters: ['/etc/mailcertd/mailcertd.yaml', configurationErrors.detail],
        facts: { failure: configurationErrors.failure },
      },
    ],
  ],
  [1004, [{ parameters: [THUMBPRINT, 'MAIL01, mail01.contoso.com', '2027-11-24T12:00:00.000Z'], facts: certificate }]],
  [
    1005,
    [certificate, { ...certificate, services: ['SMTP'], previousThumbprint: OTHER }].map((facts) => ({
      parameters: [THUMBPRINT, OTHER, 'MAIL01, mail01.contoso.com', '2027-11-24T12:00:00.000Z'],
      facts,
    })),
  ],
  [1006, [{ parameters: ['My', storeNotLocked.detail], facts: { store: 'My', failure: storeNotLocked.failure } }]],
  [
    1008,
    [
      { ...certificate, services: ['IMAP', 'SMTP'], ...ASKED },
      { ...certificate, services: [], previousThumbprint: OTHER, ...ASKED },
    ].map((facts) => ({
      parameters: [THUMBPRINT, 'MAIL01, mail01.contoso.com', facts.services.join(', '), '2027-11-24T12:00:00.000Z'],
      facts,
    })),
  ],
  [
    1009,
    [
      { ...certificate, services: ['IMAP', 'SMTP'], previousServices: [], ...ASKED },
      { ...certificate, services: [], previousServices: ['SMTP'], ...ASKED },
      { ...certificate, services: ['SMTP'], ...ASKED },
    ].map((facts) => ({ parameters: [THUMBPRINT, 'MAIL01, mail01.contoso.com', facts.services.join(', ')], facts })),
  ],
  [
    1010,
    [
      {
        parameters: [THUMBPRINT, 'MAIL01, mail01.contoso.com', TRASHED],
        facts: { ...certificate, services: ['SMTP'], path: TRASHED, ...ASKED },
      },
      {
        parameters: [SHA256, 'MAIL01, mail01.contoso.com', TRASHED],
        facts: { requestSha256: SHA256, store: 'My', path: TRASHED, ...ASKED },
      },
    ],
  ],
  [
    1011,
    [
      { services: ['SMTP'], ...ASKED },
      { services: [], previousThumbprint: OTHER, ...ASKED },
    ].map((facts) => ({
      parameters: [SHA256, 'MAIL01, mail01.contoso.com', REQUEST_FILE],
      facts: { requestSha256: SHA256, store: 'My', path: REQUEST_FILE, ...facts },
    })),
  ],
  [
    1012,
    [
      {
        parameters: [THUMBPRINT, 'MAIL01, mail01.contoso.com', storeNotLocked.detail],
        facts: { ...certificate, failure: storeNotLocked.failure },
      },
    ],
  ],
  [
    1100,
    [
      { store: 'certbot', path: '/etc/letsencrypt/live', reason: 'permission_denied', detail: 'EACCES', lastSeen },
      { store: 'certbot', path: '/etc/letsencrypt/live', reason: 'not_found', detail: '' },
    ].map((facts) => ({ parameters: ['certbot', '/etc/letsencrypt/live', facts.reason], facts })),
  ],
  [
    1101,
    ['0', '1', '3'].map((now) => ({
      parameters: ['certbot', '9', now],
      facts: { store: 'certbot', path: '/stores/c' },
    })),
  ],
  [
    1102,
    [
      { store: 'certbot', count: 1, files: [{ path: FILE, detail: 'offset 12', blocks: [0] }] },
      { store: 'certbot', count: 1, files: [{ path: FILE }] },
      {
        store: 'certbot',
        count: 12,
        files: [{ path: FILE, detail: 'offset 12', blocks: [3, 4], blockCount: 240_000 }],
      },
    ].map((facts) => ({
      parameters: [facts.store, 'der_truncated', String(facts.count)],
      facts: { ...facts, reason: 'der_truncated' },
    })),
  ],
  [
    1103,
    [
      ['1', '', 'scan_missed'],
      ['3', '', 'scan_missed'],
      ['0', 'no space left on device', 'scan_failed'],
      ['2', 'no space left on device', 'scan_failed'],
    ].map(([missed = '', detail = '', reason = '']) => ({ parameters: [missed, detail], facts: { reason, detail } })),
  ],
  [1110, [{ parameters: ['28800000', '31'], facts: {} }]],
  [1104, ['-11400000', '7200000', '-30000'].map((step) => ({ parameters: [step], facts: {} }))],
  [
    1105,
    [{ parameters: ['/var/lib/mailcertd/ledger.db.damaged-1', damaged.detail], facts: { failure: damaged.failure } }],
  ],
  [1106, [{ parameters: ['/var/lib/mailcertd/store/mail.pem', 'PKCS#12', 'certbot'], facts: problem }]],
  [1107, [{ parameters: ['12014', 'TypeError: x is not iterable'], facts: { reason: 'rule_failed', detail: 'x' } }]],
  [
    1108,
    [
      {
        inventory: 'dovecot',
        path: '/etc/dovecot/conf.d/10-ssl.conf',
        reason: 'permission_denied',
        detail: '',
        lastSeen,
      },
      { inventory: 'postfix', path: 'postconf', reason: 'command_failed', detail: 'fatal: bad string length' },
    ].map((facts) => ({ parameters: [facts.inventory, facts.path, facts.reason], facts })),
  ],
  [
    1109,
    [
      { reason: 'unresolved', ...failed(SETTING_FAILURES.parameter_undefined({ name: 'ssl' })) },
      { reason: 'settings_malformed', detail: '' },
    ].map((facts) => ({
      parameters: ['postfix', '/etc/postfix/master.cf:12 smtps', facts.reason],
      facts: { inventory: 'postfix', path: '/etc/postfix/master.cf:12 smtps', ...facts },
    })),
  ],
  [
    1111,
    ['haraka', ''].map((program) => ({
      parameters: ['0.0.0.0:25, [::]:465', program],
      facts: {
        probes: ['smtp://127.0.0.1:25', 'smtps://[::1]:465'],
        listeners: ['0.0.0.0:25', '[::]:465'],
        moreListeners: 0,
      },
    })),
  ],
  [1112, [{ parameters: ['1a2b3c4d', 'matcher cannot be read'], facts: {} }]],
  [1113, [{ parameters: ['18402', '12014', 'a named value has the wrong type'], facts: {} }]],
  [
    1200,
    [selected, { ...certificate, fqdn: 'mail.contoso.com', connectors: [], fqdns: ['mail.contoso.com'] }].map(
      (facts) => ({
        parameters: ['mail.contoso.com', THUMBPRINT, '/var/lib/mailcertd/store/mail.pem'],
        facts,
      }),
    ),
  ],
  [
    1201,
    ['1', '14'].map((count) => ({
      parameters: ['certbot', count],
      facts: {
        store: 'certbot',
        locations: ['/var/lib/mailcertd/store/mail.pem'],
        ...(count === '1' ? {} : { reason: 'permission_denied' }),
      },
    })),
  ],
  [
    1202,
    [selected, { ...selected, inaccessiblePaths: ['/etc/ssl/private', '/etc/ssl/private/mail.key'] }].map((facts) => ({
      parameters: ['mail.contoso.com', THUMBPRINT, '/etc/ssl/private/mail.key', 'exim'],
      facts,
    })),
  ],
  [
    1203,
    ['/var/lib/mailcertd/store/mail.pem', ''].map((key) => ({
      parameters: ['mail.contoso.com', THUMBPRINT, key],
      facts: selected,
    })),
  ],
  [
    1204,
    ['1', '14'].map((count) => ({
      parameters: ['certbot', count],
      facts: { store: 'certbot', locations: ['/var/lib/mailcertd/store/mail.pem'] },
    })),
  ],
  [
    1303,
    [selected, served, { ...single, lastSeen }].map((facts) => ({
      parameters: ['mail.contoso.com', THUMBPRINT],
      facts: { ...facts, reason: 'not-yet-valid' },
    })),
  ],
  [
    1305,
    [
      failed(CHAIN_FAILURES.chain_issuer_not_found({ issuer: 'CN=Example CA' })),
      { detail: '' },
      { ...failed(CHAIN_FAILURES.chain_root_untrusted({ subject: 'CN=Example CA' })), untrustedRoot: 'CN=Example CA' },
    ].map((error) => ({
      parameters: ['mail.contoso.com', THUMBPRINT, error.detail],
      facts: { ...selected, ...error },
    })),
  ],
  [1307, [{ parameters: ['mail.contoso.com', THUMBPRINT], facts: selected }]],
  [1310, [{ parameters: ['mail.contoso.com', THUMBPRINT], facts: ofFiles }]],
  [
    1500,
    [
      {
        parameters: ['mail', '9f1c6a52-4d0b-4f0e-8a57-2f7f7f3f9d10', '1', '67', '451 try again later'],
        facts: { notifier: 'mail', reason: 'server_error', detail: '451 try again later' },
      },
      {
        parameters: ['mail', '9f1c6a52-4d0b-4f0e-8a57-2f7f7f3f9d10', '2', '1', '550 no'],
        facts: {
          ...{ notifier: 'mail', reason: 'refused', detail: '550 no' },
          undelivered: [
            { eventRecordId: 18_402, eventId: 12014, level: 'Error', change: 'raised' },
            { eventRecordId: 18_411, eventId: 12018, level: 'Warning', change: 'cleared' },
          ],
        },
      },
      { parameters: ['mail', '', '3', '0', ''], facts: { notifier: 'mail', reason: 'backlog_exceeded', detail: '' } },
      ...[1, 19004].map((last) => ({
        parameters: ['syslog:tcp://127.0.0.1:1', '', String(last), '0', 'connect ECONNREFUSED 127.0.0.1:1'],
        facts: {
          ...{ output: 'syslog:tcp://127.0.0.1:1', firstRecordId: 1, lastRecordId: last },
          ...{ reason: 'connection_refused' as const, detail: 'connect ECONNREFUSED 127.0.0.1:1' },
        },
      })),
    ],
  ],
  [
    1501,
    (['gone', 'hook_unsafe'] as const).map((reason) => ({
      parameters: ['mail', '410 Gone'],
      facts: { notifier: 'mail', reason, detail: '410 Gone' },
    })),
  ],
  [
    1900,
    [
      {
        ...nothing,
        ...cleared(12014, { scope: 'store:My', at: NOON, reason: 'observed', thumbprint: OTHER }),
      },
      { ...nothing, ...cleared(12014, { scope: 'inventory:configuration', at: NOON, reason: 'connector-removed' }) },
      { ...nothing, ...cleared(12014, { scope: 'store:*', at: NOON, reason: 'observed' }) },
      {
        ...selected,
        ...cleared(12016, { scope: 'probe:Internet MAIL01', at: NOON, reason: 'observed', thumbprint: OTHER }),
      },
      { ...certificate, ...cleared(12015, { scope: 'store:*', at: NOON, reason: 'observed' }) },
      { ...selected, ...cleared(12018, { scope: 'store:My', at: NOON, reason: 'expired', thumbprint: THUMBPRINT }) },
      { store: 'certbot', ...cleared(1100, { scope: 'store:certbot', at: NOON, reason: 'observed' }) },
      { store: 'certbot', ...cleared(1100, { scope: 'store:certbot', at: NOON, reason: 'store-removed' }) },
      {
        ...{ store: 'certbot', locations: ['/var/lib/mailcertd/store/mail.pem'] },
        ...cleared(1204, { scope: 'store:certbot', at: NOON, reason: 'observed' }),
      },
      {
        ...{ store: 'certbot', reason: 'der_truncated', count: 1, files: [{ path: FILE }] },
        ...cleared(1102, { scope: 'store:certbot', at: NOON, reason: 'observed' }),
      },
      { ...problem, ...cleared(1106, { scope: 'store:certbot', at: NOON, reason: 'observed' }) },
      { ...cleared(1103, { scope: 'inventory:*', at: NOON, reason: 'observed' }) },
      { ...cleared(1107, { scope: 'inventory:*', at: NOON, reason: 'observed' }) },
    ].map((facts) => ({
      parameters: [`${facts.cleared.eventId}`, 'subject' in facts ? THUMBPRINT : 'Internet MAIL01', '5820'],
      facts,
    })),
  ],
  [
    12013,
    ['mail.contoso.com', 'mail01.contoso.com']
      .map((fqdn) => ({ thumbprint: THUMBPRINT, fqdn }))
      .map((facts) => ({
        parameters: [THUMBPRINT],
        facts,
      })),
  ],
  [
    12014,
    [
      nothing,
      { ...nothing, tlsCertificateName: TLS_CERTIFICATE_NAME, reason: 'subject-mismatch' } satisfies FactsByName,
      ...(['certificate-file-missing', 'certificate-file-unusable'] as const).map(
        (reason): FactsByName => ({ ...nothing, certificateFiles: [FILE], path: FILE, detail: '', reason }),
      ),
      ...(['certificate-host-mismatch', 'private-key-missing', 'not-yet-valid'] as const).map(
        (reason): FactsByName => ({ ...nothing, certificateFiles: [FILE], fqdnSource: 'discovered', reason }),
      ),
      { ...nothing, connector: 'To Internet', direction: 'send', fqdnSource: 'computer' } satisfies FactsByName,
      { ...nothing, serverProtocols: ['imaps'] } satisfies FactsByName,
      ...(['certificate-file-missing', 'certificate-host-mismatch', 'private-key-mismatch'] as const).flatMap(
        (reason) =>
          [['imaps'], ['smtp', 'pop3s']].map((serverProtocols): FactsByName => {
            const { connector: _, ...group } = nothing;
            const connectors = ['Internet MAIL01', 'Client MAIL01'];
            const fqdns = ['mail.contoso.com', 'imap.contoso.com'];
            return { ...group, connectors, fqdns, certificateFiles: [FILE], path: FILE, serverProtocols, reason };
          }),
      ),
      ...reasons.map(
        (reason): FactsByName => ({
          ...nothing,
          reason,
          nearestMiss: {
            thumbprint: OTHER,
            reason,
            names: ['autodiscover.contoso.com'],
            notAfter: NOON + 90 * DAY,
            store: 'Archive',
          },
        }),
      ),
    ].map((facts) => ({
      parameters: ['mail.contoso.com', facts.connector ?? 'Internet MAIL01', 'mail.contoso.com'],
      facts,
    })),
  ],
  [12015, [certificate, { ...certificate, lastSeen }].map((facts) => ({ parameters: [THUMBPRINT], facts }))],
  [
    12016,
    [selected, ofFiles, { ...selected, lastSeen, reason: 'certificate-expired' }].map((facts) => ({
      parameters: ['mail.contoso.com', THUMBPRINT],
      facts,
    })),
  ],
  [12017, ['0', '1', '71'].map((hours) => ({ parameters: [THUMBPRINT, hours], facts: { ...certificate, lastSeen } }))],
  [
    12018,
    [
      { parameters: ['mail.contoso.com', THUMBPRINT, '71'], facts: selected },
      { parameters: ['mail.contoso.com', THUMBPRINT, '71'], facts: ofFiles },
      {
        parameters: ['mail.contoso.com', THUMBPRINT, '1'],
        facts: { ...selected, connectors: ['Internet MAIL01'], fqdns: ['mail.contoso.com'] },
      },
    ],
  ],
  [
    12022,
    [{ ...problem, thumbprint: THUMBPRINT, detail: 'offset 12' }, problem].map((facts) => ({
      parameters: ['/var/lib/mailcertd/store/mail.pem'],
      facts,
    })),
  ],
  [
    12023,
    [
      {
        parameters: [THUMBPRINT, OTHER],
        facts: {
          thumbprint: THUMBPRINT,
          fqdn: 'mail.contoso.com',
          locations: ['/var/lib/mailcertd/store/mail.pem'],
        },
      },
    ],
  ],
  ...[1300, 1301, 1304].map((eventId): [number, readonly EventContent[]] => [
    eventId,
    ['1', '14'].map((count) => ({
      parameters: ['certbot', count],
      facts: { store: 'certbot', count: Number(count), certificates: [named] },
    })),
  ]),
  [
    1302,
    ['another-way', 'no-other-way'].map((reason) => ({
      parameters: ['mail.contoso.com', THUMBPRINT, OTHER, 'CN=mail.contoso.com'],
      facts: { ...selected, reason, certificates: [named] },
    })),
  ],
  [
    1306,
    [selected.connectors, []].map((connectors = []) => ({
      parameters: ['certbot', '1'],
      facts: {
        store: 'certbot',
        count: 1,
        certificates: [{ ...named, detail: 'RSA 1024' }],
        connectors,
        fqdns: selected.fqdns ?? [],
      },
    })),
  ],
  [
    1007,
    [
      { parameters: [THUMBPRINT, OTHER, 'MAIL01, mail01.contoso.com'], facts: certificate },
      {
        parameters: [THUMBPRINT, '', 'MAIL01, mail01.contoso.com'],
        facts: { ...certificate, services: ['SMTP'], path: TRASHED, ...ASKED },
      },
    ],
  ],
  [
    1309,
    [
      { missingNames: ['mail.contoso.com'], connectors: ['Internet MAIL01'], fqdns: ['mail.contoso.com'] },
      {
        missingNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
        previousIssuer: 'O=Fabrikam',
        issuer: 'O=Contoso',
      },
      { missingNames: [], previousIssuer: 'O=Fabrikam', issuer: 'O=Contoso' },
    ].map((facts) => ({
      parameters: ['/var/lib/mailcertd/store/mail.pem', THUMBPRINT, OTHER, facts.missingNames.join(', ')],
      facts: { store: 'My', path: '/var/lib/mailcertd/store/mail.pem', count: 1, certificates: [named], ...facts },
    })),
  ],
  [
    1400,
    [
      {
        ...probed,
        reason: 'timed_out' as const,
        detail: '',
        addresses: [
          { address: '192.0.2.25', reason: 'timed_out' as const, detail: 'EHLO', times: 2, since: NOON - HOUR },
          {
            address: '2001:db8::25',
            keyType: 'ecdsa' as const,
            reason: 'connection_refused' as const,
            times: 1,
            since: NOON,
          },
        ],
        lastSeen,
      },
      { ...probed, reason: 'host_not_found' as const, detail: '', addresses: [] },
    ].map((facts): EventContent => ({ parameters: ['Internet MAIL01', URL, facts.reason], facts })),
  ],
  ...[1401, 1402].map((id): readonly [number, readonly EventContent[]] => [
    id,
    [
      { ...withoutTls, detail: 'not-offered', answer: '250 DSN' },
      {
        ...withoutTls,
        detail: 'refused',
        answer: '454 4.7.0 TLS',
        lastOfferedAt: lastSeen,
        path: '/etc/smtpd.conf:4',
        requireTls: true as const,
      },
      { ...withoutTls, connector: 'To Internet', direction: 'send' as const, detail: 'not-offered', answer: '' },
    ].map((facts) => ({ parameters: [facts.connector ?? 'Internet MAIL01', URL], facts })),
  ]),
  [
    1403,
    [
      { ...served, reason: 'certificate-expired' },
      { ...single, ...onDisk, reason: 'certificate-expired', lastSeen },
    ].map((facts) => ({ parameters: ['mail.contoso.com', THUMBPRINT], facts })),
  ],
  [
    1404,
    ['0', '1', '23', '24', '71', '240'].flatMap((hours) =>
      [served, { ...single, lastSeen }].map((facts) => ({
        parameters: ['mail.contoso.com', THUMBPRINT, hours],
        facts,
      })),
    ),
  ],
  [
    1405,
    [
      { ...served, names: ['autodiscover.contoso.com'], reason: 'certificate-host-mismatch' },
      { ...single, names: [], reason: 'certificate-host-mismatch', lastSeen },
      {
        ...{
          ...served,
          names: ['debian.local'],
          reason: 'certificate-host-mismatch',
          fqdnSource: 'discovered' as const,
        },
        ...{ missingNames: ['mail.contoso.com'], previousThumbprint: OTHER, previousSeenAt: lastSeen },
      },
    ].map((facts) => ({ parameters: ['mail.contoso.com', THUMBPRINT], facts })),
  ],
  [
    1406,
    ['59', '11400', '172800'].flatMap((seconds) =>
      [single, served, { ...single, lastSeen }]
        .map((facts) => ({
          parameters: ['Internet MAIL01', THUMBPRINT, OTHER, seconds],
          facts: { ...facts, ...onDisk },
        }))
        .concat(
          [single, served].map((facts) => ({
            parameters: ['Internet MAIL01', OTHER, THUMBPRINT, seconds],
            facts: { ...facts, ...onDisk, publicKeyAlgorithm: 'EC' },
          })),
        ),
    ),
  ],
  [
    1407,
    [
      { ...failed(CHAIN_FAILURES.chain_issuer_not_sent({ issuer: 'CN=Contoso CA' })), missingIssuer: 'CN=Contoso CA' },
      failed(CHAIN_FAILURES.chain_self_signed),
      { ...failed(CHAIN_FAILURES.chain_self_signed), locations: ['/etc/ssl/certs/ssl-cert-snakeoil.pem'] },
      {
        ...{ ...failed(CHAIN_FAILURES.chain_self_signed), previousThumbprint: OTHER, previousSeenAt: lastSeen },
        ...{ locations: ['/srv/a b.pem'], missingNames: ['mail.contoso.com'] },
      },
      untrustedRoot,
      { ...untrustedRoot, previousThumbprint: THUMBPRINT, previousSeenAt: lastSeen },
    ].flatMap((error) =>
      [served, { ...single, lastSeen }].map((facts) => ({
        parameters: ['mail.contoso.com', THUMBPRINT, error.detail],
        facts: { ...facts, ...error, reason: 'certificate-not-trusted' },
      })),
    ),
  ],
  [
    1408,
    [
      {
        parameters: ['Internet MAIL01', URL],
        facts: {
          ...probed,
          addresses: [
            { address: '192.0.2.25', thumbprint: THUMBPRINT },
            { address: '2001:db8::25', thumbprint: OTHER },
          ],
          certificates: [named, { ...named, thumbprint: THUMBPRINT }],
          count: 2,
        },
      },
    ],
  ],
  [
    1409,
    [probed, { ...probed, lastSeen, addresses: [{ address: '192.0.2.25' }] }].map((facts) => ({
      parameters: ['Internet MAIL01', URL, 'TLSv1.1'],
      facts: { ...facts, protocol: 'TLSv1.1', reason: 'validation-failure' },
    })),
  ],
  [1420, ['04A7', '04C1', ''].map((before) => ({ parameters: ['Internet MAIL01', '04C1', before], facts: rotated }))],
  [
    1421,
    [
      ['not-served', '04A7', '04C1'],
      ['reload-failed', '04A7', '04C1'],
      ['probe-failed', '', '04C1'],
      ['unknown', '04A7', ''],
    ].map((rest) => ({
      parameters: ['Internet MAIL01', ...rest],
      facts: { ...rotated, ...(rest[0] === 'reload-failed' ? { reason: 'reload_failed', detail: 'exit code 1' } : {}) },
    })),
  ],
  ...[12019, 12020].map((id): readonly [number, readonly EventContent[]] => [
    id,
    [served, { ...single, lastSeen }].map((facts) => ({
      parameters: ['CN=mail.contoso.com'],
      facts: { ...facts, notAfter: NOON - HOUR, reason: 'certificate-expired' },
    })),
  ]),
]);

/** Realistic content of each event, in all its variants, with all required facts. */
export const PLAUSIBLE: ReadonlyMap<number, readonly EventContent[]> = new Map(
  [...VARIANTS].map(([eventId, contents]) => [
    eventId,
    contents.map((content) => ({ ...content, facts: completeFacts(eventId, content.facts) })),
  ]),
);
