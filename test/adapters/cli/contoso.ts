import type { AccessRules } from '../../../src/domain/certificate/access-rules.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { connector, NOON, store, stored, type World } from '../../domain/world.ts';
import type { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { ledgerOf } from './desk.ts';

const place = (line: number): { readonly source: { readonly inventory: string; readonly place: string } } => ({
  source: { inventory: 'configuration', place: `mailcertd.yaml:${line}` },
});

/** The host in the documentation, which has one problem of each kind. */
export const CONTOSO: Partial<World> = {
  now: NOON,
  stores: [
    store('My', { path: '/var/lib/mailcertd/store' }),
    store('letsencrypt', { path: '/etc/letsencrypt/live/*/fullchain.pem' }),
  ],
  connectors: [
    connector('Default MAIL01', 'mail.contoso.com', place(31)),
    connector('Client MAIL01', 'imap.contoso.com', place(32)),
    connector('Legacy device', 'scanner.contoso.com', { ...place(33), starttls: false }),
    connector('To Fabrikam', undefined, { ...place(34), direction: 'send' }),
  ],
  certificates: [
    stored('0A41D7C2', { dnsNames: ['mail01.contoso.com'], selfSigned: true, notAfter: Date.UTC(2031, 2, 1) }),
    stored('3F2A9C41', {
      dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
      selfSigned: true,
      notAfter: Date.UTC(2031, 2, 1),
      services: ['IMAP', 'POP'],
      path: `/var/lib/mailcertd/store/${'3F2A9C41'.padEnd(40, '0')}/certificate.pem`,
    }),
    stored('77AA01D2', { dnsNames: ['mail.contoso.com'], notAfter: Date.UTC(2027, 0, 11), key: 'missing' }),
    stored('77C0A913', {
      dnsNames: ['imap.contoso.com'],
      notBefore: NOON - 81 * DAY,
      notAfter: NOON + 9 * DAY + 4 * HOUR,
      store: 'letsencrypt',
      path: '/etc/letsencrypt/live/imap.contoso.com/fullchain.pem',
      services: ['SMTP', 'IMAP', 'POP'],
    }),
  ],
};

/** The access rights of private key files, by path. */
export const CONTOSO_RULES: Readonly<Record<string, AccessRules>> = {
  [`/var/lib/mailcertd/store/${'3F2A9C41'.padEnd(40, '0')}/certificate.pem`]: {
    mode: 0o600,
    owner: 'mailcertd',
    group: 'mailcertd',
  },
};

/** A certificate that was received by mail and is not installed yet. */
export const CONTOSO_FILES: Readonly<Record<string, readonly StoredCertificate[]>> = {
  '/root/mail.pem': [
    stored('9D77E2AA', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY, notAfter: NOON + 19 * DAY }),
  ],
};

/**
 * Returns the ledger of a daemon that has run since the morning. At first, the old certificate was
 * the only problem; then its services were removed, and a certificate without its key was added.
 */
export function contosoLedger(more: Partial<World> = {}): Promise<MemoryLedger> {
  const whole = (CONTOSO.certificates ?? [])
    .filter(({ key }) => key.kind === 'matches')
    .map((one) => ({ ...one, services: ['SMTP'] as const }));
  return ledgerOf([
    { ...CONTOSO, ...more, certificates: whole, now: NOON - 4 * HOUR },
    { ...CONTOSO, ...more, now: NOON - 2 * HOUR },
    { ...CONTOSO, ...more, now: NOON - HOUR / 6 },
  ]);
}
