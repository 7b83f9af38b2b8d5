import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import type { ResolvedSettings } from '../resolved-settings.ts';
import { splitList } from './postfix-lists.ts';
import { type PostfixService, type PostfixSettings, rejectedValue } from './postfix-settings.ts';

/** The TLS mode of a service. */
export interface PostfixTls {
  /** `implicit`: TLS from the first byte. */
  readonly mode: 'none' | 'starttls' | 'implicit';
  /** True if TLS is mandatory. */
  readonly isRequired: boolean;
}

/** The security levels that smtpd accepts. It treats the last three as `encrypt`. */
const SERVER_LEVELS: readonly string[] = ['none', 'may', 'encrypt', 'fingerprint', 'verify', 'secure'];
/** The values of `PREFIX_tls_security_level`. */
const LEVELS = { smtpd: SERVER_LEVELS, smtp: [...SERVER_LEVELS, 'dane', 'dane-only'] };
/** The levels that differ from each other. */
const SUGGESTED_LEVELS = { smtpd: ['none', 'may', 'encrypt'], smtp: LEVELS.smtp };

/** Returns the value of a parameter. `derive` catches the `rejectedValue` that a caller throws. */
type ValueOf = (name: string) => string;

function isYes(value: ValueOf, name: string): boolean {
  const flag = value(name).toLowerCase();
  if (flag !== 'yes' && flag !== 'no' && flag !== '') {
    throw rejectedValue(SETTING_FAILURES.setting_not_yes_or_no({ setting: name, value: flag.slice(0, 200) }));
  }
  return flag === 'yes';
}

/**
 * Returns the TLS security level. If it is empty, two older parameters determine it: `_enforce_tls`
 * and `_use_tls`.
 */
function levelOf(value: ValueOf, prefix: 'smtpd' | 'smtp'): string {
  const level = value(`${prefix}_tls_security_level`).toLowerCase();
  if (level !== '' && !LEVELS[prefix].includes(level)) {
    const setting = `${prefix}_tls_security_level`;
    throw rejectedValue(
      SETTING_FAILURES.tls_level_unknown({ setting, value: level.slice(0, 200), levels: SUGGESTED_LEVELS[prefix] }),
    );
  }
  if (level !== '') return level;
  if (isYes(value, `${prefix}_enforce_tls`)) return 'encrypt';
  return isYes(value, `${prefix}_use_tls`) ? 'may' : 'none';
}

/**
 * Returns the TLS mode of an smtpd service. Wrapper mode enables TLS even if the level is `none`.
 * @see https://www.postfix.org/TLS_README.html#server_tls
 */
export function serverTlsOf(service: PostfixService, settings: PostfixSettings): ResolvedSettings<PostfixTls> {
  return settings.derive(service, (value) => {
    if (isYes(value, 'smtpd_tls_wrappermode')) return { mode: 'implicit', isRequired: true };
    const level = levelOf(value, 'smtpd');
    const hiddenKeywords = splitList(value('smtpd_discard_ehlo_keywords').toLowerCase());
    const mode = level === 'none' || hiddenKeywords.includes('starttls') ? 'none' : 'starttls';
    return { mode, isRequired: level !== 'none' && level !== 'may' };
  });
}

/**
 * Returns the TLS mode of an SMTP client service. A policy by destination can enable TLS even if
 * the level is `none`.
 * @see https://www.postfix.org/TLS_README.html#client_tls
 */
export function clientTlsOf(service: PostfixService, settings: PostfixSettings): ResolvedSettings<PostfixTls> {
  return settings.derive(service, (value) => {
    const level = levelOf(value, 'smtp');
    const isRequired = level !== 'none' && level !== 'may';
    if (isYes(value, 'smtp_tls_wrappermode')) return { mode: 'implicit', isRequired };
    const hasPolicy = value('smtp_tls_policy_maps') !== '' || value('smtp_tls_per_site') !== '';
    return { mode: level === 'none' && !hasPolicy ? 'none' : 'starttls', isRequired };
  });
}
