import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/** The answers, as they were last known, to whether there is TLS: none, one, or both. */
function answersOf(look: ScanResult<readonly Endpoint[]>): ReadonlySet<boolean> {
  const conversations = (lastKnown(look)?.value ?? []).map(({ conversation }) => lastKnown(conversation)?.value);
  return new Set(conversations.flatMap((served) => (served === undefined ? [] : [served.tls !== undefined])));
}

/**
 * Whether conversations of one look disagree about whether a server offers TLS, and agreed in the look before: it may have been
 * amid a reload, and both answers are of two moments. Whether it offers it at one place and not at another the next look tells.
 * @param before undefined: it was never looked at
 */
export function isMidReload(
  before: ScanResult<readonly Endpoint[]> | undefined,
  after: ScanResult<readonly Endpoint[]> | undefined,
): boolean {
  if (before === undefined || after === undefined) return false;
  return answersOf(after).size === 2 && answersOf(before).size === 1;
}
