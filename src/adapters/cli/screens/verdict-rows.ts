import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { ProbeProblem, ServedCertificateCheck } from '../../../domain/served/check-served-certificate.ts';
import type { ServedOnDisk } from '../../../domain/served/served-on-disk.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { type AddressReport, type ProbeReport, problemLevelOf } from '../json/probe-report.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { PROBE_PHRASES, type ProbeTexts } from '../text/probe-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { timeLeft } from './selection-cells.ts';

/** The maximum number of listed locations of a certificate. */
const MAX_LOCATIONS = 10;

type ServedAddress = Extract<AddressReport, { kind: 'served' }>;

/**
 * Returns one row per verdict on an address: a mark, a label and a text. The mark is OK, a problem
 * (red or yellow), or `-`: not OK, but no problem, because the connector does not require it.
 */
export function verdictRows(
  report: ServedAddress,
  { result, probed }: Pick<ProbeReport, 'result' | 'probed'>,
  context: ScreenContext,
): readonly (readonly string[])[] {
  const { colors, rendering } = context;
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  const { judgement, leaf, tls } = report;
  const { name, chain, weakness, isOldProtocol, onDisk } = judgement;
  const markFor = (problems: readonly ProbeProblem[], isOk: boolean): string => {
    const problem = judgement.problems.find((candidate) => problems.includes(candidate));
    if (problem === undefined) return isOk ? words.okMark : '-';
    const paint = problemLevelOf(problem, probed) === 'Error' ? colors.red : colors.yellow;
    return paint(words.problemMark);
  };
  /** A row about `problems`. Without any of them, its mark is OK, or `-` if `isOk` is false. */
  const row = (label: string, text: string, problems: readonly ProbeProblem[], isOk = true): readonly string[] => [
    `  ${markFor(problems, isOk)}`,
    label,
    text,
  ];
  const { label } = words;
  const serverName = visible(result.target.serverName ?? '');
  const nameRow = (match: NonNullable<typeof name>): readonly string[] => {
    const isMatch = match === 'exact' || match === 'wildcard';
    const isProblem = judgement.problems.includes('certificate-host-mismatch');
    const text = words.name[match](serverName);
    // A name that does not match is no problem if the connector does not require it.
    const note = isMatch || isProblem ? '' : `${words.separator}${words.nameNotRequired}`;
    return row(label.name, `${text}${note}`, ['certificate-host-mismatch'], isMatch);
  };
  const key = [leaf.publicKeyAlgorithm, leaf.publicKeySize].filter((part) => part !== undefined).join(' ');
  const weaknessText = weakness === undefined ? '' : `${words.separator}${words.weakness[weakness]}`;
  return [
    ...(name === undefined ? [] : [nameRow(name)]),
    ...(judgement.problems.includes('purpose-mismatch')
      ? [row(label.purpose, words.notForServers(purposesText(leaf, words)), ['purpose-mismatch'])]
      : []),
    row(label.dates, validityText(judgement, report, result.at, context), [
      'certificate-expired',
      'certificate-not-yet-valid',
      'certificate-expires-soon',
    ]),
    row(
      label.chain,
      chainText(chain, rendering.locale),
      ['chain-incomplete', 'certificate-not-trusted'],
      chain.status === 'trusted',
    ),
    row(
      label.key,
      `${key}, ${visible(leaf.signatureAlgorithm)}${weaknessText}`,
      ['certificate-weak'],
      weakness === undefined,
    ),
    row(label.protocol, `${tls.protocol}${isOldProtocol ? `${words.separator}${words.noNewerVersion}` : ''}`, [
      'old-protocol',
    ]),
    row(label.onDisk, onDiskText(onDisk, words, context), ['differs-from-disk'], onDisk.kind === 'same'),
  ];
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
  const timeLeftText = timeLeft(notAfter, at, rendering);
  if (lifetime === 'expired') return words.expired(timeLeftText);
  if (lifetime === 'not-yet-valid') return words.notYetValid(localTime(notBefore, rendering.offsetMinutes));
  return lifetime === 'expiring' ? words.expiresSoon(timeLeftText) : words.timeLeft(timeLeftText);
}

function chainText(verdict: ChainVerdict, locale: Locale): string {
  const words = inLanguage(PROBE_PHRASES, locale);
  if (verdict.status === 'trusted') return words.trusted[verdict.anchor];
  if (verdict.status === 'self-signed') return words.selfSigned;
  const detail = visible(failureText(verdict.detail, locale));
  switch (verdict.status) {
    case 'unknown':
      return detail;
    case 'refused':
      return words.untrusted(detail);
    case 'untrusted':
      return verdict.missingIssuer === undefined ? words.untrusted(detail) : words.incomplete(detail);
  }
}

function onDiskText(onDisk: ServedOnDisk, words: ProbeTexts, { rendering }: ScreenContext): string {
  if (onDisk.kind === 'nowhere' || onDisk.kind === 'unknown') return words[onDisk.kind];
  const connectors = onDisk.connectors.map(visible).join(', ');
  const places = onDisk.stored.map(({ certificate: { thumbprint, notAfter }, location }) => {
    const path = visible(location.path);
    if (onDisk.kind === 'same') return path;
    return words.place(thumbprint, localTime(notAfter, rendering.offsetMinutes), path);
  });
  const listed = [...new Set(places)].slice(0, MAX_LOCATIONS).join(', ');
  return onDisk.kind === 'same' ? words.sameOnDisk(listed, connectors) : words.differentOnDisk(connectors, listed);
}
