import { readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { REST_OF_INVENTORY } from '../../domain/connector/unread-parts.ts';
import { DOVECOT_FAILURES } from '../../domain/failure/dovecot-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { dovecotConnectors, dovecotHostsIn } from '../../formats/server-config/dovecot/dovecot.ts';
import { type DovecotTree, parseDovecotTree } from '../../formats/server-config/dovecot/dovecot-tree.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { includedFiles } from './included-files.ts';
import {
  instancesResult,
  MAX_FURTHER_INSTANCES,
  type ReadInstance,
  tooManyInstances,
  unavailableTool,
} from './instances-result.ts';
import { readHost } from './read-host.ts';
import { runServerTool, type ToolErrors, toolProblem } from './run-server-tool.ts';
import { withPemContents } from './with-pem-contents.ts';

const PROGRAM = 'doveconf';
const DEFAULT_FILE = '/etc/dovecot/dovecot.conf';
/** The text before an error message of doveconf, and the message if there are no settings. */
const DOVECONF_ERRORS: ToolErrors = {
  prefix: /^doveconf: (?:Fatal|Error): /,
  unconfigured: /^open\(.*\) failed: No such file/,
};
const MATCHES_NOTHING = /(?!)/;
/** The error messages of `doveadm instance list`. None of them is about missing settings. */
const DOVEADM_ERRORS: ToolErrors = {
  prefix: /^(?:doveadm(?:\([^)]*\))?: )?(?:Fatal|Error): /,
  unconfigured: MATCHES_NOTHING,
};

/** The settings file of a Dovecot other than the host's default one, and its reload command. */
export interface DovecotInstallation {
  /** Absolute. */
  readonly file: string;
  readonly reload: readonly string[];
}

/** An instance of Dovecot. A host can run several with different settings. */
interface Instance {
  readonly name: string;
  /** The settings file; undefined for the default file of Dovecot. */
  readonly file: string | undefined;
  readonly reload: readonly string[];
}

/** A value from the output of a tool, or the problem. */
type ToolResult<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Returns true if the output hides the path of a key. Dovecot up to 2.3 hides it. */
function hidesKeys({ settings, blocks }: DovecotTree | DovecotTree['blocks'][number]): boolean {
  return [...settings.values()].some((value) => value.startsWith('# hidden')) || blocks.some(hidesKeys);
}

class DovecotInventory implements InventorySource {
  readonly name = 'dovecot';
  readonly #dependencies: DiscoveryDependencies;
  readonly #installation: DovecotInstallation | undefined;
  /** The last result of each instance, by name. It is kept while the instance is unreadable. */
  readonly #instances = new Map<string, ReadInstance>();
  /** The last resolved addresses, by host name. */
  readonly #addresses = new Map<string, readonly string[]>();

  constructor(dependencies: DiscoveryDependencies, installation: DovecotInstallation | undefined) {
    this.#dependencies = dependencies;
    this.#installation = installation;
  }

  async read(signal: AbortSignal): Promise<ScanResult<Inventory>> {
    const now = this.#dependencies.clock.now();
    const reload = this.#installation?.reload ?? ['systemctl', 'reload', 'dovecot'];
    const mainInstance = await this.#readInstance({ name: this.name, file: this.#installation?.file, reload }, signal);
    if (mainInstance.kind === 'problem') return unavailableTool(now, mainInstance.problem);
    const instances = [mainInstance.value];
    const further = await this.#listFurtherInstances(signal);
    // Without root, doveadm may not read its list. `keepUnreadParts` decides later whether that is a
    // problem, because most hosts have only one instance.
    const isDenied = further.problem?.reason === 'permission_denied';
    const problems: Problem[] = further.problem === undefined || isDenied ? [] : [further.problem];
    const unreadParts: string[] = problems.length === 0 ? [] : [REST_OF_INVENTORY];
    const readParts = [this.name];
    for (const instance of further.instances) {
      const furtherResult = await this.#readInstance(instance, signal);
      if (furtherResult.kind === 'problem') problems.push(furtherResult.problem);
      const currentOrPrevious =
        furtherResult.kind === 'value' ? furtherResult.value : this.#instances.get(instance.name);
      if (currentOrPrevious === undefined) unreadParts.push(instance.name);
      else {
        instances.push(currentOrPrevious);
        readParts.push(instance.name);
      }
    }
    const instanceListProblem = isDenied ? further.problem : undefined;
    return instancesResult(now, { instances, readParts, unreadParts, problems, instanceListProblem });
  }

