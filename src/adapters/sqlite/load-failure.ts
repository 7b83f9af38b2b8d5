import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../../domain/failure/failure.ts';
import { messageOf } from '../../domain/failure/message-of.ts';
import { RESOURCE_FAILURES } from '../../domain/failure/resource-failures.ts';
import { shellWords } from '../../formats/event/shell-words.ts';
import { NativeModuleError } from '../../work/errors.ts';

/**
 * Node's message about a native module: the ABI it was built for and the ABI of the running Node.
 */
const OTHER_ABI = /NODE_MODULE_VERSION (\d+)[\s\S]*NODE_MODULE_VERSION (\d+)/;

/**
 * Returns the directory in which mailcertd is installed: the nearest parent with a package.json.
 */
function installationDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json')) && dirname(directory) !== directory)
    directory = dirname(directory);
  return directory;
}

/** Returns the nearest parent of a directory in whose node_modules a package is. */
function prefixOf(packageName: string, directory: string): string | undefined {
  for (let parent = directory; ; parent = dirname(parent)) {
    if (existsSync(join(parent, 'node_modules', packageName))) return parent;
    if (dirname(parent) === parent) return undefined;
  }
}

/** Returns whether better-sqlite3 12 was installed without its binary: it then lists where it searched. */
const lacksBinary = (failure: unknown): boolean => failure instanceof Error && 'tries' in failure;

/**
 * Returns the error for a failure to load a native package: one line with the cause and the command
 * that fixes it.
 */
export function loadFailure(failure: unknown, packageName: string): NativeModuleError {
  const message = messageOf(failure);
  const [firstLine = ''] = message.split('\n');
  const [, built, running = ''] = OTHER_ABI.exec(message) ?? [];
  const missing = lacksBinary(failure) ? RESOURCE_FAILURES.binary_not_installed : firstLine;
  const cause = built === undefined ? missing : RESOURCE_FAILURES.other_node_abi({ built, running });
  const advice = adviceFor(built !== undefined, packageName);
  return new NativeModuleError(RESOURCE_FAILURES.native_module_not_loaded({ packageName, cause, advice }), failure);
}

/**
 * Returns how to fix the failure. In a clone of the repository, which has a lock file, npm can build
 * the module. After an installation by npm, the same is possible for Node 20, unless npm removed the
 * package because it could not build it. Any other package must be installed again.
 */
function adviceFor(isOtherAbi: boolean, packageName: string): Failure {
  const directory = installationDirectory();
  if (existsSync(join(directory, 'package-lock.json'))) {
    const npmCommand = isOtherAbi ? ['rebuild', packageName] : ['ci'];
    return RESOURCE_FAILURES.run_command({ command: shellWords(['npm', ...npmCommand, '--prefix', directory]) });
  }
  const isInstalledByNpm = basename(dirname(directory)) === 'node_modules';
  if (!isInstalledByNpm || packageName !== 'better-sqlite3')
    return RESOURCE_FAILURES.install_again({ nodeVersion: process.version });
  const prefix = prefixOf(packageName, directory);
  if (prefix === undefined) return RESOURCE_FAILURES.use_newer_node_or_compile;
  const rebuild = ['npm', 'rebuild', packageName, '--ignore-scripts=false', '--prefix', prefix];
  return RESOURCE_FAILURES.use_newer_node_or_run({ command: shellWords(rebuild) });
}
