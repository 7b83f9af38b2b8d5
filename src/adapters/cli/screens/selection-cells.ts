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
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import type { NoSelectionReason } from '../text/explain-phrases.ts';
import { EXPLAIN_PHRASES } from '../text/explain-phrases.ts';
import { SELECTION_PHRASES } from '../text/selection-phrases.ts';
import { SERVED_PHRASES } from '../text/served-phrases.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';

/** The cells about the certificate of a connector. */
export interface SelectionCells {
  /** The certificate, or why there is none. */
  readonly selected: string;
  readonly until: string;
  readonly timeLeft: string;
}

/**
 * Returns the cells of one connector. For a remote server, or a probed connector that selects no
 * certificate, they are about the served certificate, otherwise about the selected one.
 */
export function selectionCells(
  explanation: Explanation,
  { rendering, profile }: Pick<ScreenContext, 'rendering' | 'profile'>,
): SelectionCells {
  const { connector, selection, origins, at } = explanation;
  if (isProbed(connector) && showsServedCertificate(connector, selection)) return servedCells(explanation, rendering);
  const words = inLanguage(SELECTION_PHRASES, rendering.locale);
  switch (selection.kind) {
    case 'none': {
      // The server may still serve an unsuitable certificate from its own file.
      const unsuitable = unsuitableServedCertificate(selection);
      const selected =
        unsuitable === undefined ? words.noneSelected : unsuitableLabel(unsuitable, origins, rendering.locale);
      return { selected, ...expiryCells(unsuitable?.candidate.certificate.notAfter, at, rendering) };
    }
    case 'unknown':
      return { selected: unknownSelectionText(explanation, rendering), ...expiryCells(undefined, at, rendering) };
    case 'not-applicable':
      return { selected: words[noSelectionReason(connector)], ...expiryCells(undefined, at, rendering) };
    case 'chosen':
      return {
        selected: chosenText(selection, explanation, { rendering, profile }),
        ...expiryCells(selection.chosen.certificate.notAfter, at, rendering),
      };
  }
}

/**
 * Returns the selected certificates, or that none is valid if the selected one has expired and the
 * server does not serve it.
 */
function chosenText(
  selection: Extract<Selection, { kind: 'chosen' }>,
  { origins, at }: Explanation,
  { rendering, profile }: Pick<ScreenContext, 'rendering' | 'profile'>,
): string {
  const explainTexts = inLanguage(EXPLAIN_PHRASES, rendering.locale);
  const tableTexts = inLanguage(TABLE_PHRASES, rendering.locale);
  const selectionTexts = inLanguage(SELECTION_PHRASES, rendering.locale);
  const { chosen, alsoSelected = [] } = selection;
  const hasExpired = isExpired(chosen.certificate, at);
  if (hasExpired && withholdsExpired(selection, profile)) return explainTexts.noneValid;
  const more = alsoSelected.length === 0 ? '' : ` ${tableTexts.more(alsoSelected.length)}`;
  const expired = hasExpired ? ` (${selectionTexts.expired})` : '';
  return `${certificateLabel(chosen, origins, rendering.locale)}${more}${expired}`;
}

/**
 * Returns why no certificate is selected (the server is remote, or is only probed), and the expiry
 * of the served certificate that expires first.
 */
function servedCells(explanation: Explanation, rendering: Rendering): SelectionCells {
  const { connector, at } = explanation;
  const { locale } = rendering;
  const isSend = connector.direction === 'send';
  const reason = isSend
    ? inLanguage(SERVED_PHRASES, locale).remoteMark
    : inLanguage(SELECTION_PHRASES, locale)[noSelectionReason(connector)];
  const earliestExpiry = measuredCertificate(explanation)?.notAfter;
  return { selected: reason, ...expiryCells(earliestExpiry, at, rendering) };
}

/** Returns the cells about the expiry of a certificate; undefined: there is no certificate. */
function expiryCells(
  notAfter: Instant | undefined,
  at: Instant,
  rendering: Rendering,
): Pick<SelectionCells, 'until' | 'timeLeft'> {
  if (notAfter === undefined) return { until: '-', timeLeft: '-' };
  return { until: localTime(notAfter, rendering.offsetMinutes), timeLeft: timeLeft(notAfter, at, rendering) };
}

/** Returns the remaining time, or the time since expiry. */
export function timeLeft(notAfter: Instant, at: Instant, { locale }: Rendering): string {
  if (at > notAfter) return inLanguage(TABLE_PHRASES, locale).ago(formatDuration(at - notAfter, locale));
  return formatDuration(notAfter - at, locale);
}

/** Returns the short thumbprint and the origin of a certificate. */
export function certificateLabel(
  { certificate }: StoredCertificate,
  origins: ReadonlyMap<string, Origin>,
  locale: Locale,
): string {
  const words = inLanguage(TABLE_PHRASES, locale);
  // A simulated renewal has no thumbprint yet.
  const name = certificate.thumbprint === NOT_ISSUED ? words.notIssued : shortThumbprint(certificate);
  return `${name} ${words.origin[origins.get(certificate.thumbprint) ?? 'unknown']}`;
}

/** Returns the label of a certificate that a server uses although it is unsuitable, and why. */
export function unsuitableLabel(
  { candidate, reason }: NonNullable<ReturnType<typeof unsuitableServedCertificate>>,
  origins: ReadonlyMap<string, Origin>,
  locale: Locale,
): string {
  return `${certificateLabel(candidate, origins, locale)} (${inLanguage(SELECTION_PHRASES, locale).unsuitable[reason]})`;
}

/**
 * Returns whether the server stops serving a certificate when it expires. Only Exchange 2007 does, and
 * only for a certificate that is not in a configured file.
 */
export function withholdsExpired(
  { name }: Pick<Extract<Selection, { kind: 'chosen' }>, 'name'>,
  profile: Profile,
): boolean {
  return profile === 'exchange-2007' && name.files === undefined;
}

/** Returns that the selection is unknown, with the stores that are unexpectedly empty. */
export function unknownSelectionText({ selection, stores }: Explanation, { locale, offsetMinutes }: Rendering): string {
  const { unknownSelection, unexpectedlyEmpty } = inLanguage(SELECTION_PHRASES, locale);
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
  // A discovered server would name its certificate by file; this one names none.
  if (fqdnOrigin === 'discovered') return 'noConfiguredFile';
  return direction === 'send' ? 'noClientCertificate' : 'onlyProbed';
}
