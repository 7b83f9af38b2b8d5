import fc from 'fast-check';
import { ALL_EVENTS, definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { EventReason } from '../../../src/domain/event/data/reason-data.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import type { REJECTION_TEXTS } from '../../../src/domain/event/rejection-text.ts';
import type { Rendering } from '../../../src/formats/event/rendering.ts';
import { completeFacts } from '../../domain/event/complete-facts.ts';

/** 2026-11-24T00:05:03Z, which is nine o'clock in Tokyo. */
export const AT: number = Date.UTC(2026, 10, 24, 0, 5, 3);

export const EN: Rendering = {
  locale: 'en',
  offsetMinutes: () => 540,
  helpLink: '/usr/lib/mailcertd/docs/events/{id}.md',
  definitionOf,
};
export const JA: Rendering = { ...EN, locale: 'ja' };

/** A 12014 as a scan writes it. */
export const NO_CERTIFICATE: EventRecord = {
  eventRecordId: 18402,
  processId: 4711,
  providerName: 'MSExchangeTransport',
  eventId: 12014,
  version: 0,
  level: 'Error',
  timeCreated: AT,
  computer: 'mail01.contoso.com',
  change: 'raised',
  conditionId: 'c-1',
  parameters: ['mail.contoso.com', 'Default MAIL01', 'mail.contoso.com'],
  facts: {
    connector: 'Default MAIL01',
    direction: 'receive',
    fqdn: 'mail.contoso.com',
    fqdnSource: 'connector',
    reason: 'not-enabled-for-smtp',
    nearestMiss: {
      thumbprint: '3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07',
      reason: 'not-enabled-for-smtp',
      names: ['mail.contoso.com'],
      notAfter: Date.UTC(2031, 2, 1),
    },
  },
  remedy: [['mailcertd', 'certificates', 'enable', '3F2A9C4189D07E5B6A1C22F0B7E4D3A95811CC07', '--services', 'SMTP']],
};

/** The record that clears NO_CERTIFICATE. */
export const CLEARED: EventRecord = {
  ...NO_CERTIFICATE,
  eventRecordId: 18411,
  providerName: 'mailcertd',
  eventId: 1900,
  level: 'Information',
  timeCreated: AT + 97 * 60_000,
  change: 'cleared',
  parameters: ['12014', 'Default MAIL01', '5820'],
  facts: {
    connector: 'Default MAIL01',
    direction: 'receive',
    cleared: {
      eventId: 12014,
      raisedAt: AT,
      evidence: { scope: 'store:My', at: AT + 97 * 60_000, thumbprint: 'AB'.repeat(20), reason: 'observed' },
    },
  },
  remedy: [],
};

/**
 * Malicious strings: control characters, NUL, lone surrogates, bidi marks, markup, shell commands,
 * and escapes that mailcertd writes.
 */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        ...[
          '\0',
          '\n',
          '\r',
          '\t',
          '\x1b[31m',
          '\x7f',
          '\x85',
          '\x9b',
          '\u202e',
          '\u200b',
          '\u2028',
          '\ud800',
          '\udc00',
          '\ufffe',
          '\uffff',
          '\u{e0041}',
        ],
        ...[
          '_x0041',
          '_x005F_',
          '_',
          'x',
          '_x0000',
          '\\',
          '\\x1b',
          "'",
          '"',
          '`',
          '$(id)',
          '<',
          '>',
          '&',
          '&amp;',
          ']]>',
          '<!--',
          '{id}',
          ' ',
          '~',
          '=',
          '-',
          '日本',
          'a',
        ],
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const instant = fc.integer({ min: -62_000_000_000_000, max: 253_402_300_799_999 });
const list = fc.array(hostileText, { maxLength: 3 });

/** A reason of a stored record, which may be one of another version. */
const storedReason = hostileText.map((text) => text as EventReason);

const facts: fc.Arbitrary<FactsByName> = fc.record<FactsByName>(
  {
    connector: hostileText,
    direction: fc.constantFrom('receive', 'send'),
    connectors: list,
    fqdn: hostileText,
    fqdns: list,
    fqdnSource: fc.constantFrom('connector', 'computer'),
    thumbprint: hostileText,
    subject: hostileText,
    notBefore: instant,
    notAfter: instant,
    locations: list,
    reason: storedReason,
    nearestMiss: fc.record({
      thumbprint: hostileText,
      reason: fc.constantFrom(...rejectionReasons()),
      names: list,
      notAfter: instant,
    }),
    store: hostileText,
    path: hostileText,
    detail: hostileText,
    previousThumbprint: hostileText,
    requestSha256: hostileText,
    services: list,
    previousServices: list,
    requestedBy: hostileText,
    requestCommand: hostileText,
    requestedAt: instant,
    probes: list,
    addresses: fc.array(
      fc.record(
        {
          address: hostileText,
          keyType: fc.constantFrom('rsa', 'ecdsa'),
          reason: storedReason,
          detail: hostileText,
          times: fc.nat(),
          since: instant,
          thumbprint: hostileText,
        },
        { requiredKeys: ['address'] },
      ),
      { maxLength: 3 },
    ),
    answer: hostileText,
    lastOfferedAt: instant,
    requireTls: fc.constant(true),
    protocol: hostileText,
    names: list,
    missingIssuer: hostileText,
    onDiskSince: instant,
    undelivered: fc.array(
      fc.record({
        eventRecordId: fc.nat(),
        eventId: fc.nat(65535),
        level: fc.constantFrom('Error', 'Warning', 'Information'),
        change: fc.constantFrom('once', 'raised', 'repeated', 'escalated', 'cleared'),
      }),
      { maxLength: 3 },
    ),
    lastSeen: instant,
    cleared: fc.record({
      eventId: fc.nat(65535),
      raisedAt: instant,
      evidence: fc.oneof(
        fc.record({
          scope: hostileText.map((name): `store:${string}` => `store:${name}`),
          at: instant,
          reason: fc.constantFrom('observed', 'store-removed'),
        }),
        fc.record({
          scope: hostileText.map((name): `connector:${string}` => `connector:${name}`),
          at: instant,
          thumbprint: hostileText,
          reason: fc.constant('expired'),
        }),
        fc.record({
          scope: hostileText.map((name): `probe:${string}` => `probe:${name}`),
          at: instant,
          reason: fc.constantFrom('observed', 'not-probed', 'address-removed', 'reclassified'),
        }),
      ),
    }),
  },
  { requiredKeys: [] },
);

function rejectionReasons(): (keyof typeof REJECTION_TEXTS)[] {
  return [
    'certificate-host-mismatch',
    'private-key-missing',
    'not-enabled-for-smtp',
    'certificate-expired',
    'thumbprint-order',
  ];
}

/** Returns any record, also one that cannot occur. The configuration sets the provider name. */
export function anyRecord(providerName: fc.Arbitrary<string> = hostileText): fc.Arbitrary<EventRecord> {
  const record = fc.record<EventRecord>({
    eventRecordId: fc.nat(),
    processId: fc.nat(4_194_304),
    providerName,
    eventId: fc.oneof(fc.constantFrom(...ALL_EVENTS.map(({ eventId }) => eventId)), fc.nat(65535)),
    version: fc.nat(255),
    level: fc.constantFrom('Error', 'Warning', 'Information'),
    timeCreated: fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 0, 1) }),
    computer: hostileText,
    change: fc.constantFrom('once', 'raised', 'repeated', 'escalated', 'cleared'),
    conditionId: fc.option(hostileText, { nil: undefined }),
    parameters: fc.array(hostileText, { maxLength: 5 }),
    facts,
    remedy: fc.array(fc.array(hostileText, { maxLength: 4 }), { maxLength: 2 }),
  });
  return record.map((any) => ({ ...any, facts: completeFacts(any.eventId, any.facts) }));
}
