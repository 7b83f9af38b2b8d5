import type { Command } from 'commander';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { silenceDocument } from '../../../formats/document/silence-document.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ListedSilence } from '../../../work/operations/notification-operations.ts';
import { findById } from '../arguments/find-by-id.ts';
import { formatOption } from '../arguments/format-option.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import { SILENCES_HELP } from '../text/help/silences-help.ts';
import { SILENCE_FAILURES } from '../text/silence-failures.ts';
import { UsageError } from '../text/usage-error.ts';
import { addSilencesAdd } from './silences-add.ts';

interface ListOptions {
  readonly all?: true;
  readonly format: 'table' | 'json';
}

/** Adds `mailcertd silences` with its subcommands. */
export function addSilences(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(SILENCES_HELP, locale);
  const optionHelp = inLanguage(OPTION_HELP, locale);
  const silences = program.command('silences').description(help.description);
  silences
    .command('list', { isDefault: true })
    .description(help.list.description)
    .argument('[command...]')
    .option('--all', help.list.all)
    .addOption(formatOption(['table', 'json'], locale))
    .action((words: readonly string[], options: ListOptions) => {
      refuseUnknownWord(words[0], silences);
      return list(options, invocation);
    });
  addSilencesAdd(silences, invocation);
  silences
    .command('expire')
    .description(help.expire.description)
    .argument('<silence>', optionHelp.idOrPrefix)
    .addOption(formatOption(['text', 'json'], locale))
    .action((word: string, { format }: { readonly format: 'text' | 'json' }) => expire(word, format, invocation));
}

async function list({ all, format }: ListOptions, invocation: Invocation): Promise<void> {
  await invocation.withReadOnlySession(async (session) => {
    const { output, dependencies } = invocation;
    const words = inLanguage(DELIVERY_PHRASES, session.rendering.locale);
    const silences = await session.notifications.silences();
    if (silences === undefined) {
      output.note(words.noSilencesYet);
      invocation.exitCode = 1;
    }
    for (const { silenceId, failure } of await session.notifications.unreadableSilences())
      output.note(words.unreadableSilence(visible(silenceId), visible(failureText(failure, session.rendering.locale))));
    const listed = silences?.filter(({ hasEnded }) => all === true || !hasEnded);
    if (format === 'json') return output.print(jsonDocument(listed?.map(silenceDocument)));
    if (listed === undefined) return;
    const { silenceTable } = await import('../screens/silence-table.ts');
    await output.print(silenceTable(listed, dependencies.clock.now(), invocation.screenContext(session)));
    if (listed.length === 0 && invocation.verbosity >= 0) output.note(words.noSilences);
  });
}

async function expire(word: string, format: 'text' | 'json', invocation: Invocation): Promise<void> {
  await invocation.withSession(async (session) => {
    const { output } = invocation;
    const words = inLanguage(DELIVERY_PHRASES, session.rendering.locale);
    const id = findActiveSilenceId(word, (await session.notifications.silences()) ?? []);
    const expired = await session.notifications.expireSilence(id);
    // undefined: another command has just ended the silence, which is the requested result.
    const covered = expired?.coveredConditions ?? [];
    if (format === 'json') return output.print(jsonDocument({ silenceId: id, covered }));
    await invocation.printLine(
      covered.length > 0 ? words.expiredWithMatches(id, covered.length) : words.expiredWithoutMatches(id),
    );
  });
}

/**
 * Returns the full ID of the active silence whose ID is or begins with a word.
 * @throws {UsageError} if none or several match, or if it has ended
 */
function findActiveSilenceId(word: string, listed: readonly ListedSilence[]): string {
  const id = findById(
    word,
    listed.map(({ silence }) => silence.silenceId),
    {
      noun: FIND_FAILURES.silence,
      listCommand: 'mailcertd silences',
    },
  );
  if (listed.some(({ silence, hasEnded }) => silence.silenceId === id && hasEnded)) {
    throw new UsageError(SILENCE_FAILURES.silence_already_ended({ silenceId: id }));
  }
  return id;
}
