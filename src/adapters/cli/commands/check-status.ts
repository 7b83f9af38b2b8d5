import { storeLabel } from '../../../domain/connector/certificate-file.ts';
import { storeUnreadable } from '../../../domain/event/catalog/store-unreadable.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import type { Facts } from '../../../domain/event/facts.ts';
import { duration } from '../../../domain/event/wording.ts';
import { isServedShown, measuredCertificate } from '../../../domain/served/measured-certificate.ts';
import { addressStates } from '../../../domain/served/served-state.ts';
import type { Explanation, Status, StatusIssue } from '../../../domain/status/status.ts';
import { messageLines } from '../../../formats/event/message.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosAnswer, PerformanceValue } from '../../../formats/metrics/nagios.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Scan } from '../../../work/operations.ts';
import { type CheckLimits, measureLeft } from '../arguments/check-limits.ts';
import { requiredName } from '../json/connector-fields.ts';
import { conditionText } from '../text/condition-text.ts';
import { probeError } from '../text/probe-error.ts';
import { SERVED_WORDS } from '../text/served-words.ts';
import { statusIssues } from '../text/status-issues.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';

/** Something that is wrong, in its words. */
interface Wrong {
  readonly eventId: number;
  readonly level: EventLevel;
  readonly sentence: string;
  readonly facts: Pick<Facts, 'connector' | 'connectors'>;
  readonly isSilenced?: boolean;
}

/** Whether something that is wrong and at least as bad is about a connector: then it is counted already. */
function isReported(connector: string, level: EventLevel, wrong: readonly Wrong[]): boolean {
  return wrong.some(
    ({ level: known, facts }) =>
      (known === 'Error' || known === level) &&
      (facts.connector === connector || facts.connectors?.includes(connector) === true),
  );
}

/** Returns the level of what is left of a certificate. An expired one is past every limit. */
function levelPast(left: number, { warning, critical }: CheckLimits): 'Error' | 'Warning' | undefined {
  if (critical !== undefined && left <= critical) return 'Error';
  return warning !== undefined && left <= warning ? 'Warning' : undefined;
}

/** Presented certificates that are past a limit of the command line, where nothing else tells of the connector. */
function pastLimits(
  connectors: readonly Explanation[],
  wrong: readonly Wrong[],
  limits: CheckLimits,
  { locale }: Rendering,
): readonly Wrong[] {
  return connectors.flatMap((explanation): readonly Wrong[] => {
    const { connector, selection, at } = explanation;
    const notAfter = measuredCertificate(explanation)?.notAfter;
    if (notAfter === undefined) return [];
    const level = levelPast(notAfter - at, limits);
    if (level === undefined || isReported(connector.name, level, wrong)) return [];
    const served = isServedShown(connector, selection) ? servedName(connector) : requiredName(selection);
    const name = served ?? connector.name;
    const { expiredAgo, expiresIn } = wordsOf(locale).check;
    const sentence =
      at > notAfter
        ? expiredAgo(name, duration(at - notAfter, locale), connector.name)
        : expiresIn(name, duration(notAfter - at, locale), connector.name);
    return [{ eventId: 0, level, sentence, facts: { connector: connector.name } }];
  });
}

function measure(connectors: readonly Explanation[], limits: CheckLimits): readonly PerformanceValue[] {
  return connectors.flatMap((explanation) => {
    const measured = measuredCertificate(explanation);
    return measured === undefined ? [] : [measureLeft(explanation.connector.name, measured, explanation.at, limits)];
  });
}

/** The name by which a server is known that is only probed. */
function servedName({ probe }: Explanation['connector']): string | undefined {
  return probe?.serverName ?? probe?.host;
}

/**
 * That limits of the command line cannot be held against connectors whose certificates are closed to whoever asks: what the daemon
 * makes of them is known, how much is left of them is not.
 */
function unjudged(
  connectors: readonly Explanation[],
  { warning, critical }: CheckLimits,
  { locale }: Rendering,
): readonly string[] {
  if (warning === undefined && critical === undefined) return [];
  const unknown = connectors.flatMap(({ connector, selection }) =>
    selection.kind === 'unknown' && !isServedShown(connector, selection) ? [connector.name] : [],
  );
  const [name] = unknown;
  return name === undefined ? [] : [wordsOf(locale).check.limitsUnknown(visible(name), unknown.length - 1)];
}

/** The one to be named: what nobody has silenced before what somebody has. */
function first(wrong: readonly Wrong[]): Wrong | undefined {
  return wrong.find(({ isSilenced }) => isSilenced !== true) ?? wrong[0];
}

