import { formatDuration } from '../../../domain/event/format-duration.ts';
import { reasonInParentheses } from '../../../domain/event/reason-text.ts';
import { isProbed } from '../../../domain/observation/coverage.ts';
import { type AddressState, addressStates, allAddressStates } from '../../../domain/served/served-state.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { SERVED_WORDS, type ServedWords } from './served-words.ts';
import { shortThumbprint } from './short-thumbprint.ts';
import { localTime } from './written-times.ts';

function seenText({ kind, leaf }: NonNullable<AddressState['seen']>, words: ServedWords): string {
  if (leaf === undefined) return kind === 'refused' ? words.refused : words.notOffered;
  const thumbprint = shortThumbprint(leaf);
  if (kind === 'same') return words.same;
  if (kind === 'older') return words.older(thumbprint);
  return kind === 'other' ? words.other(thumbprint) : thumbprint;
}

function stateText({ seen, failure }: AddressState, at: Instant, { locale }: Rendering): string {
  const words = SERVED_WORDS[locale];
  const last = seen && seenText(seen, words);
  if (failure === undefined) return last ?? words.notProbed;
  const unknown = words.unknown(
    formatDuration(at - failure.since, locale),
    reasonInParentheses(failure.reason, locale),
  );
  return last === undefined ? unknown : `${unknown}${words.last(last)}`;
}

/**
 * Returns what the server of a connector serves, compared with the files; `-` if it is not probed.
 * If addresses differ, each result is followed by its addresses.
 */
export function servedText(explanation: Explanation, rendering: Rendering): string {
  const words = SERVED_WORDS[rendering.locale];
  if (!isProbed(explanation.connector)) return '-';
  const places = new Map<string, Set<string>>();
  for (const state of addressStates(explanation)) {
    const text = stateText(state, explanation.at, rendering);
    places.set(text, (places.get(text) ?? new Set()).add(state.address));
  }
  const [first, ...others] = places.keys();
  if (first === undefined) return words.notProbed;
  if (others.length === 0) return first;
  return [...places]
    .map(([text, at]) => words.at(text, at.size === 1 ? [...at].join() : words.addresses(at.size)))
    .join('; ');
}

/**
 * Returns for each address that DNS no longer returns what it serves, and since when DNS does not
 * return it.
 */
export function unlistedTexts(explanation: Explanation, rendering: Rendering): readonly (readonly [string, string])[] {
  const words = SERVED_WORDS[rendering.locale];
  return allAddressStates(explanation).flatMap((state) => {
    const { address, unlistedSince } = state;
    if (unlistedSince === undefined) return [];
    const since = words.notInDns(localTime(unlistedSince, rendering.offsetMinutes));
    return [[words.at(stateText(state, explanation.at, rendering), address), since] as const];
  });
}

/** Returns the expiry of every certificate that the server served in the latest probes. */
export function servedEnds(explanation: Explanation): readonly Instant[] {
  return addressStates(explanation).flatMap(({ seen }) => seen?.leaf?.notAfter ?? []);
}
