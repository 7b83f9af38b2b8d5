import type { Command } from 'commander';
import type { Failure } from '../../../domain/failure/failure.ts';
import type { ListedNotifier } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { notifierDocument } from '../../../formats/document/notifier-document.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { formatOption } from '../arguments/format-option.ts';
import { quotedNames } from '../arguments/quoted-names.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { NOTIFIERS_HELP } from '../text/help/notifiers-help.ts';
import { UsageError } from '../text/usage-error.ts';

/** Adds `mailcertd notifiers` with its subcommands. */
export function addNotifiers(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(NOTIFIERS_HELP, locale);
  const notifiers = program.command('notifiers').description(help.description);
  notifiers
    .command('list', { isDefault: true })
    .description(help.list.description)
    .argument('[command...]')
    .addOption(formatOption(['table', 'json'], locale))
    .action((words: readonly string[], { format }: { readonly format: 'table' | 'json' }) => {
      refuseUnknownWord(words[0], notifiers);
      return list(format, invocation);
    });
  notifiers
    .command('test')
    .description(help.test.description)
    .argument('<notifier>', help.test.notifier)
    .addOption(formatOption(['text', 'json'], locale))
    .action((name: string, { format }: { readonly format: 'text' | 'json' }) => test(name, format, invocation));
}

async function list(format: 'table' | 'json', invocation: Invocation): Promise<void> {
  await invocation.withReadOnlySession(async (session) => {
    const { output } = invocation;
    const notifiers = await session.notifications.notifiers();
    if (format === 'json') return output.print(jsonDocument(notifiers.map(notifierDocument)));
    const { notifierTable } = await import('../screens/notifier-table.ts');
    await output.print(
      notifierTable(notifiers, invocation.dependencies.clock.now(), invocation.screenContext(session)),
    );
    const words = inLanguage(DELIVERY_PHRASES, session.rendering.locale);
    if (notifiers.length === 0 && invocation.verbosity >= 0) output.note(words.noNotifiers);
  });
}

async function test(name: string, format: 'text' | 'json', invocation: Invocation): Promise<void> {
  await invocation.withSession(async (session) => {
    const notifier = findNotifier(name, await session.notifications.notifiers());
    const { printTestResult } = await import('./print-test-result.ts');
    const outcome = await session.notifications.test(name, invocation.dependencies.signal);
    await printTestResult(outcome, { notifier, format, session, invocation });
  });
}

/**
 * Returns the configured notifier with this name.
 * @throws {UsageError}
 */
function findNotifier(name: string, notifiers: readonly ListedNotifier[]): ListedNotifier['notifier'] {
  const names = notifiers.map(({ notifier }) => notifier.name);
  const match = notifiers.find(({ notifier }) => notifier.name === name);
  if (match !== undefined) return match.notifier;
  const similarName = findNearest(name, names);
  throw new UsageError(FIND_FAILURES.notifier_not_found({ word: name, next: suggestionFor(similarName, names) }));
}

/** Returns the next step for an unknown notifier. */
function suggestionFor(similarName: string | undefined, names: readonly string[]): Failure {
  if (similarName !== undefined)
    return FIND_FAILURES.did_you_mean({ name: FIND_FAILURES.quoted_name({ name: similarName }) });
  return names.length === 0 ? FIND_FAILURES.no_notifiers : FIND_FAILURES.known_notifiers({ names: quotedNames(names) });
}
