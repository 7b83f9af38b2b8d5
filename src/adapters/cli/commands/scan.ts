import { type Command, Option } from 'commander';
import { isConnectorFile } from '../../../domain/connector/certificate-file.ts';
import { probeUrl } from '../../../domain/connector/probe-target.ts';
import type { EventFormat } from '../../../domain/event/event-format.ts';
import { addressStates } from '../../../domain/served/served-state.ts';
import { countCertificates } from '../../../domain/status/count-certificates.ts';
import { countPaths } from '../../../domain/status/count-paths.ts';
import type { Explanation, StoreState } from '../../../domain/status/status.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { HOUR, SECOND } from '../../../domain/time.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { parseMoment, parseTimeout, type TimeArgument } from '../../../formats/filter/time-arguments.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Scan } from '../../../work/operations/query-operations.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { eventFormatOption } from '../arguments/event-format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { eventText } from '../screens/event-text.ts';
import type { Session } from '../session/session.ts';
import { DISCOVER_PHRASES } from '../text/discover-phrases.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';
import { probeError } from '../text/probe-error.ts';
import { problemLines } from '../text/problem-lines.ts';
import { SCAN_PHRASES } from '../text/scan-phrases.ts';
import { SERVED_PHRASES } from '../text/served-phrases.ts';

interface ScanOptions {
  readonly store?: readonly string[];
  readonly format: EventFormat;
  readonly at?: TimeArgument;
  readonly probe: boolean;
  /** The timeout in ms of all probes together. */
  readonly timeout: number;
}

/**
 * Adds `mailcertd scan`, which prints the findings of one scan as events and stores nothing. The
 * exit code is 1 if nothing could be scanned.
 */
export function addScan(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(SINGLE_COMMANDS_HELP, locale).scan;
  program
    .command('scan')
    .description(help.description)
    .argument('[path...]', help.path)
    .option('--store <path>', help.store, collectValues)
    .addOption(eventFormatOption('line', locale))
    .option('--at <time>', help.at, parseMoment)
    .option('--no-probe', help.noProbe)
    .addOption(
      new Option('-t, --timeout <duration>', help.timeout).argParser(parseTimeout(HOUR)).default(60 * SECOND, '60s'),
    )
    .action((paths: readonly string[], options: ScanOptions) =>
      invocation.withDiscoveringSession((session) => scanOnce(options, session, invocation), {
        stores: [...paths, ...(options.store ?? [])],
        // The findings depend on the configuration file.
        requiresValidFile: true,
      }),
    );
}

/** Prints unreadable files, failed probes and the findings of one scan, and sets the exit code. */
async function scanOnce(
  options: ScanOptions,
  { operations, rendering, command }: Session,
  invocation: Invocation,
): Promise<void> {
  const { dependencies, output } = invocation;
  const at = options.at?.(dependencies.clock.now(), rendering.offsetMinutes);
  const probeWithinMs = options.probe ? options.timeout : undefined;
  const scan = await operations.scanWithoutState({ at, probeWithinMs }, dependencies.signal);
  for (const state of scan.stores) for (const line of problemLines(state, rendering.locale)) output.note(line);
  if (options.probe) for (const line of probeErrorLines(scan.connectors, rendering.locale)) output.note(line);
  for (const finding of scan.findings) {
    // The record is not stored, so it has no number, and no daemon wrote it.
    const record = { ...finding, eventRecordId: 0, processId: 0 };
    await output.print(eventText(options.format, record, rendering, invocation.width));
  }
  if (invocation.verbosity >= 0) output.note(summaryLine(scan, rendering.locale));
  const hasNothingToScan = scan.stores.length + scan.connectors.length === 0;
  if (hasNothingToScan) output.note(nothingToScanLine(command, rendering.locale));
  invocation.exitCode = hasNothingToScan || areAllStoresUnreadable(scan) ? 1 : 0;
}

/** Returns a line for each address of a connector that could not be probed. */
function probeErrorLines(connectors: readonly Explanation[], locale: Locale): readonly string[] {
  return connectors.flatMap((explanation) => {
    const { connector } = explanation;
    return addressStates(explanation).flatMap(({ address, failure }) => {
      if (failure === undefined || connector.probe === undefined) return [];
      const url = probeUrl({ ...connector.probe, host: address });
      return [
        inLanguage(SERVED_PHRASES, locale).cannotProbeAddress(
          visible(connector.name),
          visible(url),
          probeError(failure, locale),
        ),
      ];
    });
  });
}

function summaryLine({ stores, connectors, findings, durationMs }: Scan, locale: Locale): string {
  // Each file that a connector names is a store of its own, and is counted as a file.
  const files = stores.filter(({ store }) => isConnectorFile(store.name));
  const named = stores.filter(({ store }) => !isConnectorFile(store.name));
  return inLanguage(SCAN_PHRASES, locale).summary({
    certificates: countCertificates(stores),
    stores: named.length,
    unreadableStores: named.filter(isUnreadable).length,
    files: countPaths(files),
    unreadableFiles: countPaths(files.filter(isUnreadable)),
    connectors: connectors.length,
    milliseconds: Math.round(durationMs),
    events: findings.length,
  });
}

function isUnreadable({ kind }: StoreState): boolean {
  return kind === 'unreadable';
}

function nothingToScanLine(command: readonly string[], locale: Locale): string {
  return inLanguage(DISCOVER_PHRASES, locale).nothingToScan(shellWords([...command, 'connectors', 'discover']));
}

/** Returns whether all stores are unreadable; false without stores. */
function areAllStoresUnreadable({ stores }: Scan): boolean {
  return stores.length > 0 && stores.every(isUnreadable);
}
