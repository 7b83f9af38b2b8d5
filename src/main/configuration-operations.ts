import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CommandLineDependencies, InitOptions, InitResult } from '../adapters/cli/session/cli-dependencies.ts';
import { COMMAND_FAILURES } from '../adapters/cli/text/command-failures.ts';
import { UsageError } from '../adapters/cli/text/usage-error.ts';
import { readConfiguration } from '../adapters/config/read/read-configuration.ts';
import { readEnvironment } from '../adapters/config/read-environment.ts';
import { defaultConfiguration } from '../adapters/config/resolve/default-configuration.ts';
import { missingComputerLine, renderInitial } from '../adapters/config/show/render-initial.ts';
import { renderSchema } from '../adapters/config/show/render-schema.ts';
import { showConfiguration } from '../adapters/config/show/show-configuration.ts';
import { makeDirectories } from '../adapters/file-store/write/make-directories.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { fileReason } from '../formats/system/file-reason.ts';
import { ConfigurationError } from '../work/errors.ts';
import { discoverAll } from './discover-all.ts';
import { warningsOf } from './warnings-of.ts';

/**
 * Writes an initial configuration if the file does not exist. O_EXCL prevents that two commands
 * write it at the same time.
 */
async function writeInitialConfiguration(
  file: string,
  { exchangeExport, personalStore = false, locale, reportProgress }: InitOptions,
  signal: AbortSignal,
): Promise<InitResult> {
  const environment = await readEnvironment();
  const exportPath = exchangeExport === undefined ? undefined : resolve(exchangeExport);
  const options = { clock: systemClock, exchangeExport: exportPath, reportProgress };
  const found = await discoverAll(defaultConfiguration(file, environment), options, signal);
  const text = renderInitial(environment, locale, found, { exchangeExport: exportPath, personalStore });
  await makeDirectories(dirname(file));
  try {
    await using handle = await open(file, 'wx', 0o644);
    await handle.writeFile(text);
    return { found, computerLine: missingComputerLine(text) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new UsageError(COMMAND_FAILURES.configuration_exists({ file }));
  }
}

/**
 * Throws a usage error if the file system refused the file or a directory above it; otherwise
 * throws the error itself.
 * @throws always
 */
function throwWriteRefusal(file: string, error: unknown): never {
  const isOfFile = error instanceof Error && 'path' in error && file.startsWith(String(error.path));
  if (!isOfFile) throw error;
  const { reason, location, failure } = fileReason(error, String(error.path));
  const cause = COMMAND_FAILURES.file_refused({ location, reason, detail: failure });
  const { configuration_needs_root: needsRoot, configuration_not_written: notWritten } = COMMAND_FAILURES;
  throw new UsageError((reason === 'permission_denied' ? needsRoot : notWritten)({ cause }));
}

/** The operations of `mailcertd config` on a configuration file. */
export const configurationOperations: Omit<CommandLineDependencies['configuration'], 'locate'> = {
  check: async (file) => {
    try {
      return { errors: [], warnings: await warningsOf(readConfiguration(file, await readEnvironment())) };
    } catch (error) {
      if (error instanceof ConfigurationError) return { errors: error.errors, warnings: [] };
      throw error;
    }
  },
  show: async (file, locale) => showConfiguration(readConfiguration(file, await readEnvironment()), locale),
  schema: async () => renderSchema(),
  init: (file, options, signal) =>
    writeInitialConfiguration(file, options, signal).catch((error: unknown) => throwWriteRefusal(file, error)),
};
