import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import {
  PROBLEM_LEVELS,
  type ProbeProblem,
  type ServedCertificateCheck,
} from '../../../domain/served/check-served-certificate.ts';
import type { ServedOnDisk } from '../../../domain/served/served-on-disk.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { AddressReport, ProbeReport } from '../json/probe-report.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { PROBE_PHRASES, type ProbeTexts } from '../text/probe-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { timeLeft } from './selection-cells.ts';

/** The maximum number of listed locations of a certificate. */
const MAX_LOCATIONS = 10;

type ServedAddress = Extract<AddressReport, { kind: 'served' }>;

/** A verdict on an address, as the screen shows it. */
interface VerdictRow {
  readonly label: string;
  readonly text: string;
  /** The problems that this row is about. The mark is a problem if the address has one of them. */
  readonly problems: readonly ProbeProblem[];
  /** True if the mark without a problem is OK. Otherwise it is `-`. */
  readonly isOk: boolean;
}

/**
 * Returns one row per verdict on an address: a mark, a label and a text. The mark is OK, a problem
 * (red or yellow), or `-`: not OK, but no problem, because the connector does not require it.
 */
export function verdictRows(
  report: ServedAddress,
  { target, at }: ProbeReport['result'],
  context: ScreenContext,
): readonly (readonly string[])[] {
  const { colors, rendering } = context;
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  const { judgement, leaf, tls } = report;
  const { name, chain, weakness, isOldProtocol, onDisk } = judgement;
  const markOf = ({ problems, isOk }: VerdictRow): string => {
    const problem = judgement.problems.find((candidate) => problems.includes(candidate));
    if (problem === undefined) return isOk ? words.okMark : '-';
    const paint = PROBLEM_LEVELS[problem] === 'Error' ? colors.red : colors.yellow;
    return paint(words.problemMark);
  };
  const { label } = words;
  const serverName = visible(target.serverName ?? '');
  const nameRow = (match: NonNullable<typeof name>): VerdictRow => {
    const isMatch = match === 'exact' || match === 'wildcard';
    const isProblem = judgement.problems.includes('certificate-host-mismatch');
    const text = words.name[match](serverName);
    // A name that does not match is no problem if the connector does not require it.
    const note = isMatch || isProblem ? '' : `${words.separator}${words.nameNotRequired}`;
    return { label: label.name, text: `${text}${note}`, problems: ['certificate-host-mismatch'], isOk: isMatch };
  };
  const key = [leaf.publicKeyAlgorithm, leaf.publicKeySize].filter((part) => part !== undefined).join(' ');
  const weaknessText = weakness === undefined ? '' : `${words.separator}${words.weakness[weakness]}`;
  const purposeRow: VerdictRow = {
    label: label.purpose,
    text: words.notForServers(purposesText(leaf, words)),
    problems: ['purpose-mismatch'],
    isOk: true,
  };
  const rows: readonly VerdictRow[] = [
    // A probe that sent no server name has no verdict on the name.
    ...(name === undefined ? [] : [nameRow(name)]),
    ...(judgement.problems.includes('purpose-mismatch') ? [purposeRow] : []),
    {
      label: label.dates,
      text: validityText(judgement, report, at, context),
      problems: ['certificate-expired', 'certificate-not-yet-valid', 'certificate-expires-soon'],
      isOk: true,
    },
    {
      label: label.chain,
      text: chainText(chain, rendering.locale),
      problems: ['chain-incomplete', 'certificate-not-trusted'],
      isOk: chain.status === 'trusted',
    },
    {
      label: label.key,
      text: `${key}, ${visible(leaf.signatureAlgorithm)}${weaknessText}`,
      problems: ['certificate-weak'],
      isOk: weakness === undefined,
    },
    {
      label: label.protocol,
      text: `${tls.protocol}${isOldProtocol ? `${words.separator}${words.noNewerVersion}` : ''}`,
      problems: ['old-protocol'],
      isOk: true,
    },
    {
      label: label.onDisk,
      text: onDiskText(onDisk, words, context),
      problems: ['differs-from-disk'],
      isOk: onDisk.kind === 'same',
    },
  ];
  return rows.map((row) => [`  ${markOf(row)}`, row.label, row.text]);
}

/** Lists what the extended key usage and the key usage allow. */
function purposesText({ extendedKeyUsage, keyUsage }: ServedAddress['leaf'], { separator }: ProbeTexts): string {
  return [
    ...(extendedKeyUsage === undefined ? [] : [`extendedKeyUsage ${extendedKeyUsage.join(' ')}`]),
    ...(keyUsage === undefined ? [] : [`keyUsage ${keyUsage.join(' ')}`]),
  ].join(separator);
}

function validityText(
  { lifetime }: ServedCertificateCheck,
  report: ServedAddress,
  at: number,
  context: ScreenContext,
): string {
  const { rendering } = context;
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  const { notBefore, notAfter } = report.leaf;
  // After the expiry, this is the time since then.
  const timeLeftOrSince = timeLeft(notAfter, at, rendering);
  if (lifetime === 'expired') return words.expired(timeLeftOrSince);
  if (lifetime === 'not-yet-valid') return words.notYetValid(localTime(notBefore, rendering.offsetMinutes));
  return lifetime === 'expiring' ? words.expiresSoon(timeLeftOrSince) : words.timeLeft(timeLeftOrSince);
}

function chainText(verdict: ChainVerdict, locale: Locale): string {
  const words = inLanguage(PROBE_PHRASES, locale);
  if (verdict.status === 'trusted') return words.trusted[verdict.anchor];
  if (verdict.status === 'self-signed') return words.selfSigned;
  const detail = visible(failureText('failure' in verdict ? verdict.failure : verdict.detail, locale));
  switch (verdict.status) {
    case 'unknown':
      return detail;
    // OpenSSL cannot load the certificate.
    case 'refused':
      return words.untrusted(detail);
    case 'untrusted':
      return verdict.missingIssuer === undefined ? words.untrusted(detail) : words.incomplete(detail);
  }
}

function onDiskText(onDisk: ServedOnDisk, words: ProbeTexts, { rendering }: ScreenContext): string {
  if (onDisk.kind === 'nowhere' || onDisk.kind === 'unknown') return words[onDisk.kind];
  const connectors = joinList(onDisk.connectors.map(visible), rendering.locale);
  const places = onDisk.stored.map(({ certificate: { thumbprint, notAfter }, location }) => {
    const path = visible(location.path);
    if (onDisk.kind === 'same') return path;
    return words.place(thumbprint, localTime(notAfter, rendering.offsetMinutes), path);
  });
  const listed = joinList([...new Set(places)].slice(0, MAX_LOCATIONS), rendering.locale);
  return onDisk.kind === 'same' ? words.sameOnDisk(listed, connectors) : words.differentOnDisk(connectors, listed);
}
