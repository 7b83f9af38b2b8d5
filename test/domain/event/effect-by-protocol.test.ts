import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PROBE_PROTOCOLS } from '../../../src/domain/connector/probe-target.ts';
import { ALL_EVENTS, definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { Facts } from '../../../src/domain/event/event-data.ts';
import { effectText, type MailEffects } from '../../../src/domain/event/mail-effect.ts';
import { mailEffect } from '../../../src/formats/alert-body/mail-effect.ts';
import { eventRecord } from '../alert/event-records.ts';

/** The columns of the table: facts of connectors whose connections have the same users. */
const USERS = {
  'SMTP, LMTP': { serverProtocols: ['smtp'] },
  'mail clients': { serverProtocols: ['imaps'] },
  'Send connectors': { serverProtocols: ['smtp'], direction: 'send' },
} as const satisfies Readonly<Record<string, Facts>>;

const FILES: Facts = { certificateFiles: ['/etc/ssl/mail.pem'] };

/** Facts with which the events about rejected certificates have an effect. */
const REJECTED: Facts = { connectors: ['Default MAIL01'], missingNames: ['mail.contoso.com'], reason: 'no-other-way' };

/** The rows of the table: events, and the facts that matter in addition to the protocol. */
const ROWS: readonly (readonly [label: string, eventIds: readonly number[], facts: Facts])[] = [
  ['no usable certificate in the stores, or no certificate in the file of the server', [12014, 1303], {}],
  ['unsuitable certificate in the file of the server', [12014, 1303], { ...FILES, reason: 'not-yet-valid' }],
  ['private key missing, unreadable or wrong', [1200, 1202, 1203], {}],
  ['certificate expired, untrusted, weak or with a wrong name', [1302, 1305, 1306, 1307, 1309, 12016], REJECTED],
  ['issuer in the chain expired, but another path leads to a trusted root', [1302], { reason: 'another-way' }],
  ["the server's own name is not in the certificate", [1310], {}],
  ['certificate from a store expires soon', [12018], {}],
  ['certificate in the file of the server expires soon', [12018], FILES],
  ['server unreachable', [1400], {}],
  ['STARTTLS missing', [1401, 1402], {}],
  ['STARTTLS missing, and the connector requires TLS', [1401, 1402], { requireTls: true }],
  ['served certificate expired, untrusted or with a wrong name', [1403, 1405, 1407], {}],
  ['served certificate expires soon, or is outdated', [1404, 1406], {}],
  ['old TLS version only', [1409], {}],
];

const effectsOf = (eventId: number, facts: Facts): MailEffects => {
  const event = definitionOf(eventId);
  if (event === undefined) throw new Error(`no event ${eventId}`);
  return event.effectOf(facts);
};

/** Returns the effect in English. 1403 has no Send connectors, which 12020 reports. */
const cell = ([eventId = 0]: readonly number[], facts: Facts): string => effectText(effectsOf(eventId, facts)).en;

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

  test.each(ROWS)('%s: differs by the user of the connection', (_, [eventId = 0], facts) => {
    const texts = Object.values(USERS).map((users) => effectText(effectsOf(eventId, { ...facts, ...users })).ja);
    const sameIfRequired = facts.requireTls === true;
    expect(new Set(texts).size).toBe(sameIfRequired ? 2 : 3);
  });

  test.each(PROBE_PROTOCOLS)('%s is for mail servers or for mail clients', (protocol) => {
    const isTransfer = protocol === 'smtp' || protocol === 'lmtp';
    for (const [, eventIds, facts] of ROWS) {
      for (const eventId of eventIds) {
        const users = USERS[isTransfer ? 'SMTP, LMTP' : 'mail clients'];
        const expected = effectsOf(eventId, { ...facts, ...users });
        expect(effectsOf(eventId, { ...facts, serverProtocols: [protocol] })).toEqual(expected);
        // 1303 with a probe is about a served certificate.
        if (eventId !== 1303)
          expect(effectsOf(eventId, { ...facts, probes: [`${protocol}://mail.contoso.com:1`] })).toEqual(expected);
      }
    }
  });

  test('names servers and clients if connectors of both share the event', () => {
    expect(cell([12014], { serverProtocols: ['smtp', 'imaps'] })).toBe(
      'Mail is sent unencrypted, or deferred if the remote server requires TLS. Clients cannot connect, or see a warning.',
    );
    expect(cell([12018], { serverProtocols: ['imap', 'smtp'], ...FILES })).toBe(
      'No effect until the certificate expires. After that, peers that verify the certificate defer or reject mail. After that, clients cannot connect, or see a warning.',
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
