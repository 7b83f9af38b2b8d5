import { relative, resolve } from 'node:path';
import type { Configuration } from '../../adapters/config/configuration.ts';
import { openEventSink } from '../../adapters/log/open-event-sink.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { cannotLoadStarttlsCertificateFromStore as noCertificate } from '../../domain/event/catalog/cannot-load-starttls-certificate-from-store.ts';
import { serviceStarted } from '../../domain/event/catalog/service-started.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { formatInstant } from '../../domain/event/format-instant.ts';
import { countCertificates } from '../../domain/status/count-certificates.ts';
import { storeStates } from '../../domain/status/store-states.ts';
import type { Locale } from '../../domain/text/locale.ts';
import { inLanguage } from '../../domain/text/phrase.ts';
import { systemLocale } from '../../formats/system/system-locale.ts';
import type { EventSink } from '../../work/ports/outputs.ts';
import type { ScanOutcome } from '../../work/scan/run-scan.ts';
import { renderingOf } from '../rendering-of.ts';
import { run } from '../run.ts';
import { VERSION } from '../version.ts';
import { DEMO_PHRASES } from './demo-phrases.ts';
import { DEMO_DIRECTORY, makeDemoSample, UNMATCHED_CONNECTOR } from './demo-sample.ts';

/** The command for another terminal in the same directory. It works without an installation. */
const DEMO_COMMAND = ['npx', 'mailcertd', '--config', `${DEMO_DIRECTORY}/mailcertd.yaml`] as const;

/** The events that are printed as in Event Viewer. Other events are printed in one line. */
const CLASSIC_FORMAT_EVENTS: ReadonlySet<number> = new Set([12014, 12015, 12016]);

const printLines = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/**
 * Returns a label and its text in columns. A Japanese character takes two columns of a terminal.
 */
function alignedRow(label: string, text: string, width: number): string {
  const columns = [...label].reduce((sum, character) => sum + (character > '\u2fff' ? 2 : 1), 0);
  return `${label}${' '.repeat(Math.max(1, width - columns))}${text}`;
}

/** Prints the content of the sample, before the first scan. */
function printIntroduction({ inventory, computer, locale }: Configuration, isNew: boolean): void {
  const words = inLanguage(DEMO_PHRASES, locale);
  const [store] = inventory.stores;
  const names = inventory.connectors.map(
    ({ name, fqdn }) => `${name.padEnd(16)} ${fqdn ?? words.fqdnOfComputer(computer.fqdn)}`,
  );
  const state = isNew ? words.issued : words.unchanged;
  printLines(
    words.title(VERSION, DEMO_DIRECTORY),
    '',
    `  ${alignedRow(words.store, `./${relative('', store?.path ?? '')}    ${state}`, 13)}`,
    ...names.map((line, index) => `  ${alignedRow(index === 0 ? words.connectors : '', line, 13)}`),
    '',
  );
}

/** Prints what the user can try next, which depends on the open conditions. */
function printNextSteps(locale: Locale, open: readonly Condition[]): void {
  const words = inLanguage(DEMO_PHRASES, locale);
  const isFixed = !open.some(
    ({ eventId, subject }) => eventId === noCertificate.eventId && subject === UNMATCHED_CONNECTOR.connector,
  );
  const row = (label: string, text: string): string => alignedRow(label, text, 8);
  const commandLine = (...arguments_: readonly string[]): string => [...DEMO_COMMAND, ...arguments_].join(' ');
  printLines(
    row(isFixed ? words.undo : words.fix, words.inAnotherTerminal),
    isFixed
      ? `          ${commandLine('certificates', 'remove', UNMATCHED_CONNECTOR.fqdn, '--force')}`
      : `          ${commandLine('certificates', 'new', '--domain-name', UNMATCHED_CONNECTOR.fqdn, '--services', 'SMTP')}`,
    row('', isFixed ? words.willBeRaised : words.willClear),
    row(words.query, commandLine('status')),
    row('', commandLine('connectors', 'explain', UNMATCHED_CONNECTOR.connector)),
    row(words.setUp, 'npx mailcertd config init'),
    '',
  );
}

