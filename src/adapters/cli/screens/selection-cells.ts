import type { Profile } from '../../../domain/assessment/settings.ts';
import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { isExpired } from '../../../domain/certificate/lifetime.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import { isProbed } from '../../../domain/connector/is-probed.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { NOT_ISSUED } from '../../../domain/remedy/remedy.ts';
import { unsuitableServedCertificate } from '../../../domain/selection/client-rejection.ts';
import type { Selection } from '../../../domain/selection/selection.ts';
import { measuredCertificate, showsServedCertificate } from '../../../domain/served/measured-certificate.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { SERVED_WORDS } from '../text/served-words.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import type { NoSelectionReason, Words } from '../text/words.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';

/** The cells about the certificate of a connector. */
export interface SelectionCells {
  /** The certificate, or why there is none. */
  readonly selected: string;
  readonly until: string;
  readonly timeLeft: string;
}

/** Returns the cells of one connector: for its selected certificate, or else the served one. */
export function selectionCells(
  explanation: Explanation,
  { rendering, profile }: Pick<ScreenContext, 'rendering' | 'profile'>,
): SelectionCells {
  const { connector, selection, origins, at } = explanation;
  if (isProbed(connector) && showsServedCertificate(connector, selection))
    return servedCells(explanation, { rendering });
  const words = wordsOf(rendering.locale);
  const blank = { until: '-', timeLeft: '-' };
  if (selection.kind === 'none') {
    const unsuitable = unsuitableServedCertificate(selection);
    if (unsuitable === undefined) return { selected: words.noneSelected, ...blank };
    const { notAfter } = unsuitable.candidate.certificate;
    return {
      selected: unsuitableLabel(unsuitable, origins, words),
      until: localTime(notAfter, rendering.offsetMinutes),
      timeLeft: timeLeft(notAfter, at, rendering),
    };
  }
  if (selection.kind === 'unknown') return { selected: unknownSelectionText(explanation, rendering), ...blank };
  if (selection.kind === 'not-applicable') {
    return { selected: words[noSelectionReason(connector)], ...blank };
  }
  const { chosen, alsoSelected = [] } = selection;
  const { notAfter } = chosen.certificate;
  const more = alsoSelected.length === 0 ? '' : ` ${words.more(alsoSelected.length)}`;
  const hasExpired = isExpired(chosen.certificate, at);
  const expired = hasExpired ? ` (${words.expired})` : '';
  const certificateText = `${certificateLabel(chosen, origins, words)}${more}${expired}`;
  return {
    selected: hasExpired && withholdsExpired(selection, profile) ? words.explain.noneValid : certificateText,
    until: localTime(notAfter, rendering.offsetMinutes),
    timeLeft: timeLeft(notAfter, at, rendering),
  };
}

/**
 * Returns the cells of a probed connector that selects no certificate: the reason, and the expiry
 * of its served certificate that expires first.
 */
function servedCells(explanation: Explanation, { rendering }: Pick<ScreenContext, 'rendering'>): SelectionCells {
  const { connector, at } = explanation;
  const { locale, offsetMinutes } = rendering;
  const isSend = connector.direction === 'send';
  const reason = isSend ? SERVED_WORDS[locale].remoteMark : wordsOf(locale)[noSelectionReason(connector)];
  const notAfter = measuredCertificate(explanation)?.notAfter;
  if (notAfter === undefined) return { selected: reason, until: '-', timeLeft: '-' };
  return { selected: reason, until: localTime(notAfter, offsetMinutes), timeLeft: timeLeft(notAfter, at, rendering) };
}

/** Returns the remaining time, or the time since expiry. */
export function timeLeft(notAfter: Instant, at: Instant, { locale }: Rendering): string {
  if (at > notAfter) return wordsOf(locale).ago(formatDuration(at - notAfter, locale));
  return formatDuration(notAfter - at, locale);
}

/** Returns the short thumbprint and the origin of a certificate. */
export function certificateLabel(
  { certificate }: StoredCertificate,
  origins: ReadonlyMap<string, Origin>,
  words: Words,
): string {
  const name = certificate.thumbprint === NOT_ISSUED ? words.notIssued : shortThumbprint(certificate);
  return `${name} ${words.origin[origins.get(certificate.thumbprint) ?? 'unknown']}`;
}

/** Returns the label of a certificate that a server uses although it is unsuitable, and why. */
export function unsuitableLabel(
  { candidate, reason }: NonNullable<ReturnType<typeof unsuitableServedCertificate>>,
  origins: ReadonlyMap<string, Origin>,
  words: Words,
): string {
  return `${certificateLabel(candidate, origins, words)} (${words.unsuitable[reason]})`;
}

/**
 * Returns whether the server does not serve an expired certificate. Exchange 2007 does not; later
 * versions do, and so do servers with configured files.
 */
export function withholdsExpired(
  { name }: Pick<Extract<Selection, { kind: 'chosen' }>, 'name'>,
  profile: Profile,
): boolean {
  return profile === 'exchange-2007' && name.files === undefined;
}

/** Returns that the selection is unknown, with the stores that are unexpectedly empty. */
export function unknownSelectionText({ selection, stores }: Explanation, { locale, offsetMinutes }: Rendering): string {
  const { unknownSelection, unexpectedlyEmpty } = wordsOf(locale);
  const unavailable = new Set<string>(selection.kind === 'unknown' ? selection.unavailable : []);
  const emptyStores = stores.flatMap((state) => {
    if (state.kind === 'unreadable' || state.unconfirmedSince === undefined) return [];
    const { name } = state.store;
    return unavailable.has(`store:${name}`)
      ? [unexpectedlyEmpty(visible(name), localTime(state.unconfirmedSince, offsetMinutes))]
      : [];
  });
  return emptyStores.length === 0 ? unknownSelection : `${unknownSelection}: ${emptyStores.join('; ')}`;
}

/** Returns why a connector has no certificate to select. */
export function noSelectionReason({ enabled, starttls, fqdnOrigin, direction }: Connector): NoSelectionReason {
  if (!enabled) return 'notEnabled';
  if (!starttls) return 'noTls';
  if (fqdnOrigin === 'discovered') return 'noFile';
  return direction === 'send' ? 'noClientCertificate' : 'onlyProbed';
}
