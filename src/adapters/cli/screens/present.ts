import type { Profile } from '../../../domain/assessment/settings.ts';
import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { isExpired } from '../../../domain/certificate/lifetime.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { isProbed } from '../../../domain/observation/coverage.ts';
import { NOT_ISSUED } from '../../../domain/remedy/remedy.ts';
import { unsuitableServedOf } from '../../../domain/selection/client-rejection.ts';
import type { Selection } from '../../../domain/selection/select-certificate.ts';
import { isServedShown, measuredCertificate } from '../../../domain/served/measured-certificate.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { SERVED_WORDS } from '../text/served-words.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import type { Unresolvable, Words } from '../text/words.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';

/** The cells about a connector's certificate: its name, its expiry and the remaining time. */
export interface PresentCells {
  readonly presents: string;
  readonly until: string;
  readonly left: string;
}

/** Returns the remaining time, or the time since expiry. */
export function timeLeft(notAfter: Instant, at: Instant, { locale }: Rendering): string {
  if (at > notAfter) return wordsOf(locale).ago(formatDuration(at - notAfter, locale));
  return formatDuration(notAfter - at, locale);
}

/** Returns the prefix of the thumbprint and the origin. */
export function nameCertificate(
  { certificate }: StoredCertificate,
  origins: ReadonlyMap<string, Origin>,
  words: Words,
): string {
  const name = certificate.thumbprint === NOT_ISSUED ? words.notIssued : shortThumbprint(certificate);
  return `${name} ${words.origin[origins.get(certificate.thumbprint) ?? 'unknown']}`;
}

/** Returns a certificate that a server uses from its file although it is unsuitable, and why. */
export function namePresentedDespite(
  { candidate, reason }: NonNullable<ReturnType<typeof unsuitableServedOf>>,
  origins: ReadonlyMap<string, Origin>,
  words: Words,
): string {
  return `${nameCertificate(candidate, origins, words)} (${words.stillPresented[reason]})`;
}

/**
 * Returns whether an expired certificate is not offered. Exchange 2007 does not offer it; later
 * versions do, as do servers with configured files.
 */
export function isHeldBack({ name }: Pick<Extract<Selection, { kind: 'chosen' }>, 'name'>, profile: Profile): boolean {
  return profile === 'exchange-2007' && name.files === undefined;
}

/** Returns that the selection is unknown, with the unconfirmed stores that cause this. */
export function unknownText({ selection, stores }: Explanation, { locale, offsetMinutes }: Rendering): string {
  const { unknown, unconfirmed } = wordsOf(locale);
  const unavailable = new Set<string>(selection.kind === 'unknown' ? selection.unavailable : []);
  const issues = stores.flatMap((state) => {
    if (state.kind === 'unreadable' || state.unconfirmedSince === undefined) return [];
    const { name } = state.store;
    return unavailable.has(`store:${name}`)
      ? [unconfirmed(visible(name), localTime(state.unconfirmedSince, offsetMinutes))]
      : [];
  });
  return issues.length === 0 ? unknown : `${unknown}: ${issues.join('; ')}`;
}

/** Returns the cells for the served certificate that expires first. */
function servedCells(explanation: Explanation, { rendering }: Pick<ScreenContext, 'rendering'>): PresentCells {
  const { connector, at } = explanation;
  const { locale, offsetMinutes } = rendering;
  const isSend = connector.direction === 'send';
  const presents = isSend ? SERVED_WORDS[locale].theirs : wordsOf(locale)[unresolvable(connector)];
  const notAfter = measuredCertificate(explanation)?.notAfter;
  if (notAfter === undefined) return { presents, until: '-', left: '-' };
  return { presents, until: localTime(notAfter, offsetMinutes), left: timeLeft(notAfter, at, rendering) };
}

/** Returns why a connector has no certificate to select. */
export function unresolvable({ enabled, starttls, fqdnOrigin, direction }: Connector): Unresolvable {
  if (!enabled) return 'notEnabled';
  if (!starttls) return 'noTls';
  if (fqdnOrigin === 'discovered') return 'noFile';
  return direction === 'send' ? 'noClientCertificate' : 'onlyProbed';
}

/** Returns the certificate cells of one connector. */
export function presentCells(
  explanation: Explanation,
  { rendering, profile }: Pick<ScreenContext, 'rendering' | 'profile'>,
): PresentCells {
  const { connector, selection, origins, at } = explanation;
  if (isProbed(connector) && isServedShown(connector, selection)) return servedCells(explanation, { rendering });
  const words = wordsOf(rendering.locale);
  const blank = { until: '-', left: '-' };
  if (selection.kind === 'none') {
    const still = unsuitableServedOf(selection);
    if (still === undefined) return { presents: words.nothing, ...blank };
    const { notAfter } = still.candidate.certificate;
    return {
      presents: namePresentedDespite(still, origins, words),
      until: localTime(notAfter, rendering.offsetMinutes),
      left: timeLeft(notAfter, at, rendering),
    };
  }
  if (selection.kind === 'unknown') return { presents: unknownText(explanation, rendering), ...blank };
  if (selection.kind === 'not-applicable') {
    return { presents: words[unresolvable(connector)], ...blank };
  }
  const { chosen, alsoSelected = [] } = selection;
  const { notAfter } = chosen.certificate;
  const more = alsoSelected.length === 0 ? '' : ` ${words.more(alsoSelected.length)}`;
  const hasExpired = isExpired(chosen.certificate, at);
  const expired = hasExpired ? ` (${words.expired})` : '';
  const named = `${nameCertificate(chosen, origins, words)}${more}${expired}`;
  return {
    presents: hasExpired && isHeldBack(selection, profile) ? words.explain.nothingValid : named,
    until: localTime(notAfter, rendering.offsetMinutes),
    left: timeLeft(notAfter, at, rendering),
  };
}
