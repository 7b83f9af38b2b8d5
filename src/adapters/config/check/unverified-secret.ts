import { isLoopback } from '../../../formats/network/is-loopback.ts';
import type { Keys } from '../schema/keys.ts';

/** A key of a notifier whose secret is sent to a server that is not verified. */
export interface UnverifiedSecret {
  readonly key: 'passwordFile' | 'tokenFile';
  /** The rule that the item breaks, for example `passwordFile requires https://`. */
  readonly rule: string;
  /** The reason for the rule. */
  readonly reason: string;
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
    const reason = `with starttls: ${String(item['starttls'])} the server is not verified and can be any server`;
    return { key, rule: `${key} requires starttls: required`, reason };
  }
  const { url, proxy } = item;
  if (typeof url !== 'string' || !URL.canParse(url) || new URL(url).protocol !== 'http:') return undefined;
  if (!isRemote(url) && (proxy === undefined || !isRemote(proxy))) return undefined;
  return { key, rule: `${key} requires https://`, reason: 'http:// is not encrypted and the server is not verified' };
}

function isRemote(url: unknown): boolean {
  return typeof url === 'string' && URL.canParse(url) && !isLoopback(new URL(url).hostname);
}
