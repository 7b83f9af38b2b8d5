import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { StateBackup } from '../../../domain/status/state-backup.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import { formatOption } from '../arguments/format-option.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { STATE_HELP } from '../text/help/state-help.ts';
import { STATE_PHRASES } from '../text/state-phrases.ts';
import { localTime } from '../text/written-times.ts';

interface StateOptions {
  readonly format: 'text' | 'json';
}

interface BackupOptions extends StateOptions {
  readonly force?: true;
}

const START_COMMAND = 'systemctl start mailcertd';

/** Adds `mailcertd state` with its subcommands. */
export function addState(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(STATE_HELP, locale);
  const state = program.command('state').description(help.description);
  state.argument('[command...]').action((words: readonly string[]) => {
    refuseUnknownWord(words[0], state);
    state.outputHelp();
  });
  state
    .command('backup')
    .description(help.backup.description)
    .argument('<file>', help.backup.file)
    .option('--force', help.backup.force)
    .addOption(formatOption(['text', 'json'], locale))
    .action((file: string, options: BackupOptions) => backUp(resolve(file), options, invocation));
  state
    .command('restore')
    .description(help.restore.description)
    .argument('<file>', help.restore.file)
    .addOption(formatOption(['text', 'json'], locale))
    .action((file: string, options: StateOptions) => restore(resolve(file), options, invocation));
}

async function backUp(path: string, { force, format }: BackupOptions, invocation: Invocation): Promise<void> {
  await invocation.withAnySession(async ({ state, rendering }) => {
    const { dependencies, output, verbosity } = invocation;
    const backup = await state.backUp({ path, replaces: force === true }, dependencies.signal);
    if (format === 'json') return output.print(jsonDocument({ file: path, ...backup }));
    if (verbosity < 0) return;
    await invocation.printLine(inLanguage(STATE_PHRASES, rendering.locale).backedUp(detailsOf(path, backup)));
  });
}

async function restore(path: string, { format }: StateOptions, invocation: Invocation): Promise<void> {
  await invocation.withAnySession(async ({ state, rendering, fqdn }) => {
    const { dependencies, output, verbosity } = invocation;
    const { backup, stateDirectory, previousPath, supportedSchema } = await state.restore(path, dependencies.signal);
    const words = inLanguage(STATE_PHRASES, rendering.locale);
    const { computers } = backup;
    if (computers.length > 0 && !computers.includes(fqdn)) output.note(words.otherComputer(computers.join(', '), fqdn));
    if (format === 'json') return output.print(jsonDocument({ file: path, ...backup, stateDirectory, previousPath }));
    const lines: string[] = [];
    if (verbosity >= 0) {
      const createdAt = localTime(backup.createdAt, rendering.offsetMinutes);
      lines.push(words.restored({ ...detailsOf(path, backup), createdAt }));
    }
    if (previousPath !== undefined) lines.push(words.previousKept(visible(previousPath)));
    if (backup.schemaVersion < supportedSchema) {
      lines.push(words.willBeUpgraded(backup.schemaVersion, supportedSchema));
    }
    if (verbosity >= 0) lines.push(words.startDaemon(START_COMMAND));
    for (const line of lines) await invocation.printLine(line, [START_COMMAND]);
  });
}

function detailsOf(
  path: string,
  { computers, lastRecordId }: StateBackup,
): { readonly computers: string; readonly path: string; readonly lastRecordId: number } {
  return { computers: visible(computers.join(', ')), path: visible(path), lastRecordId };
}
