import { verdictAt } from '../certificate/chain-verdict.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import { isNoLongerSeen, LATEST_ANSWERS } from './latest-answers.ts';
import { mapEndpoints } from './map-endpoints.ts';
import type { Endpoint, ServedAnswer } from './served.ts';

// The words of this file:
// - answer: what identifies the certificate and chain that an address served
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

/** Returns the last known answer of an endpoint. undefined: it never answered. */
function answerOf({ conversation }: Endpoint): ServedAnswer | undefined {
  const last = currentOrLastKnown(conversation);
  if (last === undefined) return undefined;
  const { starttls, tls } = last.value;
  if (tls === undefined) return { starttls };
  const { status } = verdictAt(tls.chain, last.at);
  const { leaf, protocol, anchors } = tls;
  return { thumbprint: leaf.thumbprint, protocol, status, ...(anchors && { anchors: anchors.contents }) };
}

function hasSameCertificate(one: ServedAnswer, other: ServedAnswer): boolean {
  return one.starttls === other.starttls && one.thumbprint === other.thumbprint && one.protocol === other.protocol;
}

function isSame(one: ServedAnswer, other: ServedAnswer | undefined): boolean {
  return (
    other !== undefined &&
    hasSameCertificate(one, other) &&
    one.status === other.status &&
    one.anchors === other.anchors
  );
}

/**
 * Returns the earlier answer with the same certificate and protocol, and the same state of the
 * chain. If the chain was verified with other trust anchors, its state may differ, because that is
 * not a change of the server.
 */
function equalAnswer(answer: ServedAnswer, earlier: readonly ServedAnswer[]): ServedAnswer | undefined {
  const withSameCertificate = earlier.filter((each) => hasSameCertificate(each, answer));
  return (
    withSameCertificate.find((each) => each.status === answer.status) ??
    withSameCertificate.find((each) => each.anchors !== answer.anchors)
  );
}

/** Returns the number of periods of an answer: A, A, B, A contains two periods of A. */
function countPeriods(answer: ServedAnswer, recent: readonly ServedAnswer[]): number {
  return recent.filter((each, index) => isSame(each, answer) && !isSame(answer, recent[index - 1])).length;
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
 *   trust anchors may differ; the current answer replaces it. undefined: there is none
 */
function latestAnswers(
  current: Endpoint,
  previous: readonly ServedAnswer[],
  equalEarlier: ServedAnswer | undefined,
): readonly ServedAnswer[] {
  const currentAnswer = answerOf(current);
  if (currentAnswer === undefined) return previous;
  const replaced = previous.map((answer) => (isSame(answer, equalEarlier) ? currentAnswer : answer));
  return current.conversation.kind === 'available' ? [...replaced, currentAnswer].slice(-LATEST_ANSWERS) : replaced;
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
  // Without `recentAnswers`, all answers were the same.
  const previousAnswers =
    previousEndpoint.recentAnswers ?? [answerOf(previousEndpoint)].filter((each) => each !== undefined);
  const earlierAnswers = [...previousEndpoints.flatMap((each) => answerOf(each) ?? []), ...previousAnswers];
  const equalEarlier = currentAnswer === undefined ? undefined : equalAnswer(currentAnswer, earlierAnswers);
  const recent = latestAnswers(current, previousAnswers, equalEarlier);
  const byAnswer = latestByAnswer([...alternates, previousEndpoint]).filter(
    ({ answer }) => !isSame(answer, equalEarlier),
  );
  const isAlternating =
    alternates.length > 0 || byAnswer.some(({ answer }) => countPeriods(answer, recent) >= MIN_PERIODS);
  const alternateEndpoints = (isAlternating ? byAnswer : []).flatMap(({ answer, each }) => {
    const lastIndex = recent.findLastIndex((other) => isSame(other, answer));
    return alternateOf(each, current, recent.length - 1 - lastIndex) ?? [];
  });
  const [first] = recent;
  if (alternateEndpoints.length === 0 && recent.every((each) => isSame(each, first))) return [current];
  return [{ ...current, recentAnswers: recent }, ...alternateEndpoints.slice(-LATEST_ANSWERS)];
}

/** Returns the latest endpoint with each answer, in the order of their first endpoints. */
function latestByAnswer(
  endpoints: readonly Endpoint[],
): readonly { readonly answer: ServedAnswer; readonly each: Endpoint }[] {
  const latest: { readonly answer: ServedAnswer; each: Endpoint }[] = [];
  for (const each of endpoints) {
    const answer = answerOf(each);
    if (answer === undefined) continue;
    const known = latest.find((other) => isSame(other.answer, answer));
    if (known === undefined) latest.push({ answer, each });
    else known.each = each;
  }
  return latest;
}

/** Returns whether a probe result contains earlier answers of its addresses. */
export function hasEarlierAnswers(result: ScanResult<readonly Endpoint[]>): boolean {
  return (
    currentOrLastKnown(result)?.value.some(
      ({ recentAnswers, isAlternate }) => recentAnswers !== undefined || isAlternate,
    ) === true
  );
}

/**
 * Returns a probe result without the earlier answers of its addresses, because what the server
 * serves was changed.
 */
export function endAlternation(result: ScanResult<readonly Endpoint[]>): ScanResult<readonly Endpoint[]> {
  return mapEndpoints(result, (endpoints) =>
    endpoints.flatMap(({ recentAnswers: _, ...endpoint }) => (endpoint.isAlternate ? [] : [endpoint])),
  );
}
