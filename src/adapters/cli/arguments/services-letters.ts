import type { Profile } from '../../../domain/assessment/settings.ts';
import type { Service } from '../../../domain/certificate/certificate.ts';

/** The letters of the services, in their places. @see https://learn.microsoft.com/powershell/module/exchange/get-exchangecertificate */
const LETTERS: readonly (readonly [Service, string])[] = [
  ['IMAP', 'I'],
  ['POP', 'P'],
  ['UM', 'U'],
  ['IIS', 'W'],
  ['SMTP', 'S'],
  ['Federation', 'F'],
];

/** `IP.WS`: five places, six under exchange-2019; a dot where the certificate is not enabled for the service. */
export function servicesLetters(services: readonly Service[], profile: Profile): string {
  return LETTERS.slice(0, profile === 'exchange-2019' ? 6 : 5)
    .map(([service, letter]) => (services.includes(service) ? letter : '.'))
    .join('');
}
