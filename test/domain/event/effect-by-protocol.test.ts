import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ServerProtocol } from '../../../src/domain/connector/server-protocol.ts';
import { ALL_EVENTS, definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import { effectText } from '../../../src/domain/event/effect-text.ts';
import type { MailEffects } from '../../../src/domain/event/mail-effect.ts';
import { mailEffect } from '../../../src/formats/alert-body/mail-effect.ts';
import { eventRecord } from '../alert/event-records.ts';

/** The columns of the table: facts of connectors whose connections have the same users. */
const USERS = {
  'SMTP, LMTP': { serverProtocols: ['smtp'] },
  'submission (587)': { serverProtocols: ['submission'] },
  'IMAP, POP3, ManageSieve': { serverProtocols: ['imap'] },
  'smtps, imaps, pop3s': { serverProtocols: ['imaps'] },
  'Send connectors': { serverProtocols: ['smtp'], direction: 'send' },
} as const satisfies Readonly<Record<string, FactsByName>>;

/** The protocols of servers, each with its column. */
const COLUMNS = {
  smtp: 'SMTP, LMTP',
  lmtp: 'SMTP, LMTP',
  submission: 'submission (587)',
  imap: 'IMAP, POP3, ManageSieve',
  pop3: 'IMAP, POP3, ManageSieve',
  sieve: 'IMAP, POP3, ManageSieve',
  smtps: 'smtps, imaps, pop3s',
  imaps: 'smtps, imaps, pop3s',
  pop3s: 'smtps, imaps, pop3s',
  // Another protocol with implicit TLS: its users are clients too.
  tls: 'smtps, imaps, pop3s',
} as const satisfies Readonly<Record<ServerProtocol, keyof typeof USERS>>;

const FILES: FactsByName = { certificateFiles: ['/etc/ssl/mail.pem'] };

/** Facts with which the events about rejected certificates have an effect. */
const REJECTED: FactsByName = {
  connectors: ['Default MAIL01'],
  missingNames: ['mail.contoso.com'],
  reason: 'no-other-way',
};

/** The rows of the table: events, and the facts that matter in addition to the protocol. */
const ROWS: readonly (readonly [label: string, eventIds: readonly number[], facts: FactsByName])[] = [
  ['no usable certificate in the stores, or no certificate in the file of the server', [12014, 1303], {}],
  ['unsuitable certificate in the file of the server', [12014, 1303], { ...FILES, reason: 'not-yet-valid' }],
  ['private key missing, unreadable or wrong, certificate from a store', [1200, 1202, 1203], {}],
  ['private key missing, unreadable or wrong, certificate in the file of the server', [1200, 1202, 1203], FILES],
  ['certificate expired, untrusted, weak or with a wrong name', [1302, 1305, 1306, 1307, 1309, 12016], REJECTED],
  ['issuer in the chain expired, but another path leads to a trusted root', [1302], { reason: 'another-way' }],
  ["the server's own name is not in the certificate", [1310], {}],
  ['certificate from a store expires soon', [12018], {}],
  ['certificate from a store expires soon, `profile: exchange-2019`', [12018], { profile: 'exchange-2019' }],
  ['certificate in the file of the server expires soon', [12018], FILES],
  ['server unreachable', [1400], {}],
  ['STARTTLS missing', [1401, 1402], {}],
  ['STARTTLS missing, and the connector requires TLS', [1401, 1402], { requireTls: true }],
  ['served certificate expired, untrusted or with a wrong name', [1403, 1405, 1407], {}],
  ['served certificate expires soon, or is outdated', [1404, 1406], {}],
  ['old TLS version only', [1409], {}],
];

const effectsOf = (eventId: number, facts: FactsByName): MailEffects => {
  const event = definitionOf(eventId);
  if (event === undefined) throw new Error(`no event ${eventId}`);
  return event.effectOf(facts);
};

/** Returns the effect in English. 1403 has no Send connectors, which 12020 reports. */
const cell = ([eventId = 0]: readonly number[], facts: FactsByName): string =>
  effectText(effectsOf(eventId, facts), 'en');

const TABLE: string = [
  `| problem | events | ${Object.keys(USERS).join(' | ')} |`,
  `|---|---|${Object.keys(USERS)
    .map(() => '---|')
    .join('')}`,
  ...ROWS.map(([label, eventIds, facts]) => {
    const links = eventIds.map((id) => `[${id}](${id}.md)`).join(', ');
    const cells = Object.values(USERS).map((users) => cell(eventIds, { ...facts, ...users }));
    return `| ${label} | ${links} | ${cells.join(' | ')} |`;
  }),
  '',
].join('\n');

describe('the effect on mail by protocol', () => {
  test.each(ROWS)('%s: is the same for all events of the row', (_, eventIds, facts) => {
    for (const users of Object.values(USERS)) {
      const effects = eventIds.map((eventId) => effectsOf(eventId, { ...facts, ...users }));
      expect(new Set(effects.map((each) => each.join())).size).toBe(1);
    }
  });

  test.each(ROWS)('%s: differs between mail servers, mail clients and Send connectors', (_, [eventId = 0], facts) => {
    const texts = [USERS['SMTP, LMTP'], USERS['smtps, imaps, pop3s'], USERS['Send connectors']].map((users) =>
      effectText(effectsOf(eventId, { ...facts, ...users }), 'ja'),
    );
    expect(new Set(texts).size).toBe(3);
  });

  describe.each(Object.entries(COLUMNS))('for %s', (protocol, column) => {
    test.each(ROWS)('%s: is that of its column, and never about other users', (_, eventIds, facts) => {
      for (const eventId of eventIds) {
        const effects = effectsOf(eventId, { ...facts, serverProtocols: [protocol] });
        const en = effectText(effects, 'en');
        // What users cannot do if the server is unreachable depends on the protocol.
        if (eventId !== 1400) expect(effects).toEqual(effectsOf(eventId, { ...facts, ...USERS[column] }));
        if (column !== 'SMTP, LMTP') expect(en).not.toMatch(/other servers|servers that|MX record|deferred/i);
        if (column === 'SMTP, LMTP') expect(en).not.toMatch(/client|password/i);
        if (column === 'smtps, imaps, pop3s') expect(en).not.toMatch(/STARTTLS|unencrypted/);
        expect(en).not.toMatch(/remote server|your mail server/);
      }
    });
  });

  test('of a protocol of Send connectors is about the remote server or about this one', () => {
    for (const [, eventIds, facts] of ROWS)
      for (const protocol of Object.keys(COLUMNS)) {
        const texts = eventIds.map((eventId) =>
          effectText(effectsOf(eventId, { ...facts, serverProtocols: [protocol], direction: 'send' }), 'en'),
        );
        for (const text of texts) expect(text).toMatch(/remote server|The connector requires TLS/);
      }
  });

  test.each([
    ['smtp', 'If other servers cannot connect either, mail is deferred.'],
    ['lmtp', 'If other servers cannot connect either, mail is deferred.'],
    ['submission', 'If clients cannot connect either, they cannot send mail.'],
    ['smtps', 'If clients cannot connect either, they cannot send mail.'],
    ['imap', 'If clients cannot connect either, they cannot read mail.'],
    ['imaps', 'If clients cannot connect either, they cannot read mail.'],
    ['pop3', 'If clients cannot connect either, they cannot read mail.'],
    ['pop3s', 'If clients cannot connect either, they cannot read mail.'],
    ['sieve', 'Mail flow is not affected. If clients cannot connect either, users cannot change their mail filters.'],
    ['tls', 'If clients cannot connect either, they cannot send or read mail.'],
  ])('of an unreachable server by %s is named: %s', (protocol, effect) => {
    expect(cell([1400], { serverProtocols: [protocol] })).toBe(`${effect} New certificate problems go undetected.`);
  });

  test('of missing certificates is that clients without STARTTLS cannot connect, not that they see a warning', () => {
    expect(cell([12014], { serverProtocols: ['submission', 'imap', 'imaps'] })).toBe(
      'Clients that require STARTTLS cannot connect. Other clients can send the password unencrypted. Clients that use implicit TLS cannot connect.',
    );
  });

  test('of a record of an earlier version is known from its probe URLs', () => {
    for (const [protocol, column] of Object.entries(COLUMNS)) {
      if (protocol === 'submission') continue;
      const facts = { probes: [`${protocol}://mail.contoso.com:1`] };
      expect(effectsOf(1403, facts)).toEqual(effectsOf(1403, USERS[column]));
    }
    expect(effectsOf(1403, { probes: ['smtp://mail.contoso.com:587'] })).toEqual(effectsOf(1403, USERS['SMTP, LMTP']));
  });

  test('names servers and clients if connectors of both share the event', () => {
    expect(cell([12014], { serverProtocols: ['smtp', 'imaps'] })).toBe(
      'Other servers send mail unencrypted, or defer it if they require TLS. Clients that use implicit TLS cannot connect.',
    );
    expect(cell([12018], { serverProtocols: ['imap', 'smtp'], ...FILES })).toBe(
      'No effect until the certificate expires. After that, servers that verify the certificate defer mail or return it to the sender. Other servers still deliver it. Clients then cannot connect, or see a warning.',
    );
  });

  test('of a weak certificate without a connector, and of a renewal with only another issuer, is none', () => {
    expect(cell([1306], { connectors: [] })).toBe('No effect on mail flow.');
    expect(cell([1309], { missingNames: [], previousIssuer: 'CN=A', issuer: 'CN=B' })).toBe('No effect on mail flow.');
  });

  test('of a reload that was not verified is that of an outdated certificate', () => {
    for (const users of Object.values(USERS)) expect(effectsOf(1421, users)).toEqual(effectsOf(1404, users));
    expect(cell([1421], {})).toBe(
      'No effect until the served certificate expires. After that, servers and clients that verify the certificate reject it.',
    );
  });

  test('is that of mail servers if no protocol is known, as in records of earlier versions', () => {
    for (const [, eventIds, facts] of ROWS)
      for (const eventId of eventIds)
        expect(effectsOf(eventId, facts)).toEqual(effectsOf(eventId, { ...facts, ...USERS['SMTP, LMTP'] }));
  });

  test('ends when the condition is cleared', () => {
    for (const { eventId } of ALL_EVENTS)
      for (const users of Object.values(USERS)) {
        const record = eventRecord({ eventId, facts: users, change: 'cleared' });
        expect(mailEffect(record, 'en')).toMatch(/^(Mail is no longer affected|No effect on|Mail flow was not)/);
      }
  });

  test('is in docs/events/README.md', () => {
    const path = new URL('../../../docs/events/README.md', import.meta.url);
    const page = readFileSync(path, 'utf8');
    const [before = '', after = ''] = page.split(/(?<=\n## Effect on mail by protocol\n(?:\n[^|\n]+)+\n\n)(?:\|.*\n)+/);
    if (process.env['UPDATE_DOCUMENTS'] === '1') writeFileSync(path, `${before}${TABLE}${after}`);
    else expect(page).toContain(TABLE);
  });
});
