import { type Certificate, namesOf } from '../../../domain/certificate/certificate.ts';
import { probeUrl } from '../../../domain/connector/probe-target.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ConversationStep, ServedChainCertificate } from '../../../work/ports/probes.ts';
import type { AddressReport, ProbeReport } from '../json/probe-report.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { PROBE_PHRASES } from '../text/probe-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { screenLine } from './screen-line.ts';
import { timeLeft } from './selection-cells.ts';
import { textTable } from './text-table.ts';
import { verdictRows } from './verdict-rows.ts';

/** The limits of the screen, because a server can send anything. */
const MAX_RESPONSE_LINES = 20;
const MAX_LINE_CHARACTERS = 160;
const MAX_CHAIN_CERTIFICATES = 10;
const MAX_CERTIFICATE_NAMES = 10;

/** The width of a duration such as `1234567 ms`, in characters. */
const DURATION_WIDTH = 10;

/** The first cell of a row without a duration. */
const NO_DURATION = ' '.repeat(DURATION_WIDTH);

/**
 * Returns the screen of a probe: the name resolution and, for each address, the dialogue line by
 * line with durations, and the verdicts.
 */
export function probeScreen(report: ProbeReport, context: ScreenContext): string {
  const { probed, result } = report;
  const { rendering } = context;
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  const { target, resolution, resolutionMs } = result;
  const names = joinList(
    probed.connectors.map(({ connector }) => visible(connector.name)),
    rendering.locale,
  );
  const serverName =
    target.serverName === undefined ? words.noServerName : words.serverName(visible(target.serverName));
  const title = [probeUrl(target), serverName, ...(names === '' ? [] : [words.connectors(names)])].join('   ');
  const addresses =
    resolution.kind === 'available'
      ? joinList(resolution.value, rendering.locale)
      : problemText(resolution.problem, context);
  const problems =
    resolution.kind === 'available' ? resolution.problems.map((problem) => problemText(problem, context)) : [];
  const dns = textTable(
    [[durationCell(resolutionMs), 'DNS', addresses], ...problems.map((problem) => [NO_DURATION, '', problem])],
    context,
  );
  const assumed = probed.hasConnectorSettings
    ? ''
    : screenLine(words.assumed(target.serverName === undefined ? undefined : visible(target.serverName)), context);
  return [
    `${screenLine(title, context)}${assumed}${dns}`,
    ...report.addresses.map((address) => addressText(address, report, context)),
  ].join('\n');
}

function addressText(report: AddressReport, { result }: ProbeReport, context: ScreenContext): string {
  const { rendering, colors } = context;
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  const { address, keyType, steps } = report.endpoint;
  const title = [address, words.keyType[keyType]].filter(Boolean).join('  ');
  const parts = [
    `${colors.bold(title)}\n`,
    textTable(
      steps.flatMap((step) => stepRows(step, report, context)),
      context,
    ),
  ];
  switch (report.kind) {
    case 'failed': {
      const verdict = report.isKeyTypeNotServed
        ? words.noCertificateOfKeyType
        : `${colors.red(words.probeFailed)}   ${problemText(report.problem, context)}`;
      parts.push('\n', screenLine(`  ${verdict}`, context));
      if (report.problem.reason === 'client_certificate_unusable')
        parts.push(screenLine(`  ${words.clientCertificateUnusable}`, context));
      break;
    }
    case 'without-tls':
      parts.push(
        '\n',
        screenLine(`  ${colors.red(words.withoutTls[report.starttls])}   ${serverLine(report.response)}`, context),
      );
      break;
    case 'served':
      parts.push(`\n${chainText(report.tls.chain, result.at, context)}\n`);
      parts.push(textTable(verdictRows(report, result, context), context));
      break;
  }
  return parts.join('');
}

function stepRows(
  { step, durationMs, sent, received }: ConversationStep,
  report: AddressReport,
  { rendering }: ScreenContext,
): string[][] {
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  const lines = [
    ...sent.map((text) => `> ${serverLine(text)}`),
    ...received.slice(0, MAX_RESPONSE_LINES).map((text) => `< ${serverLine(text)}`),
  ];
  if (received.length > MAX_RESPONSE_LINES) lines.push(words.moreLines(received.length - MAX_RESPONSE_LINES));
  if (step === 'handshake' && report.kind === 'served') lines.unshift(`${report.tls.protocol}, ${report.tls.cipher}`);
  const [first = '', ...others] = lines;
  return [[durationCell(durationMs), words.step[step], first], ...others.map((line) => [NO_DURATION, '', line])];
}

/** Returns every certificate of the served chain, leaf first. */
function chainText(chain: readonly ServedChainCertificate[], at: Instant, context: ScreenContext): string {
  const words = inLanguage(PROBE_PHRASES, context.rendering.locale);
  const parts = chain.slice(0, MAX_CHAIN_CERTIFICATES).map(({ certificate }, index) => {
    if (certificate === undefined) return `  ${index}  ${words.unreadable}\n`;
    const subject = serverLine(certificate.subject === '' ? '-' : certificate.subject);
    // The subject is outside of the table, because a long subject would widen its first column.
    return `${screenLine(`  ${index}  ${subject}`, context)}${textTable(certificateRows(certificate, { isLeaf: index === 0, at }, context), context)}`;
  });
  const more = chain.length - MAX_CHAIN_CERTIFICATES;
  return parts.join('') + (more > 0 ? `  …  ${words.moreLines(more)}\n` : '');
}

/** Returns the rows below the subject of a certificate; only a leaf certificate has its names. */
function certificateRows(
  certificate: Certificate,
  { isLeaf, at }: { readonly isLeaf: boolean; readonly at: Instant },
  { rendering }: ScreenContext,
): string[][] {
  const { label } = inLanguage(PROBE_PHRASES, rendering.locale);
  const { issuer, notAfter, thumbprint } = certificate;
  const names = namesOf(certificate);
  const firstNames = joinList(names.slice(0, MAX_CERTIFICATE_NAMES).map(serverLine), rendering.locale);
  const until = `${localTime(notAfter, rendering.offsetMinutes)} (${timeLeft(notAfter, at, rendering)})`;
  return [
    ...(isLeaf
      ? [
          [
            label.names,
            names.length > MAX_CERTIFICATE_NAMES ? joinList([firstNames, '…'], rendering.locale) : firstNames,
          ],
        ]
      : []),
    [label.issuer, serverLine(issuer)],
    [label.until, until],
    [label.thumbprint, thumbprint],
  ].map(([rowLabel = '', value = '']) => [`     ${rowLabel}`, value]);
}

/** Returns a problem in words, with its detail, for example the response of the server. */
export function problemText(problem: Problem, { rendering }: Pick<ScreenContext, 'rendering'>): string {
  const { reason } = problem;
  const detail = failureText(problem.failure, rendering.locale);
  const words = reasonTextOrCode(reason, rendering.locale);
  if (detail === '') return words;
  // This detail is a path of this host, which would be useless if truncated.
  return `${words}: ${reason === 'client_certificate_unusable' ? visible(detail) : serverLine(detail)}`;
}

/** Returns one line of a server, escaped and truncated to the limit. */
export function serverLine(text: string): string {
  return visible(text.length <= MAX_LINE_CHARACTERS ? text : `${text.slice(0, MAX_LINE_CHARACTERS)}…`);
}

/** Returns a duration in ms, right-aligned, with one decimal below 10 ms. */
function durationCell(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`.padStart(DURATION_WIDTH);
}
