import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import {
  connectorFailure,
  connectorProblem,
  type RotatedAddress,
  type RotatedConnector,
  type Rotation,
} from '../../../domain/served/rotation.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { renderLine } from '../../../formats/event/line.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ReloadOutcome, ReloadRequest } from '../../../work/operations/connector-operations.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { PROBE_PHRASES } from '../text/probe-phrases.ts';
import { RELOAD_PHRASES } from '../text/reload-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { problemText } from './probe-screen.ts';
import { screenLine } from './screen-line.ts';
import { textTable } from './text-table.ts';

/**
 * Returns the result of a reload: every address, the verdict, and the events that the daemon wrote.
 */
export function reloadScreen(
  { rotation, report }: ReloadOutcome,
  request: ReloadRequest,
  context: ScreenContext,
): string {
  const records = report.kind === 'written' ? report.records : [];
  return [
    `$ ${shellWords(rotation.command)}\n`,
    connectorTables(rotation.connectors, request, { isDryRun: false }, context),
    verdictLines(rotation, context),
    ...records.map((record) => screenLine(renderLine(record, context.rendering), context)),
  ].join('');
}

interface ReloadKind {
  /** True if the reload is only simulated. */
  readonly isDryRun: boolean;
}

/** Returns a table for each connector; if there are several, each table has a heading. */
function connectorTables(
  connectors: readonly RotatedConnector[],
  request: ReloadRequest,
  kind: ReloadKind,
  context: ScreenContext,
): string {
  return connectors
    .map((rotated, index) => {
      const heading = connectors.length === 1 ? '' : `${visible(rotated.connector)}\n`;
      const resolutionError =
        rotated.problem === undefined ? '' : screenLine(`  ${problemText(rotated.problem, context)}`, context);
      const addresses = rotated.addresses.map((address) => addressRow(address, rotated, kind, context));
      const expected = request.connectors[index]?.expectedCertificates ?? [];
      return `${heading}${resolutionError}${textTable([...addresses, ...onDiskRows(expected, context)], context)}`;
    })
    .join('');
}

/**
 * Returns the row of an address: the served certificates before and after the reload, and whether
 * the second is on disk. In a dry run, both are the one that is served now.
 */
function addressRow(
  address: RotatedAddress,
  { onDisk }: RotatedConnector,
  { isDryRun }: ReloadKind,
  context: ScreenContext,
): readonly string[] {
  const { locale } = context.rendering;
  const words = inLanguage(RELOAD_PHRASES, locale);
  const { before, after, problem, keyType } = address;
  const serialBefore = before?.serialNumber ?? words.unknownSerial;
  const serialAfter = after?.serialNumber ?? words.unknownSerial;
  const isOnDisk = onDisk.some(({ thumbprint }) => thumbprint === after?.thumbprint);
  const cause = problem === undefined ? '' : problemText(problem, context);
  const comparisonText = isOnDisk ? words.servesOnDisk : words.servesOther;
  // Without expected certificates, there is nothing to compare with.
  const verdictText = onDisk.length === 0 ? '' : comparisonText;
  const name = [address.address, inLanguage(PROBE_PHRASES, locale).keyType[keyType]].filter(Boolean).join(' ');
  return [
    `  ${name}`,
    isDryRun ? serialAfter : `${serialBefore} → ${serialAfter}`,
    after === undefined ? cause : verdictText,
  ];
}

function onDiskRows(
  expected: readonly StoredCertificate[],
  { rendering }: ScreenContext,
): readonly (readonly string[])[] {
  const words = inLanguage(RELOAD_PHRASES, rendering.locale);
  if (expected.length === 0) return [[`  ${words.onDiskLabel}`, words.onDiskUnknown, '']];
  return expected.map(({ certificate, location }, index) => [
    index === 0 ? `  ${words.onDiskLabel}` : '',
    certificate.serialNumber,
    `${visible(location.path)}, ${localTime(certificate.notAfter, rendering.offsetMinutes)}`,
  ]);
}

/**
 * Returns the verdict on a reload: one line if all connectors are verified or the command failed,
 * otherwise one line for each connector that is not verified.
 */
function verdictLines({ failure, connectors, problem }: Rotation, context: ScreenContext): string {
  const words = inLanguage(RELOAD_PHRASES, context.rendering.locale);
  const names = connectors.map(({ connector }) => visible(connector));
  if (failure === undefined) return screenLine(context.colors.green(words.verified(names)), context);
  if (failure === 'reload-failed') {
    const errorText = problem === undefined ? '' : problemText(problem, context);
    const text = words.failure['reload-failed'](joinList(names, context.rendering.locale), errorText);
    return screenLine(context.colors.red(text), context);
  }
  return connectors
    .flatMap((rotated) => {
      const failed = connectorFailure(rotated);
      if (failed === undefined) return [];
      const reason = connectorProblem(rotated);
      const errorText = reason === undefined ? '' : problemText(reason, context);
      return [screenLine(context.colors.red(words.failure[failed](visible(rotated.connector), errorText)), context)];
    })
    .join('');
}

/** Returns the servers that would be reloaded, with their served and selected certificates. */
export function reloadDryRunScreen(
  connectors: readonly RotatedConnector[],
  request: ReloadRequest,
  context: ScreenContext,
): string {
  const words = inLanguage(RELOAD_PHRASES, context.rendering.locale);
  const names = joinList(
    request.connectors.map(({ connector }) => visible(connector.name)),
    context.rendering.locale,
  );
  const command = shellWords(request.command);
  return `${screenLine(words.wouldReload(names, command), { ...context, commands: [command] })}${connectorTables(connectors, request, { isDryRun: true }, context)}`;
}
