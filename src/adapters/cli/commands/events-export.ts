import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { addEventFilters, type EventFilterOptions } from '../arguments/event-filters.ts';
import { exportFormatOption } from '../arguments/export-format-option.ts';
import type { ExportFormat } from '../export/export-format.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { COMMAND_FAILURES } from '../text/command-failures.ts';
import { EVENTS_HELP } from '../text/help/events-help.ts';
import { UsageError } from '../text/usage-error.ts';
import type { EventsExportOptions } from './export-events.ts';

/** The options of `events` as commander assigns them: also those after `export`. */
interface AssignedOptions extends EventFilterOptions {
  readonly follow?: boolean;
  readonly format: ExportFormat;
}

/** Adds `mailcertd events export`. */
export function addEventsExport(events: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(EVENTS_HELP, locale).export;
  addEventFilters(events.command('export').description(help.description), invocation)
    .requiredOption('--out <file>', help.out)
    .addOption(exportFormatOption(locale))
    .option('--force', help.force)
    .action(async (ids: readonly number[], options: EventsExportOptions) => {
      // Commander assigns the options that `events` has too to `events`.
      const { follow, format, ...filters } = events.opts<AssignedOptions>();
      if (follow) throw new UsageError(COMMAND_FAILURES.follow_with_export);
      const isFormatGiven = events.getOptionValueSource('format') === 'cli';
      const given = { ...options, ...filters, ...(isFormatGiven ? { format } : {}) };
      await invocation.withEventLogSession(async (session) => {
        const { runEventsExport } = await import('./export-events.ts');
        await runEventsExport(ids, given, session, invocation);
      });
    });
}
