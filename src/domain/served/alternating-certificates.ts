import { verdictAt } from '../certificate/chain-verdict.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import { isNoLongerSeen, LATEST_ANSWERS } from './latest-answers.ts';
import { mapEndpoints } from './map-endpoints.ts';
import type { Endpoint, ServedAnswer } from './served.ts';

// The words of this file:
// - answer: a text that identifies what an address served
// - recent answers: the latest answers of an address, oldest first, at most `LATEST_ANSWERS`
// - alternate: an endpoint with an earlier answer, kept so that its certificate is still evaluated
//
// An address alternates if it gives several answers in turn, as a load balancer in front of several
// servers does.

/**
 * An address alternates if it gave an earlier answer in at least this number of separate periods,
 * for example A in A, B, A, B. After a renewal that was undone (A, B, A), the earlier answer B has
 * only one period.
 */
const MIN_PERIODS = 2;

/**
 * Returns the last known answer of an endpoint, in the form that `partsOf` reads: thumbprint,
 * protocol, state of the chain, and trust anchors; without TLS, only the STARTTLS state. undefined: it
 * never answered.
 */
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
 * Returns an alternate: an endpoint with an earlier answer. undefined if the answer has been missing
 * for long enough (`isNoLongerSeen`).
 * @param missed the number of other answers since then
 */
function alternateOf(
  earlier: Endpoint,
  { conversation: current, unlisted }: Endpoint,
  missed: number,
): Endpoint | undefined {
  const last = currentOrLastKnown(earlier.conversation);
  if (last === undefined || isNoLongerSeen(missed, last.at, currentOrLastKnown(current)?.at ?? last.at))
    return undefined;
  const { address, keyType } = earlier;
  const conversation = { kind: 'available', at: last.at, value: last.value, problems: [] } as const;
  return { address, keyType, conversation, isAlternate: true, ...(unlisted && { unlisted }) };
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
  const withCurrentText = previous.map((answer) => (answer === equalEarlier ? currentAnswer : answer));
  return current.conversation.kind === 'available'
    ? [...withCurrentText, currentAnswer].slice(-LATEST_ANSWERS)
    : withCurrentText;
}

/**
 * Returns the endpoint with the current answer of an address. If the address gives several answers
 * in turn, an alternate follows for each other answer: an endpoint with that answer, until it is
 * gone from the latest answers. There are at most `LATEST_ANSWERS` alternates. Outdated answers
 * count, because a restart of the daemon or a change of the trust anchors does not change the server.
 * @param previousEndpoints the endpoint and the alternates of the previous probe
 */
export function withAlternates(current: Endpoint, previousEndpoints: readonly Endpoint[]): readonly Endpoint[] {
  const previousEndpoint = previousEndpoints.find(({ isAlternate }) => isAlternate === undefined);
  if (previousEndpoint === undefined) return [current];
  const alternates = previousEndpoints.filter((each) => each !== previousEndpoint);
  const currentAnswer = answerOf(current);
  // Without `recent`, all answers were the same.
  const previousAnswers = previousEndpoint.recent ?? [answerOf(previousEndpoint)].filter((each) => each !== undefined);
  const earlierAnswers = [...previousEndpoints.flatMap((each) => answerOf(each) ?? []), ...previousAnswers];
  const equalEarlier = currentAnswer === undefined ? undefined : equalAnswer(currentAnswer, earlierAnswers);
  const recent = recentAnswers(current, previousAnswers, equalEarlier);
  // The latest endpoint with each answer that differs from the current one.
  const byAnswer = new Map(
    [...alternates, previousEndpoint].flatMap((each) => {
      const answer = answerOf(each);
      return answer === undefined || answer === equalEarlier ? [] : [[answer, each] as const];
    }),
  );
  const isAlternating =
    alternates.length > 0 || [...byAnswer.keys()].some((answer) => countPeriods(answer, recent) >= MIN_PERIODS);
  const alternateEndpoints = (isAlternating ? [...byAnswer] : []).flatMap(
    ([answer, each]) => alternateOf(each, current, recent.length - 1 - recent.lastIndexOf(answer)) ?? [],
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
