import { verdictAt } from '../certificate/chain-verdict.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import { isNoLongerSeen, LATEST_ANSWERS } from './latest-answers.ts';
import { mapEndpoints } from './map-endpoints.ts';
import type { Endpoint, ServedAnswer } from './served.ts';

/**
 * An address alternates if it gives several answers (certificates) in turn, as a load balancer in
 * front of several servers does. This is known if an earlier answer was given in at least this
 * number of separate periods, for example A in A, B, A, B. After a renewal that was undone (A, B,
 * A), the earlier answer B has only one period.
 */
const MIN_PERIODS = 2;

/** Returns the last known answer of an endpoint; undefined: it never answered. */
function answerOf({ conversation }: Endpoint): ServedAnswer | undefined {
  const last = currentOrLastKnown(conversation);
  if (last === undefined) return undefined;
  const { starttls, tls } = last.value;
  if (tls === undefined) return starttls;
  const { status } = verdictAt(tls.chain, last.at);
  return [tls.leaf.thumbprint, tls.protocol, status, ...(tls.anchors === undefined ? [] : [tls.anchors.contents])].join(
    ' ',
  );
}

/**
 * Returns the parts of an answer: thumbprint and protocol, state of the chain, and trust anchors.
 * An answer without TLS has only the first part.
 */
function partsOf(answer: ServedAnswer): { readonly served: string; readonly state: string; readonly anchors: string } {
  const [thumbprint = '', protocol = '', state = '', ...anchors] = answer.split(' ');
  return { served: `${thumbprint} ${protocol}`, state, anchors: anchors.join(' ') };
}

/**
 * Returns the earlier answer with the same certificate and protocol, and the same state of the
 * chain. If the chain was verified with other trust anchors, its state may differ, because that is
 * not a change of the server.
 */
function equalAnswer(answer: ServedAnswer, earlier: readonly ServedAnswer[]): ServedAnswer | undefined {
  const { served, state, anchors } = partsOf(answer);
  const withSameCertificate = earlier.filter((each) => partsOf(each).served === served);
  return (
    withSameCertificate.find((each) => partsOf(each).state === state) ??
    withSameCertificate.find((each) => partsOf(each).anchors !== anchors)
  );
}

/** Returns the number of periods of an answer: A, A, B, A contains two periods of A. */
function countPeriods(answer: ServedAnswer, recent: readonly ServedAnswer[]): number {
  return recent.filter((each, index) => each === answer && recent[index - 1] !== answer).length;
}

/**
 * Returns an alternate: an endpoint with an earlier answer. Empty if the answer is gone from the
 * latest answers.
 * @param missed the number of other answers since then
 */
function alternateOf(earlier: Endpoint, { conversation, unlisted }: Endpoint, missed: number): readonly Endpoint[] {
  const last = currentOrLastKnown(earlier.conversation);
  if (last === undefined || isNoLongerSeen(missed, last.at, currentOrLastKnown(conversation)?.at ?? last.at)) return [];
  const { address, keyType } = earlier;
  const answer = { kind: 'available', at: last.at, value: last.value, problems: [] } as const;
  return [{ address, keyType, conversation: answer, isAlternate: true, ...(unlisted && { unlisted }) }];
}

/**
 * Returns the latest answers of an address, with the current one.
 * @param equalEarlier the earlier answer that counts as equal to the current answer, although its
 *   text may differ; the text of the current answer replaces it. undefined: there is none
 */
function recentAnswers(
  current: Endpoint,
  previous: readonly ServedAnswer[],
  equalEarlier: ServedAnswer | undefined,
): readonly ServedAnswer[] {
  const currentAnswer = answerOf(current);
  if (currentAnswer === undefined) return previous;
  const renamed = previous.map((answer) => (answer === equalEarlier ? currentAnswer : answer));
  return current.conversation.kind === 'available' ? [...renamed, currentAnswer].slice(-LATEST_ANSWERS) : renamed;
}

/**
 * Returns the endpoint with the current answer of an address. If the address gives several answers
 * in turn, an alternate follows for each other answer: an endpoint with that answer, until it is
 * gone from the latest answers. There are at most 12 alternates. Outdated answers count, because a
 * restart of the daemon or a change of the trust anchors does not change the server.
 * @param known the endpoint and the alternates of the previous probe
 */
export function withAlternates(current: Endpoint, known: readonly Endpoint[]): readonly Endpoint[] {
  const previous = known.find(({ isAlternate }) => isAlternate === undefined);
  if (previous === undefined) return [current];
  const alternates = known.filter((each) => each !== previous);
  const currentAnswer = answerOf(current);
  // Without `recent`, all answers were the same.
  const previousAnswers = previous.recent ?? [answerOf(previous)].filter((each) => each !== undefined);
  const earlierAnswers = [...known.flatMap((each) => answerOf(each) ?? []), ...previousAnswers];
  const equalEarlier = currentAnswer === undefined ? undefined : equalAnswer(currentAnswer, earlierAnswers);
  const recent = recentAnswers(current, previousAnswers, equalEarlier);
  // The latest endpoint with each answer that differs from the current one.
  const byAnswer = new Map(
    [...alternates, previous].flatMap((each) => {
      const answer = answerOf(each);
      return answer === undefined || answer === equalEarlier ? [] : [[answer, each] as const];
    }),
  );
  const isAlternating =
    alternates.length > 0 || [...byAnswer.keys()].some((answer) => countPeriods(answer, recent) >= MIN_PERIODS);
  const alternateEndpoints = (isAlternating ? [...byAnswer] : []).flatMap(([answer, each]) =>
    alternateOf(each, current, recent.length - 1 - recent.lastIndexOf(answer)),
  );
  if (alternateEndpoints.length === 0 && recent.every((each) => each === recent[0])) return [current];
  return [{ ...current, recent }, ...alternateEndpoints.slice(-LATEST_ANSWERS)];
}

/** Returns whether a probe result contains earlier answers of its addresses. */
export function hasEarlierAnswers(result: ScanResult<readonly Endpoint[]>): boolean {
  return (
    currentOrLastKnown(result)?.value.some(({ recent, isAlternate }) => recent !== undefined || isAlternate) === true
  );
}

/**
 * Returns a probe result without the earlier answers of its addresses, because what the server
 * serves was changed.
 */
export function endAlternation(result: ScanResult<readonly Endpoint[]>): ScanResult<readonly Endpoint[]> {
  return mapEndpoints(result, (endpoints) =>
    endpoints.flatMap(({ recent: _, ...endpoint }) => (endpoint.isAlternate ? [] : [endpoint])),
  );
}
