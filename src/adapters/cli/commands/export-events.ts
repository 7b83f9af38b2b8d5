import { resolve } from 'node:path';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { type EventFilterOptions, eventQuery } from '../arguments/event-filters.ts';
import type { ExportFormat } from '../export/export-format.ts';
import { renderEventList } from '../export/render-event-list.ts';
import { writeExport } from '../export/write-export.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Session } from '../session/session.ts';
import { CHANGE_PHRASES } from '../text/change-phrases.ts';
import { COMMAND_FAILURES } from '../text/command-failures.ts';
import { CONDITION_PHRASES } from '../text/condition-phrases.ts';
import { UsageError } from '../text/usage-error.ts';

/** The options of `events export`. */
export interface EventsExportOptions extends EventFilterOptions {
  readonly out: string;
  readonly format?: ExportFormat;
  readonly force?: boolean;
}

/** The name of standard output as a file. */
const STANDARD_OUTPUT = '-';

const FORMATS_BY_EXTENSION: readonly (readonly [extension: RegExp, format: ExportFormat])[] = [
  [/\.evtx$/i, 'evtx'],
  [/\.xml$/i, 'xml'],
  [/\.csv$/i, 'csv'],
  [/\.jsonl?$/i, 'json'],
];

/**
 * Runs `events export`: writes the selected records to a file and prints their number, or writes
 * them to standard output.
 * @throws {UsageError} if the format is unknown or cannot be written to standard output
 */
export async function runEventsExport(
  ids: readonly number[],
  options: EventsExportOptions,
  session: Session,
  invocation: Invocation,
): Promise<void> {
  const { out } = options;
  const { dependencies, output } = invocation;
  const { rendering, operations, stateDirectory } = session;
  const format = formatOf(options);
  const query = await eventQuery(ids, options, session, invocation);
  const reportProgress = out === STANDARD_OUTPUT ? undefined : invocation.reportProgress;
  const total = reportProgress && (await operations.countEvents(query));
  let count = 0;
  const counted = async function* (): AsyncGenerator<EventRecord> {
    for await (const record of operations.events(query)) {
      count += 1;
      reportProgress?.({ activity: 'export', done: count, total });
      yield record;
    }
  };
  if (out === STANDARD_OUTPUT) {
    if (format === 'evtx') throw new UsageError(COMMAND_FAILURES.evtx_to_standard_output);
    for await (const text of renderEventList(counted(), format, rendering)) await output.print(text);
  } else {
    const path = resolve(out);
    await using file = await dependencies.openExportFile({ path, replaces: options.force === true, stateDirectory });
    const request = { records: counted(), format, rendering, file, path };
    const shortened = await writeExport(request, dependencies.signal);
    const { eventsExported, eventsShortened } = inLanguage(CHANGE_PHRASES, rendering.locale);
    if (count > 0) await output.print(`${eventsExported(count, visible(path))}\n`);
    if (shortened > 0) output.note(eventsShortened(shortened));
  }
  if (count === 0 && invocation.verbosity >= 0)
    output.note(inLanguage(CONDITION_PHRASES, rendering.locale).noEventMatches);
}

/**
 * Returns the format of the export: that of the option, or else of the file name.
 * @throws {UsageError} if neither has one
 */
function formatOf({ out, format }: EventsExportOptions): ExportFormat {
  const found = format ?? FORMATS_BY_EXTENSION.find(([extension]) => extension.test(out))?.[1];
  if (found === undefined) throw new UsageError(COMMAND_FAILURES.event_export_format_unknown({ file: out }));
  return found;
}
