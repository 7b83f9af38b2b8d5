import { lastKnown } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/** Number of answers of an address that are compared. */
const MAX_RECENT = 12;
/**
 * An address alternates if so many periods of a certificate that it no longer serves are among
 * these answers. A renewal that is undone has one.
 */
const MIN_PERIODS = 2;

function thumbprintOf({ conversation }: Endpoint): string | undefined {
  return lastKnown(conversation)?.value.tls?.leaf.thumbprint;
}

/** Returns how often a certificate was served again after another one. */
function periodsOf(thumbprint: string, recent: readonly string[]): number {
  return recent.filter((each, index) => each === thumbprint && recent[index - 1] !== thumbprint).length;
}

/** Returns an earlier answer as one of another endpoint. */
function alternateOf(earlier: Endpoint, { unlistedSince }: Endpoint): readonly Endpoint[] {
  const { address, keyType, conversation } = earlier;
  const last = lastKnown(conversation);
  if (last === undefined) return [];
  const listing = unlistedSince === undefined ? {} : { unlistedSince };
  const seen = { kind: 'seen', at: last.at, value: last.value, problems: [] } as const;
  return [{ address, keyType, conversation: seen, isAlternate: true, ...listing }];
}

/**
 * Returns the endpoint with the certificates that its address serves in turn with the current one,
 * as a load balancer in front of several servers does. They are endpoints of their own until they
 * are missing from the latest 12 answers. A change that outdates the earlier answers ends this.
 * @param known the earlier endpoints of the same address and key type
 */
export function withAlternates(current: Endpoint, known: readonly Endpoint[]): readonly Endpoint[] {
  const earlier = known.find(({ isAlternate }) => isAlternate === undefined);
  if (earlier === undefined || earlier.outdatedAt !== undefined) return [current];
  const alternates = known.filter((each) => each !== earlier);
  const thumbprint = current.conversation.kind === 'seen' ? thumbprintOf(current) : undefined;
  const before = thumbprintOf(earlier);
  const answers = earlier.recent ?? (before === undefined ? [] : [before]);
  const recent = thumbprint === undefined ? answers : [...answers, thumbprint].slice(-MAX_RECENT);
  if (recent.every((each) => each === recent[0])) return [current];
  const others = new Map(
    [...alternates, earlier].flatMap((each) => {
      const own = thumbprintOf(each);
      return own === undefined || own === thumbprintOf(current) ? [] : [[own, each] as const];
    }),
  );
  const isAlternating =
    alternates.length > 0 || [...others.keys()].some((own) => periodsOf(own, recent) >= MIN_PERIODS);
  const kept = isAlternating ? [...others].filter(([own]) => recent.includes(own)) : [];
  return [{ ...current, recent }, ...kept.flatMap(([, each]) => alternateOf(each, current))];
}
