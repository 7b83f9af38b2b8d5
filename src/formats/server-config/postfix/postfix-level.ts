import type { ResolvedSettings } from '../resolved-settings.ts';
import { splitList } from './postfix-listener.ts';
import { notDetermined, type PostfixService, type PostfixSettings } from './postfix-settings.ts';

/** The TLS mode of a service. */
export interface TlsUse {
  /** `asked`: STARTTLS; `implicit`: from the first byte. */
  readonly begins: 'never' | 'asked' | 'implicit';
  /** True if TLS is mandatory. */
  readonly isRequired: boolean;
}

const LEVELS: readonly string[] = ['none', 'may', 'encrypt', 'dane', 'dane-only', 'fingerprint', 'verify', 'secure'];

type ValueOf = (name: string) => string;

function isYes(value: ValueOf, name: string): boolean {
  const written = value(name).toLowerCase();
  if (written !== 'yes' && written !== 'no' && written !== '')
    throw notDetermined(`${name}: "${written}" must be yes or no`);
  return written === 'yes';
}

/** Returns the level, or if it is empty, the equivalent of the two older parameters. */
function levelOf(value: ValueOf, prefix: 'smtpd' | 'smtp'): string {
  const level = value(`${prefix}_tls_security_level`).toLowerCase();
  if (level !== '' && !LEVELS.includes(level)) {
    throw notDetermined(`${prefix}_tls_security_level: "${level}" is not a level, so Postfix does not start`);
  }
  if (level !== '') return level;
  if (isYes(value, `${prefix}_enforce_tls`)) return 'encrypt';
  return isYes(value, `${prefix}_use_tls`) ? 'may' : 'none';
}

/**
 * Returns the TLS mode of an smtpd service. Wrapper mode enables TLS at any level.
 * @see https://www.postfix.org/TLS_README.html#server_tls
 */
export function serverTlsOf(service: PostfixService, settings: PostfixSettings): ResolvedSettings<TlsUse> {
  return settings.derive(service, (value) => {
    if (isYes(value, 'smtpd_tls_wrappermode')) return { begins: 'implicit', isRequired: true };
    const level = levelOf(value, 'smtpd');
    const discarded = splitList(value('smtpd_discard_ehlo_keywords').toLowerCase());
    const begins = level === 'none' || discarded.includes('starttls') ? 'never' : 'asked';
    return { begins, isRequired: level !== 'none' && level !== 'may' };
  });
}

/**
 * Returns the TLS mode of an SMTP client service. A policy by destination can enable TLS at any
 * level.
 * @see https://www.postfix.org/TLS_README.html#client_tls
 */
export function clientTlsOf(service: PostfixService, settings: PostfixSettings): ResolvedSettings<TlsUse> {
  return settings.derive(service, (value) => {
    const level = levelOf(value, 'smtp');
    const hasPolicy = value('smtp_tls_policy_maps') !== '' || value('smtp_tls_per_site') !== '';
    const begins = isYes(value, 'smtp_tls_wrappermode')
      ? 'implicit'
      : level === 'none' && !hasPolicy
        ? 'never'
        : 'asked';
    return { begins, isRequired: level !== 'none' && level !== 'may' };
  });
}
