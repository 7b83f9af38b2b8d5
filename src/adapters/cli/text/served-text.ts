import { isProbed } from '../../../domain/connector/is-probed.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { reasonInParentheses } from '../../../domain/failure/reason-text.ts';
import { type AddressState, addressStates, allAddressStates } from '../../../domain/served/served-state.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { SERVED_PHRASES, type ServedTexts } from './served-phrases.ts';
import { shortThumbprint } from './short-thumbprint.ts';
import { localTime } from './written-times.ts';

/**
 * Returns what the server of a connector serves, compared with the certificate on disk; `-` if the
 * connector is not probed. If the results of addresses differ, each result has its addresses.
 */
export function servedText(explanation: Explanation, rendering: Rendering): string {
  const words = inLanguage(SERVED_PHRASES, rendering.locale);
  if (!isProbed(explanation.connector)) return '-';
  const addressesByText = new Map<string, Set<string>>();
  for (const state of addressStates(explanation)) {
    const text = addressText(state, explanation.at, rendering);
    addressesByText.set(text, (addressesByText.get(text) ?? new Set()).add(state.address));
  }
  const [first, ...others] = addressesByText.keys();
  if (first === undefined) return words.notProbed;
  if (others.length === 0) return first;
  return [...addressesByText]
    .map(([text, addresses]) => {
      const where = addresses.size === 1 ? [...addresses].join() : words.addressCount(addresses.size);
      return words.atAddresses(text, where);
    })
    .join('; ');
}

/** Returns the result of one address; if its last probe failed, since when, and the last result. */
function addressText({ lastResult, failure }: AddressState, at: Instant, { locale }: Rendering): string {
  const words = inLanguage(SERVED_PHRASES, locale);
  const lastKnown = lastResult && servedCertificateText(lastResult, words);
  if (failure === undefined) return lastKnown ?? words.notProbed;
  const unknown = words.unknownFor(
    formatDuration(at - failure.since, locale),
    reasonInParentheses(failure.reason, locale),
  );
  return lastKnown === undefined ? unknown : `${unknown}${words.lastKnown(lastKnown)}`;
}

/** Returns a probe result, compared with the certificate on disk. */
function servedCertificateText({ kind, leaf }: NonNullable<AddressState['lastResult']>, words: ServedTexts): string {
  if (leaf === undefined) return kind === 'refused' ? words.refused : words.notOffered;
  const thumbprint = shortThumbprint(leaf);
  if (kind === 'same') return words.servedAsOnDisk;
  if (kind === 'older') return words.servesPrevious(thumbprint);
  return kind === 'other' ? words.servesDifferent(thumbprint) : thumbprint;
}

/**
 * Returns two texts for each address that DNS no longer returns: what it served last, and since
 * when DNS does not return it.
 */
export function unlistedAddressTexts(
  explanation: Explanation,
  rendering: Rendering,
): readonly (readonly [served: string, since: string])[] {
  const words = inLanguage(SERVED_PHRASES, rendering.locale);
  return allAddressStates(explanation).flatMap((state) => {
    const { address, unlistedSince } = state;
    if (unlistedSince === undefined) return [];
    const since = words.notInDns(localTime(unlistedSince, rendering.offsetMinutes));
    return [[words.atAddresses(addressText(state, explanation.at, rendering), address), since] as const];
  });
}

/** Returns the expiry of every certificate that the server served in the latest probes. */
export function servedExpiries(explanation: Explanation): readonly Instant[] {
  return addressStates(explanation).flatMap(({ lastResult }) => lastResult?.leaf?.notAfter ?? []);
}
