import type { Command } from 'commander';
import type { DeliveryState } from '../../../domain/alert/delivery.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { deliveryDocument } from '../../../formats/document/delivery-document.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { DELIVERY_STATES, parseDeliveryStates } from '../../../formats/filter/delivery-states.ts';
import { parseCount } from '../../../formats/filter/event-values.ts';
import { parsePast, type TimeArgument } from '../../../formats/filter/time-arguments.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ResendOutcome } from '../../../work/operations/notification-operations.ts';
import { findById } from '../arguments/find-by-id.ts';
import { formatOption } from '../arguments/format-option.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Session } from '../session/session.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { DELIVERIES_HELP } from '../text/help/deliveries-help.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import { resendRefusal } from '../text/resend-refusal.ts';
import { UsageError } from '../text/usage-error.ts';

interface ListOptions {
  readonly notifier?: string;
  readonly state?: readonly DeliveryState[];
  readonly since?: TimeArgument;
  readonly last?: number;
  readonly format: 'table' | 'json';
}

/** The number of deliveries listed without `--last` and `--since`. */
const DEFAULT_COUNT = 50;

/** Adds `mailcertd deliveries` with its subcommands. */
export function addDeliveries(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(DELIVERIES_HELP, locale);
  const optionHelp = inLanguage(OPTION_HELP, locale);
  const deliveries = program.command('deliveries').description(help.description);
  deliveries
    .command('list', { isDefault: true })
    .description(help.list.description)
    .argument('[command...]')
    .option('--notifier <notifier>', help.list.notifier)
    .option('--state <states>', help.list.state(DELIVERY_STATES.join(', ')), parseDeliveryStates)
    .option('-S, --since <time>', help.list.since, parsePast)
    .option('-n, --last <count>', help.list.last(DEFAULT_COUNT), parseCount)
    .addOption(formatOption(['table', 'json'], locale))
    .action((words: readonly string[], options: ListOptions) => {
      refuseUnknownWord(words[0], deliveries);
      return list(options, invocation);
    });
  deliveries
    .command('show')
    .description(help.show.description)
    .argument('<delivery>', optionHelp.idOrPrefix)
    .addOption(formatOption(['text', 'json'], locale))
    .action((word: string, { format }: { readonly format: 'text' | 'json' }) => show(word, format, invocation));
  deliveries
    .command('resend')
    .description(help.resend.description)
    .argument('<delivery>', optionHelp.idOrPrefix)
    .addOption(formatOption(['text', 'json'], locale))
    .action((word: string, { format }: { readonly format: 'text' | 'json' }) => resend(word, format, invocation));
}

async function list(options: ListOptions, invocation: Invocation): Promise<void> {
  const { notifier, state, since, last, format } = options;
  await invocation.withEventLogSession(async (session) => {
    const { output, dependencies } = invocation;
    const { rendering } = session;
    const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
    const hasDefaultLimit = last === undefined && since === undefined;
    // One delivery more than is listed shows whether there are more.
    const newestCount = hasDefaultLimit ? DEFAULT_COUNT + 1 : last;
    const deliveries = await session.notifications.deliveries({
      ...(notifier === undefined ? {} : { notifier }),
      ...(state === undefined ? {} : { states: state }),
      ...(since === undefined ? {} : { since: since(dependencies.clock.now(), rendering.offsetMinutes) }),
      ...(newestCount === undefined ? {} : { last: newestCount }),
    });
    const listed = hasDefaultLimit ? deliveries?.slice(-DEFAULT_COUNT) : deliveries;
    if (listed === undefined) {
      output.note(words.daemonNeverRan);
      invocation.exitCode = 1;
    }
    if (format === 'json') {
      return output.print(jsonDocument(listed?.map(deliveryDocument)));
    }
    if (listed === undefined) return;
    const { deliveryTable } = await import('../screens/delivery-table.ts');
    await output.print(deliveryTable(listed, dependencies.clock.now(), invocation.screenContext(session)));
    if (invocation.verbosity < 0) return;
    if (listed.length === 0) output.note(words.noDeliveries);
    else if (listed.length !== deliveries?.length) output.note(words.onlyNewestListed(DEFAULT_COUNT));
  });
}

async function show(word: string, format: 'text' | 'json', invocation: Invocation): Promise<void> {
  await invocation.withEventLogSession(async (session) => {
    const { output } = invocation;
    const details = await session.notifications.delivery(await findDeliveryId(word, session));
    if (details === undefined) throw new UsageError(FIND_FAILURES.delivery_pruned({ word }));
    const { delivery, records, attempts } = details;
    if (format === 'json') {
      return output.print(jsonDocument({ ...delivery, eventRecords: records, attemptResults: attempts }));
    }
    const { deliveryScreen } = await import('../screens/delivery-screen.ts');
    await output.print(deliveryScreen(details, invocation.dependencies.clock.now(), invocation.screenContext(session)));
  });
}

/**
 * Returns the full ID of the delivery whose ID is or begins with a word.
 * @throws {UsageError} if none or several match
 */
async function findDeliveryId(word: string, { notifications }: Session): Promise<string> {
  const exact = await notifications.deliveries({ deliveryId: word });
  if (exact?.length === 1) return word;
  const deliveries = (await notifications.deliveries({ idPrefix: word.toLowerCase(), last: DEFAULT_COUNT })) ?? [];
  return findById(
    word,
    deliveries.map(({ delivery }) => delivery.deliveryId),
    { noun: FIND_FAILURES.delivery, listCommand: 'mailcertd deliveries' },
  );
}

async function resend(word: string, format: 'text' | 'json', invocation: Invocation): Promise<void> {
  await invocation.withSession(async (session) => {
    const { output } = invocation;
    const { locale } = session.rendering;
    const words = inLanguage(DELIVERY_PHRASES, locale);
    const id = await findDeliveryId(word, session);
    const outcome: ResendOutcome = await session.notifications.resend(id);
    if (outcome.kind !== 'resent') {
      output.note(`mailcertd: ${resendRefusal(id, outcome, locale)}`);
      invocation.exitCode = 1;
      return;
    }
    const { delivery, isDaemonRunning } = outcome;
    if (format === 'json') return output.print(jsonDocument({ ...delivery, repeats: id, isDaemonRunning }));
    await invocation.printLine(words.resent(delivery.deliveryId, visible(id), visible(delivery.notifier)));
    if (!isDaemonRunning && invocation.verbosity >= 0) output.note(words.sentAfterDaemonStart);
  });
}
