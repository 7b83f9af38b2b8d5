import {
  type ClientKind,
  SUITABILITY_ADVICE,
  type Suitability,
  type SuitabilityAdvice,
} from '../../../domain/certificate/suitability.ts';
import type { ListedCertificate } from '../../../domain/status/status.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import type { CertificateField } from '../../../formats/document/certificate-field.ts';
import { certificateDocument } from '../../../formats/document/certificate-fields.ts';
import { servicesLetters } from '../../../formats/document/services-letters.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { DETAIL_PHRASES } from '../text/detail-phrases.ts';
import { ADVICE_PHRASES, CLIENT_PHRASES, SUITABILITY_PHRASES, VERDICT_PHRASES } from '../text/suitability-phrases.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { screenLine } from './screen-line.ts';
import { timeLeft } from './selection-cells.ts';
import { textTable } from './text-table.ts';

/** The data of the `certificates show` screen. */
export interface CertificateDetails {
  /** The displayed copy of the certificate. */
  readonly listed: ListedCertificate;
  /** The certificate in every location, `listed` first. */
  readonly copies: readonly ListedCertificate[];
  /** The names of the connectors that select the certificate. */
  readonly selectedBy: readonly string[];
  readonly suitability: readonly Suitability[];
  readonly at: Instant;
}

/** Returns the certificate as JSON: its fields, all locations, connectors and suitability. */
export function detailsDocument(
  { listed, copies, selectedBy, suitability }: CertificateDetails,
  fields: readonly CertificateField[],
  { profile }: ScreenContext,
): Readonly<Record<string, unknown>> {
  return {
    ...certificateDocument(listed, fields, profile),
    places: copies.map((copy) => ({
      ...certificateDocument(copy, ['store', 'location', 'services', 'hasPrivateKey'], profile),
      privateKey: copy.stored.key.kind,
    })),
    selectedBy,
    suitability: suitability.map((entry) => ({
      client: entry.client,
      verdict: entry.verdict,
      reason: entry.reasons[0],
      reasons: entry.reasons,
      whatToDo: adviceOf(entry),
      isEnabled: entry.isEnabled,
    })),
  };
}

const adviceOf = ({ reasons }: Suitability): readonly SuitabilityAdvice[] =>
  reasons.flatMap((reason) => SUITABILITY_ADVICE[reason] ?? []);

/** Returns the screen with all details of one certificate and its suitability. */
export function certificateDetails(details: CertificateDetails, context: ScreenContext): string {
  const { locale } = context.rendering;
  const labels = inLanguage(DETAIL_PHRASES, locale);
  const advice = adviceLines(details.suitability, locale);
  const headings = [labels.client, labels.suitable, labels.isEnabled, labels.reason];
  return [
    textTable(factRows(details, context), context),
    textTable([headings, ...suitabilityRows(details.suitability, context)], context),
    ...(advice.length === 0 ? [] : [[labels.whatToDo, ...advice].map((line) => screenLine(line, context)).join('')]),
  ].join('\n');
}

/** Returns each advice once, below the clients that need it. */
function adviceLines(suitability: readonly Suitability[], locale: Locale): readonly string[] {
  const clients = new Map<SuitabilityAdvice, ClientKind[]>();
  for (const entry of suitability) {
    for (const advice of new Set(adviceOf(entry))) clients.set(advice, [...(clients.get(advice) ?? []), entry.client]);
  }
  return [...clients].flatMap(([advice, kinds]) => [
    `${joinList(
      kinds.map((kind) => CLIENT_PHRASES[kind][locale]),
      locale,
    )}:`,
    `  ${ADVICE_PHRASES[advice][locale]}`,
  ]);
}

function factRows({ listed, copies, selectedBy, at }: CertificateDetails, context: ScreenContext): string[][] {
  const { rendering, profile } = context;
  const { certificate, services, key, note } = listed.stored;
  const words = inLanguage(TABLE_PHRASES, rendering.locale);
  const labels = inLanguage(DETAIL_PHRASES, rendering.locale);
  const list = (values: readonly string[] | undefined): string => {
    if (values === undefined) return labels.absent;
    return values.length === 0 ? words.none : joinList(values.map(visible), rendering.locale);
  };
  const time = (instant: Instant): string => localTime(instant, rendering.offsetMinutes);
  const keySize = certificate.publicKeySize === undefined ? '' : ` ${certificate.publicKeySize}`;
  const isCa = certificate.isCa ? labels.isCa.yes : labels.isCa.no;
  const isCaWithPathLength =
    certificate.pathLength === undefined ? isCa : labels.pathLength(isCa, certificate.pathLength);
  return [
    [labels.thumbprint, certificate.thumbprint],
    [labels.sha256Fingerprint, certificate.sha256Fingerprint],
    [labels.subject, visible(certificate.subject)],
    [labels.issuer, visible(certificate.issuer)],
    [labels.serialNumber, certificate.serialNumber],
    [labels.origin, `${words.origin[listed.origin]} (${listed.status})`],
    [labels.validFrom, time(certificate.notBefore)],
    [labels.validTo, `${time(certificate.notAfter)} (${timeLeft(certificate.notAfter, at, rendering)})`],
    [labels.state, words.lifetime[listed.lifetimeState]],
    [labels.dnsNames, list(certificate.dnsNames)],
    ...(certificate.ipAddresses.length === 0 ? [] : [[labels.ipAddresses, list(certificate.ipAddresses)]]),
    [labels.commonName, list(certificate.commonNames)],
    [labels.publicKey, `${certificate.publicKeyAlgorithm}${keySize}, SHA-256 ${certificate.publicKeySha256}`],
    [labels.signature, certificate.signatureAlgorithm],
    [labels.keyUsage, list(certificate.keyUsage)],
    [labels.extendedKeyUsage, list(certificate.extendedKeyUsage)],
    [labels.caLabel, isCaWithPathLength],
    [labels.subjectKeyIdentifier, certificate.subjectKeyIdentifier ?? labels.absent],
    [labels.authorityKeyIdentifier, certificate.authorityKeyIdentifier ?? labels.absent],
    [labels.services, `${servicesLetters(services, profile)} (${list(services)})`],
    [labels.privateKey, labels.privateKeyStates[key.kind]],
    ...copies.map(({ stored: { store, location } }, index) => [
      index === 0 ? labels.file : '',
      `${visible(location.path)} (${visible(store)})`,
    ]),
    [labels.selectedBy, list(selectedBy)],
    ...(note?.friendlyName === undefined ? [] : [[labels.friendlyName, visible(note.friendlyName)]]),
    ...(note === undefined
      ? []
      : [
          [labels.isExportable, note.isExportable ? words.yes : words.no],
          [
            labels.lastChange,
            labels.requestedBy(
              visible(note.requestedBy.by),
              visible(note.requestedBy.command),
              time(note.requestedBy.at),
            ),
          ],
        ]),
  ];
}

function suitabilityRows(suitability: readonly Suitability[], { rendering, colors }: ScreenContext): string[][] {
  const { locale } = rendering;
  const paint = { yes: colors.green, warns: colors.yellow, no: colors.red };
  return suitability.map(({ client, verdict, reasons, isEnabled }) => [
    CLIENT_PHRASES[client][locale],
    paint[verdict](VERDICT_PHRASES[verdict][locale]),
    isEnabled ? inLanguage(TABLE_PHRASES, locale).yes : inLanguage(TABLE_PHRASES, locale).no,
    joinList(
      reasons.map((reason) => SUITABILITY_PHRASES[reason][locale]),
      locale,
      'semicolon',
    ),
  ]);
}
