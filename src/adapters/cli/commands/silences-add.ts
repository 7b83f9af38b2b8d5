import type { Command } from 'commander';
import type { Match } from '../../../domain/alert/match.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { silenceDocument } from '../../../formats/document/silence-document.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { parseEventIds, parseLevel } from '../../../formats/filter/event-values.ts';
import { parseMoment, parseSpan, type TimeArgument } from '../../../formats/filter/time-arguments.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { formatOption } from '../arguments/format-option.ts';
import { InvalidValueError } from '../arguments/invalid-value-error.ts';
import { requestedBy } from '../arguments/requested-by.ts';
import { resolveConnectorName, resolveThumbprint } from '../arguments/resolve-objects.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Session } from '../session/session.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { SILENCES_HELP } from '../text/help/silences-help.ts';
import { SILENCE_FAILURES } from '../text/silence-failures.ts';
import { UsageError } from '../text/usage-error.ts';

interface AddOptions {
  readonly id?: readonly number[];
  readonly level?: readonly EventLevel[];
  readonly connector?: readonly string[];
  readonly store?: readonly string[];
  readonly thumbprint?: readonly string[];
  readonly name?: readonly string[];
  readonly for?: number;
  readonly until?: TimeArgument;
  readonly untilCleared?: true;
  readonly reason?: string;
  readonly format: 'table' | 'json';
}

/** The maximum length of a reason, because tables show it: enough for a ticket and a sentence. */
const MAX_REASON_CHARACTERS = 500;

/** Adds `mailcertd silences add`. */
export function addSilencesAdd(silences: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(SILENCES_HELP, locale).add;
  silences
    .command('add')
    .description(help.description)
    .option('--id <ids>', help.id, parseEventIds)
    .option('--level <level>', help.level, (text, previous: readonly EventLevel[] = []) => [
      ...previous,
      parseLevel(text),
    ])
    .option('--connector <connector>', help.connector, collectValues)
    .option('--store <store>', help.store, collectValues)
    .option('--thumbprint <certificate>', help.thumbprint, collectValues)
    .option('--name <pattern>', help.name, collectValues)
    .option('--for <duration>', help.for, parseSpan)
    .option('--until <time>', help.until, parseMoment)
    .option('--until-cleared', help.untilCleared)
    .option('--reason <text>', help.reason, parseReason)
    .addOption(formatOption(['table', 'json'], locale))
    .action((options: AddOptions) => runSilencesAdd(options, invocation));
}

function parseReason(text: string): string {
  const reason = text.trim();
  if (reason === '') throw new InvalidValueError(ARGUMENT_FAILURES.short_reason);
  if (reason.length > MAX_REASON_CHARACTERS)
    throw new InvalidValueError(ARGUMENT_FAILURES.characters_at_most({ limit: MAX_REASON_CHARACTERS }));
  return reason;
}

async function runSilencesAdd(options: AddOptions, invocation: Invocation): Promise<void> {
  const reason = requireFilterAndReason(options);
  await invocation.withSession(async (session) => {
    const { output, dependencies } = invocation;
    const { locale } = session.rendering;
    const endsAt = endOf(options, session, dependencies.clock.now());
    const match = await matchOf(options, session, invocation);
    // Loaded here, because during `addSilence` a process of root switches to the account that owns
    // the event log. That account may not be able to read the files of the program.
    const { silenceTable } = await import('../screens/silence-table.ts');
    const outcome = await session.notifications.addSilence({
      match,
      endsAt,
      reason,
      createdBy: requestedBy(invocation).by,
    });
    if (outcome.kind === 'matches-nothing') {
      throw new UsageError(SILENCE_FAILURES.silence_matches_nothing);
    }
    if (options.format === 'json') return output.print(jsonDocument(silenceDocument(outcome.added)));
    await output.print(silenceTable([outcome.added], dependencies.clock.now(), invocation.screenContext(session)));
    if (invocation.verbosity < 0) return;
    const expireCommand = [...session.command, 'silences', 'expire', outcome.added.silence.silenceId];
    output.note(`${inLanguage(DELIVERY_PHRASES, locale).expireCommandLabel} ${shellWords(expireCommand)}`);
  });
}

/**
 * Checks that a filter and a reason are given, and returns the reason.
 * @throws {UsageError}
 */
function requireFilterAndReason({ reason, id, level, connector, store, thumbprint, name }: AddOptions): string {
  if ([id, level, connector, store, thumbprint, name].every((matcher) => matcher === undefined)) {
    throw new UsageError(SILENCE_FAILURES.silence_filters_missing);
  }
  if (reason === undefined) {
    throw new UsageError(SILENCE_FAILURES.silence_reason_missing);
  }
  return reason;
}

/**
 * Returns when the silence ends; undefined: when all conditions that it matches are resolved.
 * @throws {UsageError} unless exactly one of the options for the end is given, or if `--until` is past
 */
function endOf(
  { for: durationMs, until, untilCleared }: AddOptions,
  session: Session,
  now: Instant,
): Instant | undefined {
  const givenOptions = [durationMs, until, untilCleared].filter((option) => option !== undefined);
  if (givenOptions.length !== 1) {
    throw new UsageError(SILENCE_FAILURES.silence_end_missing);
  }
  if (durationMs !== undefined) return now + durationMs;
  // Without `--for` and `--until`, `--until-cleared` is given.
  const end = until === undefined ? undefined : until(now, session.rendering.offsetMinutes);
  if (end !== undefined && end <= now) {
    throw new UsageError(SILENCE_FAILURES.silence_end_in_past);
  }
  return end;
}

const isPattern = (word: string): boolean => /[*?]/.test(word);

/**
 * Returns the filters of the silence. Connectors and certificates are looked up, and their full
 * names and thumbprints are used; patterns remain as they are.
 * @throws {UsageError}
 */
async function matchOf(options: AddOptions, session: Session, { dependencies }: Invocation): Promise<Match> {
  const { id, level, connector, store, thumbprint, name } = options;
  const unknownId = id?.find((eventId) => session.rendering.definitionOf(eventId) === undefined);
  if (unknownId !== undefined) {
    throw new UsageError(SILENCE_FAILURES.silenced_event_unknown({ eventId: unknownId }));
  }
  const connectors: string[] = [];
  for (const word of connector ?? []) {
    connectors.push(isPattern(word) ? word : await resolveConnectorName(word, session, dependencies.signal));
  }
  const thumbprints: string[] = [];
  for (const word of thumbprint ?? []) thumbprints.push(await resolveThumbprint(word, session, dependencies.signal));
  return {
    ...(id === undefined ? {} : { ids: [...new Set(id)] }),
    ...(level === undefined ? {} : { levels: [...new Set(level)] }),
    ...(connector === undefined ? {} : { connectors }),
    ...(store === undefined ? {} : { stores: store }),
    ...(thumbprint === undefined ? {} : { thumbprints }),
    ...(name === undefined ? {} : { names: name }),
  };
}
