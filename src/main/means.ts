import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CommandLineMeans } from '../adapters/cli/means.ts';
import { readConfiguration } from '../adapters/config/read-configuration.ts';
import { readEnvironment } from '../adapters/config/read-environment.ts';
import { renderInitial } from '../adapters/config/render-initial.ts';
import { renderSchema } from '../adapters/config/render-schema.ts';
import { showConfiguration } from '../adapters/config/show-configuration.ts';
import type { Verbosity } from '../adapters/log/diagnostics.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { ConfigurationError, UsageError } from '../work/errors.ts';
import { VERSION } from './compose.ts';
import { demo } from './demo.ts';
import { configurationExists, locateConfiguration } from './locate-configuration.ts';
import { openSession } from './open-session.ts';
import { run } from './run.ts';

/** By how often `-v` was given; -1 for `-q`. */
function verbosityOf(times: number): Verbosity {
  if (times < 0) return 'error';
  return times === 0 ? 'info' : 'debug';
}

/** Writes a first configuration where there is none; with O_EXCL, for two may ask at once. */
async function init(file: string): Promise<void> {
  const text = renderInitial(await readEnvironment());
  await mkdir(dirname(file), { recursive: true });
  try {
    await using handle = await open(file, 'wx', 0o644);
    await handle.writeFile(text);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new UsageError(
      `writing a first configuration: ${file} exists already and was left as it is; name another with --config`,
    );
  }
}

/** Puts the command line together with what this process has. */
export function commandLineMeans(signal: AbortSignal): CommandLineMeans {
  return {
    version: VERSION,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    clock: systemClock,
    signal,
    open: openSession,
    configuration: {
      locate: (config) => locateConfiguration(config),
      check: async (file) => {
        try {
          const { warnings } = readConfiguration(file, await readEnvironment());
          return { faults: [], warnings };
        } catch (error) {
          if (error instanceof ConfigurationError) return { faults: error.faults, warnings: [] };
          throw error;
        }
      },
      show: async (file) => showConfiguration(readConfiguration(file, await readEnvironment())),
      schema: renderSchema,
      init,
    },
    run: async ({ config, locale, verbosity }) => {
      const file = locateConfiguration(config);
      if (!configurationExists(file)) {
        throw new UsageError(
          `starting the daemon: there is no configuration ${file}; write one with: mailcertd config init`,
        );
      }
      await run({ file, locale, verbosity: verbosityOf(verbosity) });
    },
    demo,
  };
}