  /** Runs `doveconf`. @param file undefined for the default file of Dovecot */
  async #readSettings(
    file: string | undefined,
    flags: readonly string[],
    signal: AbortSignal,
  ): Promise<ToolResult<DovecotTree>> {
    const command = [PROGRAM, ...flags, ...(file === undefined ? [] : ['-c', file])] as const;
    const location = command.join(' ');
    const toolRun = await runServerTool(this.#dependencies.run, command, DOVECONF_ERRORS, signal);
    if (toolRun.kind === 'problem') return toolRun;
    const tree = parseDovecotTree(toolRun.output);
    if (tree.version !== undefined) return { kind: 'value', value: tree };
    const failure = DOVECOT_FAILURES.dovecot_version_missing({ command: location });
    return { kind: 'problem', problem: problemOfFailure('settings_malformed', location, failure) };
  }

  async #readInstance({ name, file, reload }: Instance, signal: AbortSignal): Promise<ToolResult<ReadInstance>> {
    const { unreadable, readFrom } = await includedFiles(file ?? DEFAULT_FILE);
    // `-n` prints the settings that differ from the defaults, `-d` the defaults. With `-P`, Dovecot up
    // to 2.3 also prints the paths of keys.
    const changedSettings = await this.#readSettings(file, ['-n'], signal);
    if (changedSettings.kind === 'problem') return changedSettings;
    // Checked after doveconf has run, because an error of doveconf is more exact.
    if (unreadable !== undefined) return { kind: 'problem', problem: unreadable };
    const defaults = await this.#readSettings(file, ['-d'], signal);
    if (defaults.kind === 'problem') return defaults;
    const withKeys = hidesKeys(changedSettings.value)
      ? await this.#readSettings(file, ['-n', '-P'], signal)
      : changedSettings;
    if (withKeys.kind === 'problem') return withKeys;
    const tree = withKeys.value;
    const host = await readHost(this.#dependencies, dovecotHostsIn(tree, defaults.value), this.#addresses);
    // `dovecotConnectors` asks for the contents of PEM files. It is called again after they were read.
    const instance = await withPemContents(
      (pemContentsOf) =>
        dovecotConnectors({
          instance: name,
          server: { name: this.name, reload, hostFqdn: this.#dependencies.computer },
          command: [PROGRAM, '-n', ...(file === undefined ? [] : ['-c', file])].join(' '),
          tree,
          defaults: defaults.value,
          directory: dirname(file ?? DEFAULT_FILE),
          host,
          pemContentsOf,
        }),
      signal,
    );
    const result = { ...instance, readFrom };
    this.#instances.set(name, result);
    return { kind: 'value', value: result };
  }

  /** Lists the instances that were started with other settings. Dovecot keeps a list of them. */
  async #listFurtherInstances(
    signal: AbortSignal,
  ): Promise<{ readonly instances: readonly Instance[]; readonly problem?: Problem }> {
    const mainFile = this.#installation?.file ?? DEFAULT_FILE;
    const installationFlags = this.#installation === undefined ? [] : ['-c', this.#installation.file];
    const command = ['doveadm', ...installationFlags, '-f', 'tab', 'instance', 'list'] as const;
    const listed = await runServerTool(this.#dependencies.run, command, DOVEADM_ERRORS, signal);
    if (listed.kind === 'problem') {
      const { problem } = listed;
      return problem.reason === 'not_installed' ? { instances: [] } : { instances: [], problem };
    }
    // The first line names the columns.
    const lines = listed.output.split('\n').slice(1);
    // If doveadm cannot read its list, it prints an error, and exits with 0. It also prints errors
    // about the lock of the list and about PID files; then it prints the instances all the same.
    if (DOVEADM_ERRORS.prefix.test(listed.errorOutput) && lines.every((line) => line === ''))
      return { instances: [], problem: toolProblem(listed.errorOutput, DOVEADM_ERRORS, command.join(' ')) };
    const byFile = new Map<string, Instance>();
    let problem: Problem | undefined;
    for (const line of lines) {
      const [base = '', instanceName = ''] = line.split('\t');
      // The base directory of a running instance has a symbolic link to its settings.
      const file = base.startsWith('/') ? await readlink(join(base, 'dovecot.conf')).catch(() => undefined) : undefined;
      if (file === undefined || !file.startsWith('/') || file === mainFile) continue;
      if (byFile.size === MAX_FURTHER_INSTANCES && !byFile.has(file)) {
        problem = tooManyInstances(command.join(' '));
        break;
      }
      byFile.set(file, { name: instanceName || file, file, reload: ['doveadm', '-c', file, 'reload'] });
    }
    // Every instance without a configured name is named `dovecot`, so names may not be unique.
    const allNames = [this.name, ...[...byFile.values()].map(({ name: instanceName }) => instanceName)];
    const instances = [...byFile.values()].map((instance) => {
      const isUnique = allNames.filter((instanceName) => instanceName === instance.name).length === 1;
      return isUnique || instance.file === undefined ? instance : { ...instance, name: instance.file };
    });
    return problem === undefined ? { instances } : { instances, problem };
  }
}

/**
 * Creates the source of the inventory (connectors and stores) of Dovecot and its instances. It runs
 * `doveconf` and `doveadm`.
 * @param installation a Dovecot other than the host's default one
 */
export function dovecotInventory(
  dependencies: DiscoveryDependencies,
  installation?: DovecotInstallation,
): InventorySource {
  return new DovecotInventory(dependencies, installation);
}