/** Prints the counts of the first scan, or the open conditions if it wrote no event. */
function printSummary(outcome: ScanOutcome, configuration: Configuration): void {
  const { written, open, observation } = outcome;
  const { locale, offsetMinutes } = renderingOf(configuration);
  const words = inLanguage(DEMO_PHRASES, locale);
  const scanned = words.scanned(countCertificates(storeStates(observation)), configuration.inventory.connectors.length);
  const [oldest] = [...open].sort((a, b) => a.notifiedAt - b.notifiedAt);
  if (written.length > 0 || oldest === undefined) {
    printLines(words.events(scanned, written.length), '');
    return;
  }
  const next = oldest.notifiedAt + configuration.settings.repeatInterval;
  const at = (instant: number): string => formatInstant(instant, { locale, offsetMinutes });
  printLines(
    words.nothingNew(scanned),
    words.stillOpen(open.length, at(oldest.notifiedAt), at(next)),
    ...open.map(({ eventId, subject }) => `  ${eventId}  ${subject}`),
    words.showsEvents(`${DEMO_COMMAND.join(' ')} events`),
    '',
  );
}

/**
 * Creates the sample, runs the daemon on it in the foreground, and prints what the user can try.
 * @param signal aborted by an early SIGINT
 */
export async function demo(signal: AbortSignal): Promise<void> {
  const { file, isNew } = await makeDemoSample(resolve(DEMO_DIRECTORY));
  /** The ID of the last record of the first scan; 0: it wrote none; undefined: it has not ended. */
  let lastOfFirstScan: number | undefined;
  let firstScanDone: () => void = () => undefined;
  const firstScan = new Promise<void>((resolve) => {
    firstScanDone = resolve;
  });
  let hasPrintedNextSteps = false;
  let open: readonly Condition[] = [];
  let configuration: Configuration | undefined;
  const printNextStepsOnce = (): void => {
    if (!hasPrintedNextSteps) printNextSteps(configuration?.locale ?? 'en', open);
    hasPrintedNextSteps = true;
  };

  const sinkOf = (loaded: Configuration): EventSink => {
    const rendering = renderingOf(loaded);
    const classicSink = openEventSink({ type: 'console', format: 'classic' }, rendering, process);
    const lineSink = openEventSink({ type: 'console', format: 'line' }, rendering, process);
    return {
      name: 'console',
      resumesAfterRestart: false,
      async write(records, signal) {
        // The summary of the first scan is printed before the first record.
        await firstScan;
        for (const record of records) {
          if (record.eventId === serviceStarted.eventId) continue;
          const isClassic = CLASSIC_FORMAT_EVENTS.has(record.eventId) && record.change === 'raised';
          await (isClassic ? classicSink : lineSink).write([record], signal);
        }
        const isFirstScanReported =
          (records.at(-1)?.eventRecordId ?? 0) >= (lastOfFirstScan ?? Number.POSITIVE_INFINITY);
        if (isFirstScanReported && !hasPrintedNextSteps) printLines('');
        if (isFirstScanReported) printNextStepsOnce();
      },
      async [Symbol.asyncDispose]() {
        await classicSink[Symbol.asyncDispose]();
        await lineSink[Symbol.asyncDispose]();
      },
    };
  };

  const onCommitted = (outcome: ScanOutcome): void => {
    if (configuration === undefined || lastOfFirstScan !== undefined) return;
    printSummary(outcome, configuration);
    open = outcome.open;
    const last: EventRecord | undefined = outcome.written.at(-1);
    lastOfFirstScan = last?.eventRecordId ?? 0;
    firstScanDone();
    if (last === undefined) printNextStepsOnce();
  };
  await run({
    file,
    locale: systemLocale(process.env),
    verbosity: 'warning',
    signal,
    command: DEMO_COMMAND,
    overrides: {
      onCommitted,
      sinks: (loaded) => {
        if (configuration === undefined) printIntroduction(loaded, isNew);
        configuration = loaded;
        return [sinkOf(loaded)];
      },
    },
  });
}
