import type { Command, Option } from 'commander';
import type { EventFormat } from '../../../domain/event/event-format.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { parseCount } from '../../../formats/filter/event-values.ts';
import { addEventFilters, type EventFilterOptions, eventQuery } from '../arguments/event-filters.ts';
import { eventFormatOption } from '../arguments/event-format-option.ts';
import { parseExportFormat } from '../arguments/export-format-option.ts';
import { operandsOf } from '../arguments/operands-of.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { eventText } from '../screens/event-text.ts';
import { COMMAND_FAILURES } from '../text/command-failures.ts';
import { CONDITION_PHRASES } from '../text/condition-phrases.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { EVENTS_HELP } from '../text/help/events-help.ts';
import { UsageError } from '../text/usage-error.ts';
import { addEventsExport } from './events-export.ts';

interface EventsOptions extends EventFilterOptions {
  readonly follow?: boolean;
  readonly format: EventFormat;
}

/** The number of existing records that `--follow` prints first without `--since` and `--last`. */
const DEFAULT_FOLLOWED_RECORDS = 10;

/** Adds `mailcertd events` with its subcommands. */
export function addEvents(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(EVENTS_HELP, locale);
  const { output, dependencies } = invocation;
  const events: Command = program.command('events').description(help.description);
  addEventFilters(events, invocation)
    .option('-f, --follow', help.follow)
    .addOption(takingExportFormats(eventFormatOption('line', locale), program, invocation))
    .action(async (ids: readonly number[], options: EventsOptions) => {
      const { follow, until, since, last } = options;
      if (follow && until !== undefined) throw new UsageError(COMMAND_FAILURES.follow_with_until);
      await invocation.withEventLogSession(async (session) => {
        const { operations, rendering } = session;
        const isWhole = !follow || since !== undefined || last !== undefined;
        const filters = isWhole ? options : { ...options, last: DEFAULT_FOLLOWED_RECORDS };
        const query = await eventQuery(ids, filters, session, invocation);
        let count = 0;
        const print = async (record: EventRecord): Promise<void> => {
          count += 1;
          await output.print(eventText(options.format, record, rendering, invocation.width));
        };
        const records = follow ? operations.followEvents(query, dependencies.signal) : operations.events(query);
        for await (const record of records) await print(record);
        if (!follow && count === 0 && invocation.verbosity >= 0)
          output.note(inLanguage(CONDITION_PHRASES, rendering.locale).noEventMatches);
      });
    });
  addEventsShow(events, invocation);
  addEventsExport(events, invocation);
}

/**
 * Makes `--format` of `events` accept the formats of `events export`, if that is the command:
 * commander gives the options after a subcommand to the command above if it has them too.
 */
function takingExportFormats(option: Option, program: Command, { argv }: Invocation): Option {
  const { parseArg } = option;
  return option.argParser((value: string, previous: string) => {
    const isExport = operandsOf(argv, program)[1] === 'export';
    return isExport || parseArg === undefined ? parseExportFormat(value) : parseArg(value, previous);
  });
}

function addEventsShow(events: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(EVENTS_HELP, locale).show;
  events
    .command('show')
    .description(help.description)
    .argument('<record>', help.record, (text: string) => parseCount(text.replace(/^#/, '')))
    .addOption(eventFormatOption('classic', locale))
    .action((eventRecordId: number, options: { readonly format: EventFormat }) =>
      invocation.withEventLogSession(async ({ operations, rendering }) => {
        // Commander assigns `--format` to `events`, which has the same option, not to `show`.
        const { format } = events.getOptionValueSource('format') === 'cli' ? events.opts<EventsOptions>() : options;
        for await (const record of operations.events({ eventRecordId })) {
          return invocation.output.print(eventText(format, record, rendering, invocation.width));
        }
        const isEventId = rendering.definitionOf(eventRecordId) !== undefined;
        throw new UsageError(
          isEventId
            ? FIND_FAILURES.event_id_not_record({ eventId: eventRecordId })
            : FIND_FAILURES.event_record_not_found({ eventRecordId }),
        );
      }),
    );
}
