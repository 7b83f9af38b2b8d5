import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { isLoopback } from '../../../formats/network/is-loopback.ts';
import type { Keys } from '../schema/keys.ts';

/** A key of a notifier whose secret is sent to a server that is not verified. */
export interface UnverifiedSecret {
  readonly key: 'passwordFile' | 'tokenFile';
  /** The error, with its fix. */
  readonly failure: Failure;
}

/**
 * Returns the key of an item of `notifiers`, as written, whose secret is sent to a remote server
 * that is not verified; undefined if there is none. Also undefined for an invalid URL, which is
 * another error.
 */
export function unverifiedSecret(item: Keys): UnverifiedSecret | undefined {
  const key = (['passwordFile', 'tokenFile'] as const).find((name) => Object.hasOwn(item, name));
  if (key === undefined) return undefined;
  if (item['type'] === 'mail') {
    const isVerified = (item['starttls'] ?? 'required') === 'required';
    if (isVerified || !isRemote(item['server'])) return undefined;
    return {
      key,
      failure: CONFIGURATION_FAILURES.login_requires_starttls({ key, starttls: String(item['starttls']) }),
    };
  }
  const { url, proxy } = item;
  if (typeof url !== 'string' || !URL.canParse(url) || new URL(url).protocol !== 'http:') return undefined;
  if (!isRemote(url) && (proxy === undefined || !isRemote(proxy))) return undefined;
  return { key, failure: CONFIGURATION_FAILURES.login_requires_https({ key }) };
}

function isRemote(url: unknown): boolean {
  return typeof url === 'string' && URL.canParse(url) && !isLoopback(new URL(url).hostname);
}
