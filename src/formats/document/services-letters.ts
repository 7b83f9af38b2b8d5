import type { Profile } from '../../domain/assessment/settings.ts';
import type { Service } from '../../domain/certificate/certificate.ts';

/**
 * The letters of the services, in the order that Exchange shows.
 * @see https://learn.microsoft.com/powershell/module/exchange/get-exchangecertificate
 */
const LETTERS: readonly (readonly [Service, string])[] = [
  ['IMAP', 'I'],
  ['POP', 'P'],
  ['UM', 'U'],
  ['IIS', 'W'],
  ['SMTP', 'S'],
  ['Federation', 'F'],
];

/**
 * Returns one letter for each service, for example `IP.WS`; a dot for a service that is not
 * enabled. The sixth service, Federation, exists only with the profile exchange-2019.
 */
export function servicesLetters(services: readonly Service[], profile: Profile): string {
  return LETTERS.slice(0, profile === 'exchange-2019' ? 6 : 5)
    .map(([service, letter]) => (services.includes(service) ? letter : '.'))
    .join('');
}
