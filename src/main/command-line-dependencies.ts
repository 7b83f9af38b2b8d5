import type { CommandLineDependencies } from '../adapters/cli/session/cli-dependencies.ts';
import { COMMAND_FAILURES } from '../adapters/cli/text/command-failures.ts';
import { UsageError } from '../adapters/cli/text/usage-error.ts';
import type { Verbosity } from '../adapters/log/diagnostics.ts';
import { processAccountName } from '../adapters/system/account-name.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { configurationExists, locateConfiguration } from './locate-configuration.ts';
import { VERSION } from './version.ts';

/** Returns the verbosity for the number of `-v` options; -1 is `-q`. */
function verbosityOf(times: number): Verbosity {
  if (times < 0) return 'error';
  return times === 0 ? 'info' : 'debug';
}

/** Returns the dependencies of the command line. Modules are loaded when a command uses them. */
export function commandLineDependencies(
  signal: AbortSignal,
  signals: Pick<CommandLineDependencies, 'catchInterrupt' | 'beforeSignalEnds'>,
): CommandLineDependencies {
  const loadOperations = async (): Promise<Omit<CommandLineDependencies['configuration'], 'locate'>> =>
    (await import('./configuration-operations.ts')).configurationOperations;
  return {
    version: VERSION,
    nodeVersion: process.versions.node,
    stdout: process.stdout,
    stderr: process.stderr,
    // Opened only by a command that reads input.
    get stdin() {
      return process.stdin;
    },
    get account() {
      return processAccountName();
    },
    environment: process.env,
    clock: systemClock,
    signal,
    ...signals,
    open: async (selected, locale) => {
      const { openSession } = await import('./open-session.ts');
      return openSession(selected, locale);
    },
    openExportFile: async (target) => {
      const { openExportFile } = await import('../adapters/file-store/write/open-export-file.ts');
      return openExportFile(target);
    },
    configuration: {
      locate: (config) => locateConfiguration(config),
      check: async (file) => (await loadOperations()).check(file),
      show: async (file, locale) => (await loadOperations()).show(file, locale),
      schema: async () => (await loadOperations()).schema(),
      init: async (file, options, abort) => (await loadOperations()).init(file, options, abort),
    },
    run: async ({ config, locale, verbosity }) => {
      const file = locateConfiguration(config);
      if (!configurationExists(file)) {
        throw new UsageError(COMMAND_FAILURES.daemon_without_configuration({ file }));
      }
      const { run } = await import('./run.ts');
      await run({ file, locale, verbosity: verbosityOf(verbosity), signal });
    },
    demo: async () => {
      const { demo } = await import('./demo/demo.ts');
      await demo(signal);
    },
  };
}
