import type { Command } from 'commander';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { parseCount, parseEventIds, parseLevel } from '../../../formats/filter/event-values.ts';
import { parsePast, type TimeArgument } from '../../../formats/filter/time-arguments.ts';
import type { RecordQuery } from '../../../work/ports/ledger.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Session } from '../session/session.ts';
import { EVENTS_HELP } from '../text/help/events-help.ts';
import { refuseUnknownWord } from './refuse-unknown-word.ts';
import { resolveConnectorName, resolveRequestId, resolveThumbprint } from './resolve-objects.ts';

/** The options that select events. */
export interface EventFilterOptions {
  readonly id?: readonly number[];
  readonly level?: EventLevel;
  readonly since?: TimeArgument;
  readonly until?: TimeArgument;
  readonly connector?: string;
  readonly thumbprint?: string;
  readonly request?: string;
  readonly last?: number;
}

/** Adds the argument and the options that select events to a command. */
export function addEventFilters(command: Command, { initialLocale: locale }: Invocation): Command {
  const help = inLanguage(EVENTS_HELP, locale);
  return command
    .argument('[id...]', help.idArgument, (text: string, previous?: readonly number[]) => {
      if (/^[a-z-]/i.test(text)) refuseUnknownWord(text, command);
      return parseEventIds(text, previous);
    })
    .option('--id <ids>', help.id, parseEventIds)
    .option('--level <level>', help.level, parseLevel)
    .option('-S, --since <time>', help.since, parsePast)
    .option('-U, --until <time>', help.until, parsePast)
    .option('--connector <connector>', help.connector)
    .option('--thumbprint <certificate>', help.thumbprint)
    .option('--request <request>', help.request)
    .option('-n, --last <count>', help.last, parseCount);
}

/** Returns the query for the event IDs and options; names are resolved by the current stores. */
export async function eventQuery(
  ids: readonly number[],
  options: EventFilterOptions,
  session: Session,
  { dependencies }: Invocation,
): Promise<RecordQuery> {
  const { id, level, since, until, connector, thumbprint, request, last } = options;
  const eventIds = [...(id ?? []), ...ids];
  const now = dependencies.clock.now();
  const { offsetMinutes } = session.rendering;
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
    ...(last === undefined ? {} : { last }),
  };
}