/** An Error before blindness, blindness before a Warning: what is known to be broken is not hidden by what cannot be seen. */
function answer(
  wrong: readonly Wrong[],
  blind: readonly string[],
  connectors: readonly Explanation[],
  limits: CheckLimits,
  rendering: Rendering,
): NagiosAnswer {
  const words = wordsOf(rendering.locale);
  const seen = [
    // That a store cannot be read is blindness, not a fault of a certificate.
    ...wrong.filter(({ eventId }) => eventId !== storeUnreadable.eventId),
    ...pastLimits(connectors, wrong, limits, rendering),
  ];
  const measurements = measure(connectors, limits);
  const errors = seen.filter(({ level }) => level === 'Error');
  const warnings = seen.filter(({ level }) => level === 'Warning');
  const silenced = [...errors, ...warnings].filter(({ isSilenced }) => isSilenced).length;
  const counts = { errors: errors.length, warnings: warnings.length, informations: 0, silenced };
  const error = first(errors);
  if (error !== undefined) {
    return { state: 'CRITICAL', text: words.check.openHere(counts, error.sentence), measurements };
  }
  if (blind.length > 0) return { state: 'UNKNOWN', text: words.status.join(blind), measurements };
  const warning = first(warnings);
  if (warning !== undefined) {
    return { state: 'WARNING', text: words.check.openHere(counts, warning.sentence), measurements };
  }
  return { state: 'OK', text: words.check.allPresent(connectors.length), measurements };
}

/** Whether what is known does not get to where it should. */
function isUntold({ kind }: StatusIssue): boolean {
  return kind === 'untold' || kind === 'unwritten';
}

/** Returns whether a doubt says only that this account may not read a store. */
function isOwnLimit(doubt: StatusIssue, stores: Status['stores']): boolean {
  return (
    doubt.kind === 'unreadable' &&
    doubt.since === undefined &&
    stores.some(
      (state) =>
        state.kind === 'unreadable' && state.store.name === doubt.store && state.problem.reason === 'permission_denied',
    )
  );
}

/** That alerts do not reach a notifier, or records a log output, is a Warning by itself, and is said whatever else there is. */
function withUntold(found: NagiosAnswer, untold: readonly string[]): NagiosAnswer {
  if (untold.length === 0) return found;
  return found.state === 'OK'
    ? { ...found, state: 'WARNING', text: untold.join('; ') }
    : { ...found, text: [found.text.replace(/[.。]$/u, ''), ...untold].join('; ') };
}

/**
 * Answers from what the daemon left. A silence is about mailcertd's own notifiers: it is counted in the text, and changes no
 * exit code, which Nagios would take for a recovery; it has acknowledgements of its own.
 */
export function checkStatus(status: Status, limits: CheckLimits, rendering: Rendering): NagiosAnswer {
  const wrong = status.open.map((condition) => ({
    ...condition,
    sentence: conditionText(condition, rendering, status.now).sentence,
    isSilenced: status.silenced.has(condition.conditionId),
  }));
  const blind = [
    ...statusIssues(
      status.doubts.filter((doubt) => !isUntold(doubt) && !isOwnLimit(doubt, status.stores)),
      rendering,
      status.now,
    ),
    ...unjudged(status.connectors, limits, rendering),
  ];
  const untold = statusIssues(status.doubts.filter(isUntold), rendering, status.now);
  return withObserved(
    withUntold(answer(wrong, blind, status.connectors, limits, rendering), untold),
    status,
    rendering,
  );
}

/**
 * Adds the time of the daemon's scan to the answer, if files that this account may not read come
 * from it.
 */
function withObserved(found: NagiosAnswer, { observedAt }: Status, { locale, offsetMinutes }: Rendering): NagiosAnswer {
  if (observedAt === undefined) return found;
  const seen = wordsOf(locale).status.observed(localTime(observedAt, offsetMinutes));
  return { ...found, text: [found.text.replace(/[.。]$/u, ''), seen].join('; ') };
}

/** That a connector could not be looked at, and why. */
function unseenText(explanation: Explanation, { locale }: Rendering): readonly string[] {
  const blind = addressStates(explanation).find((state) => state.blind !== undefined)?.blind;
  if (blind === undefined) return [];
  return [SERVED_WORDS[locale].cannotProbe(explanation.connector.name, probeError(blind, locale))];
}

/** Answers from a look of its own, where no daemon ever ran; and says so. */
export function checkScan(scan: Scan, limits: CheckLimits, rendering: Rendering): NagiosAnswer {
  const { check } = wordsOf(rendering.locale);
  const wrong = scan.findings.map((finding) => ({ ...finding, sentence: messageLines(finding, rendering)[0] }));
  const blind = scan.stores.flatMap((state) =>
    state.kind === 'unreadable'
      ? [check.cannotRead(storeLabel(state.store.name), state.problem.reason, state.problem.detail)]
      : [],
  );
  const unseen = scan.connectors.flatMap((explanation) => unseenText(explanation, rendering));
  const found = answer(wrong, [...blind, ...unseen], scan.connectors, limits, rendering);
  const unmade = scan.stores.flatMap((state) =>
    state.kind === 'read' && state.isUnmade ? [check.isUnmade(state.store.name)] : [],
  );
  return { ...found, text: `${found.text} (${[check.lookedItself, ...unmade].join('')})` };
}
