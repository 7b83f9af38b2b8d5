import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import { chainDetail } from '../../../domain/event/chain-detail.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import type { ProbeJudgement, ProbeProblem } from '../../../domain/served/probe-judgement.ts';
import type { ServedOnDisk } from '../../../domain/served/served-on-disk.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { type AddressReport, type ProbeReport, problemLevelOf } from '../json/probe-report.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { PROBE_WORDS, type ProbeWords } from '../text/probe-words.ts';
import { localTime } from '../text/written-times.ts';
import { timeLeft } from './present.ts';

/** The maximum number of locations of a certificate. */
const PLACES = 10;

function chainText(verdict: ChainVerdict, locale: Locale): string {
  const words = PROBE_WORDS[locale];
  if (verdict.status === 'trusted') return words.trusted[verdict.anchor];
  if (verdict.status === 'self-signed') return words.selfSigned;
  const detail = visible(chainDetail(verdict.detail, locale));
  if (verdict.status === 'refused') return words.untrusted(detail);
  if (verdict.status === 'unknown') return detail;
  return verdict.missingIssuer === undefined ? words.untrusted(detail) : words.incomplete(detail);
}

function onDiskText(onDisk: ServedOnDisk, words: ProbeWords, { rendering }: ScreenContext): string {
  if (onDisk.kind === 'nowhere' || onDisk.kind === 'unknown') return words[onDisk.kind];
  const connectors = onDisk.connectors.map(visible).join(', ');
  const places = onDisk.stored.slice(0, PLACES).map(({ certificate: { thumbprint, notAfter }, location }) => {
    const path = visible(location.path);
    if (onDisk.kind === 'same') return path;
    return words.place(thumbprint, localTime(notAfter, rendering.offsetMinutes), path);
  });
  const listed = [...new Set(places)].join(', ');
  return onDisk.kind === 'same' ? words.same(listed, connectors) : words.differs(connectors, listed);
}

function datesText({ lifetime }: ProbeJudgement, report: Presented, at: number, context: ScreenContext): string {
  const { rendering } = context;
  const words = PROBE_WORDS[rendering.locale];
  const { notBefore, notAfter } = report.leaf;
  const left = timeLeft(notAfter, at, rendering);
  if (lifetime === 'expired') return words.expired(left);
  if (lifetime === 'not-yet-valid') return words.notYetValid(localTime(notBefore, rendering.offsetMinutes));
  return lifetime === 'expiring' ? words.soon(left) : words.left(left);
}

/** Lists what the extended key usage and the key usage allow. */
function purposesText({ extendedKeyUsage, keyUsage }: Presented['leaf'], { separator }: ProbeWords): string {
  return [
    ...(extendedKeyUsage === undefined ? [] : [`extendedKeyUsage ${extendedKeyUsage.join(' ')}`]),
    ...(keyUsage === undefined ? [] : [`keyUsage ${keyUsage.join(' ')}`]),
  ].join(separator);
}

type Presented = Extract<AddressReport, { kind: 'presented' }>;

/** Returns one row per verdict on an address: OK or a problem, a label and a text. */
export function judgementRows(
  report: Presented,
  { answer, probed }: Pick<ProbeReport, 'answer' | 'probed'>,
  context: ScreenContext,
): readonly (readonly string[])[] {
  const { colors, rendering } = context;
  const words = PROBE_WORDS[rendering.locale];
  const { judgement, leaf, tls } = report;
  const { name, chain, weakness, isOldProtocol, onDisk } = judgement;
  const row = (label: string, text: string, problems: readonly ProbeProblem[], isJudged = true): readonly string[] => {
    const problem = judgement.problems.find((each) => problems.includes(each));
    if (problem === undefined) return [isJudged ? `  ${words.right}` : '  -', label, text];
    const paint = problemLevelOf(problem, probed) === 'Error' ? colors.red : colors.yellow;
    return [`  ${paint(words.wrong)}`, label, text];
  };
  const { label } = words;
  const nameRow = (how: NonNullable<typeof name>): readonly string[] => {
    const isMatch = how === 'exact' || how === 'wildcard';
    const isProblem = judgement.problems.includes('certificate-host-mismatch');
    const text = words.name[how](asked);
    const note = isMatch || isProblem ? '' : `${words.separator}${words.nameNotRequired}`;
    return row(label.name, `${text}${note}`, ['certificate-host-mismatch'], isMatch);
  };
  const asked = visible(answer.target.serverName ?? '');
  const key = [leaf.publicKeyAlgorithm, leaf.publicKeySize].filter((part) => part !== undefined).join(' ');
  const because = weakness === undefined ? '' : `${words.separator}${words.weakness[weakness]}`;
  return [
    ...(name === undefined ? [] : [nameRow(name)]),
    ...(judgement.problems.includes('purpose-mismatch')
      ? [row(label.purpose, words.notForServers(purposesText(leaf, words)), ['purpose-mismatch'])]
      : []),
    row(label.dates, datesText(judgement, report, answer.at, context), [
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
      `${key}, ${visible(leaf.signatureAlgorithm)}${because}`,
      ['certificate-weak'],
      weakness === undefined,
    ),
    row(label.protocol, `${tls.protocol}${isOldProtocol ? `${words.separator}${words.old}` : ''}`, ['old-protocol']),
    row(label.onDisk, onDiskText(onDisk, words, context), ['differs-from-disk'], onDisk.kind === 'same'),
  ];
}
