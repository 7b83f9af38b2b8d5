import { verdictAt } from '../certificate/chain-verdict.ts';
import { lastKnown } from '../scan-result.ts';
import { isNoLongerSeen, LATEST_ANSWERS } from './latest-answers.ts';
import type { Endpoint, ServedAnswer } from './served.ts';

/**
 * An address alternates if its latest answers contain at least this number of periods of an answer
 * that it no longer gives. A renewal that is undone has one.
 */
const MIN_PERIODS = 2;

/** Returns the served certificate and whether its chain is trusted; undefined: no certificate. */
function answerOf({ conversation }: Endpoint): ServedAnswer | undefined {
  const last = lastKnown(conversation);
  const tls = last?.value.tls;
  return last && tls && `${tls.leaf.thumbprint} ${verdictAt(tls.chain, last.at).status}`;
}

/** Returns how many periods of an answer there are: it starts, or returns after another one. */
function periodsOf(answer: ServedAnswer, recent: readonly ServedAnswer[]): number {
  return recent.filter((each, index) => each === answer && recent[index - 1] !== answer).length;
}

/**
 * Returns an earlier answer as one of another endpoint, or nothing if it is missing from all latest
 * answers.
 */
function alternateOf(earlier: Endpoint, { conversation, unlisted }: Endpoint, missed: number): readonly Endpoint[] {
  const last = lastKnown(earlier.conversation);
  if (last === undefined || isNoLongerSeen(missed, last.at, lastKnown(conversation)?.at ?? last.at)) return [];
  const { address, keyType } = earlier;
  const seen = { kind: 'seen', at: last.at, value: last.value, problems: [] } as const;
  return [{ address, keyType, conversation: seen, isAlternate: true, ...(unlisted && { unlisted }) }];
}

/**
 * Returns the endpoint with the certificates and chains that its address serves in turn with the
 * current ones, as a load balancer in front of several servers does. They are endpoints of their
 * own until they are gone from the latest answers; 12 at most. A change that outdates the earlier
 * answers ends this.
 * @param known the earlier endpoints of the same address and key type
 */
export function withAlternates(current: Endpoint, known: readonly Endpoint[]): readonly Endpoint[] {
  const earlier = known.find(({ isAlternate }) => isAlternate === undefined);
  if (earlier === undefined || earlier.outdatedAt !== undefined) return [current];
  const alternates = known.filter((each) => each !== earlier);
  const answer = current.conversation.kind === 'seen' ? answerOf(current) : undefined;
  const before = answerOf(earlier);
  const answers = earlier.recent ?? (before === undefined ? [] : [before]);
  const recent = answer === undefined ? answers : [...answers, answer].slice(-LATEST_ANSWERS);
  const others = new Map(
    [...alternates, earlier].flatMap((each) => {
      const own = answerOf(each);
      return own === undefined || own === answerOf(current) ? [] : [[own, each] as const];
    }),
  );
  const isAlternating =
    alternates.length > 0 || [...others.keys()].some((own) => periodsOf(own, recent) >= MIN_PERIODS);
  const kept = (isAlternating ? [...others] : []).flatMap(([own, each]) =>
    alternateOf(each, current, recent.length - 1 - recent.lastIndexOf(own)),
  );
  if (kept.length === 0 && recent.every((each) => each === recent[0])) return [current];
  return [{ ...current, recent }, ...kept.slice(-LATEST_ANSWERS)];
}
