import type { Command } from 'commander';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import type { EventFormat } from '../../../domain/event/event-format.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { renderEvent } from '../../../formats/event/render-event.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';
import { eventFormatOption } from '../arguments/event-format-option.ts';
import { parseCount, parseEventIds, parseLevel } from '../arguments/event-query.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import { resolveConnectorName, resolveRequestId, resolveThumbprint } from '../arguments/resolve-objects.ts';
import { parsePast, type TimeArgument } from '../arguments/time-arguments.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Session } from '../session/session.ts';
import { COMMAND_FAILURES } from '../text/command-failures.ts';
import { CONDITION_PHRASES } from '../text/condition-phrases.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { EVENTS_HELP } from '../text/help/events-help.ts';
import { UsageError } from '../text/usage-error.ts';

interface EventsOptions {
  readonly id?: readonly number[];
  readonly level?: EventLevel;
  readonly since?: TimeArgument;
  readonly until?: TimeArgument;
  readonly connector?: string;
  readonly thumbprint?: string;
  readonly request?: string;
  readonly last?: number;
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
  const events: Command = program
    .command('events')
    .description(help.description)
    .argument('[id...]', help.idArgument, (text: string, previous?: readonly number[]) => {
      if (/^[a-z-]/i.test(text)) refuseUnknownWord(text, events);
      return parseEventIds(text, previous);
    })
    .option('--id <ids>', help.id, parseEventIds)
    .option('--level <level>', help.level, parseLevel)
    .option('-S, --since <time>', help.since, parsePast)
    .option('-U, --until <time>', help.until, parsePast)
    .option('--connector <connector>', help.connector)
    .option('--thumbprint <certificate>', help.thumbprint)
    .option('--request <request>', help.request)
    .option('-n, --last <count>', help.last, parseCount)
    .option('-f, --follow', help.follow)
    .addOption(eventFormatOption('line', locale))
    .action(async (ids: readonly number[], options: EventsOptions) => {
      if (options.follow && options.until !== undefined) {
        throw new UsageError(COMMAND_FAILURES.follow_with_until);
      }
      await invocation.withEventLogSession(async (session) => {
        const { operations, rendering } = session;
        const query = await queryFrom(ids, options, session, invocation);
        let count = 0;
        const print = async (record: EventRecord): Promise<void> => {
          count += 1;
          await output.print(renderEvent(options.format, record, rendering));
        };
        const records = options.follow ? operations.followEvents(query, dependencies.signal) : operations.events(query);
        for await (const record of records) await print(record);
        if (!options.follow && count === 0 && invocation.verbosity >= 0)
          output.note(inLanguage(CONDITION_PHRASES, rendering.locale).noEventMatches);
      });
    });
  addEventsShow(events, invocation);
}

/** Returns the query for the event IDs and options; names are resolved by the current stores. */
async function queryFrom(
  ids: readonly number[],
  options: EventsOptions,
  session: Session,
  { dependencies }: Invocation,
): Promise<RecordQuery> {
  const { id, level, since, until, connector, thumbprint, request, follow, last } = options;
  const eventIds = [...(id ?? []), ...ids];
  const now = dependencies.clock.now();
  const { offsetMinutes } = session.rendering;
  const newestCount = last ?? (follow && since === undefined ? DEFAULT_FOLLOWED_RECORDS : undefined);
  return {
    ...(eventIds.length === 0 ? {} : { eventIds }),
    ...(level === undefined ? {} : { level }),
    ...(since === undefined ? {} : { since: since(now, offsetMinutes) }),
    ...(until === undefined ? {} : { until: until(now, offsetMinutes) }),
    ...(connector === undefined
      ? {}
      : { connector: await resolveConnectorName(connector, session, dependencies.signal) }),
    ...(thumbprint === undefined
      ? {}
      : { thumbprint: await resolveThumbprint(thumbprint, session, dependencies.signal) }),
    ...(request === undefined ? {} : { request: await resolveRequestId(request, session, dependencies.signal) }),
    ...(newestCount === undefined ? {} : { last: newestCount }),
  };
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
          return invocation.output.print(renderEvent(format, record, rendering));
        }
        throw new UsageError(FIND_FAILURES.event_record_not_found({ eventRecordId }));
      }),
    );
}
