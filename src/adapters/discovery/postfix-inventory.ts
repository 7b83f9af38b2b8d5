import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { ANY_PART } from '../../domain/connector/unread-parts.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { postfixConnectors } from '../../formats/server-config/postfix/postfix.ts';
import { unresolvedHostsOf } from '../../formats/server-config/postfix/postfix-listener.ts';
import { splitList } from '../../formats/server-config/postfix/postfix-lists.ts';
import { PostfixSettings } from '../../formats/server-config/postfix/postfix-settings.ts';
import type { SniTable } from '../../formats/server-config/postfix/postfix-sni.ts';
import { sniTablesOf } from '../../formats/server-config/postfix/postfix-sni.ts';
import type { ResolvedSettings } from '../../formats/server-config/resolved-settings.ts';
import { unresolved } from '../../formats/server-config/resolved-settings.ts';
import { fileReason } from '../../formats/system/file-reason.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { instancesResult, MAX_INSTANCES, type ReadInstance, unavailableTool } from './instances-result.ts';
import { readHost } from './read-host.ts';
import { readSmallFile } from './read-small-file.ts';
import { runServerTool, type ToolErrors } from './run-server-tool.ts';
import { withPemKinds } from './with-pem-kinds.ts';

/** The maximum size of a table, bytes. A table for 10,000 domains has about 1 MB. */
const MAX_BYTES: number = 8 * 1024 * 1024;

/**
 * Returns a text why the compiled table may differ from its source file; undefined if it is
 * current.
 */
async function describeStaleTable({ name, path, compiledPath }: SniTable): Promise<string | undefined> {
  if (compiledPath === undefined) return undefined;
  try {
    const [sourceStats, compiledStats] = [await stat(path), await stat(compiledPath)];
    if (compiledStats.mtimeMs >= sourceStats.mtimeMs) return undefined;
    return `${path} was changed after ${compiledPath} was made of it; rebuild it: postmap -F ${name}`;
  } catch (error) {
    const { reason, location } = fileReason(error, compiledPath);
    return `${reason.replaceAll('_', ' ')}: ${location}`;
  }
}

/**
 * Reads the source files of SNI tables, by the names of the tables. Tables without a current source
 * are unresolved.
 */
async function readSniTables(tables: readonly SniTable[]): Promise<ReadonlyMap<string, ResolvedSettings<string>>> {
  const texts = new Map<string, ResolvedSettings<string>>();
  for (const table of tables) {
    const settings = await readSmallFile(table.path, MAX_BYTES);
    const staleText = await describeStaleTable(table);
    const cause =
      settings.kind === 'problem' ? `${settings.problem.reason.replaceAll('_', ' ')}: ${table.path}` : staleText;
    const text = settings.kind === 'read' ? settings.bytes.toString() : '';
    texts.set(table.name, cause === undefined ? { kind: 'value', value: text } : unresolved(cause));
  }
  return texts;
}

const PROGRAM = 'postconf';
const POSTCONF_ERRORS: ToolErrors = {
  prefix: /^postconf: (?:fatal|warning): /,
  unconfigured: /main\.cf: No such file/,
};

/** The configuration of a Postfix other than the host's default one, and its reload command. */
export interface PostfixInstallation {
  /** Its configuration directory, absolute. */
  readonly directory: string;
  readonly reload: readonly string[];
}

/** The settings that `postconf` prints for an instance. */
type ToolSettings =
  | { readonly kind: 'settings'; readonly settings: PostfixSettings; readonly directory: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

class PostfixInventory implements InventorySource {
  readonly name = 'postfix';
  readonly #dependencies: DiscoveryDependencies;
  readonly #installation: PostfixInstallation | undefined;
  /**
   * The last result of each instance, by directory. It is kept while the instance is unreadable.
   */
  readonly #instances = new Map<string, ReadInstance>();
  /** The last resolved addresses, by host name. */
  readonly #addresses = new Map<string, readonly string[]>();

  constructor(dependencies: DiscoveryDependencies, installation: PostfixInstallation | undefined) {
    this.#dependencies = dependencies;
    this.#installation = installation;
  }

  async read(signal: AbortSignal): Promise<ScanResult<Inventory>> {
    const now = this.#dependencies.clock.now();
    const mainInstance = await this.#readSettings(this.#installation?.directory, signal);
    if (mainInstance.kind === 'problem') return unavailableTool(now, mainInstance.problem);
    const instances = [await this.#readInstance(this.name, mainInstance, signal)];
    const problems: Problem[] = [];
    const unreadParts: string[] = [];
    const readParts = [this.name];
    const directories = mainInstance.settings.resolve('multi_instance_directories');
    if (directories.kind === 'unresolved') {
      problems.push({ reason: 'unresolved', location: 'multi_instance_directories', detail: directories.detail });
      unreadParts.push(ANY_PART);
    }
    const instanceDirectories =
      directories.kind === 'value' ? splitList(directories.value).slice(0, MAX_INSTANCES) : [];
    for (const directory of instanceDirectories) {
      const further = toFurtherInstance(await this.#readSettings(directory, signal));
      if (further.kind === 'problem') {
        problems.push(further.problem);
        const previous = this.#instances.get(directory);
        if (previous !== undefined) instances.push(previous);
        // The name of the instance is in its settings.
        else unreadParts.push(ANY_PART);
      } else {
        readParts.push(further.name);
        if (further.isStarted) instances.push(await this.#readInstance(further.name, further, signal));
      }
    }
    return instancesResult(now, { instances, readParts, unreadParts, problems });
  }

  async #readSettings(directory: string | undefined, signal: AbortSignal): Promise<ToolSettings> {
    const directoryFlags = directory === undefined ? [] : ['-c', directory];
    const texts: string[] = [];
    for (const flags of [[], ['-M'], ['-P']]) {
      const toolRun = await runServerTool(
        this.#dependencies.run,
        [PROGRAM, ...directoryFlags, ...flags],
        POSTCONF_ERRORS,
        signal,
      );
      if (toolRun.kind === 'problem') return toolRun;
      texts.push(toolRun.output);
    }
    const [parameters = '', services = '', overrides = ''] = texts;
    const settings = new PostfixSettings({ parameters, services, overrides });
    const configured = settings.resolve('config_directory');
    if (!settings.isComplete || configured.kind === 'unresolved') {
      // The file is empty or is being written. Its connectors are unknown until it is complete.
      const isMasterCf = settings.services.length === 0;
      const location = [PROGRAM, ...directoryFlags, ...(isMasterCf ? ['-M'] : [])].join(' ');
      const settingsDirectory = directory ?? (configured.kind === 'unresolved' ? '' : configured.value);
      const file = join(settingsDirectory, isMasterCf ? 'master.cf' : 'main.cf');
      const missingPart = isMasterCf ? 'no service' : 'no settings that Postfix could run with';
      const detail = `it prints ${missingPart}: ${file} is empty, cut short or just being written; see what it prints, and complete that file`;
      return { kind: 'problem', problem: { reason: 'settings_malformed', location, detail } };
    }
    return { kind: 'settings', settings, directory: directory ?? configured.value };
  }

  async #readInstance(
    instance: string,
    { settings, directory }: { readonly settings: PostfixSettings; readonly directory: string },
    signal: AbortSignal,
  ): Promise<ReadInstance> {
    const path = join(directory, 'master.cf');
    const master = await readSmallFile(path);
    const tables = sniTablesOf(settings);
    const texts = await readSniTables(tables);
    const host = await readHost(this.#dependencies, unresolvedHostsOf(settings), this.#addresses);
    const reload = this.#installation?.reload ?? ['systemctl', 'reload', 'postfix'];
    const connectorsResult = await withPemKinds(
      (pemContentsOf) =>
        postfixConnectors({
          instance,
          server: { name: this.name, reload, hostFqdn: this.#dependencies.computer },
          settings,
          master: { path, text: master.kind === 'read' ? master.bytes.toString() : undefined },
          host,
          pemContentsOf,
          textOf: ({ name }) => texts.get(name) ?? unresolved('it was not read'),
        }),
      signal,
    );
    const tableFiles = tables.flatMap((table) => [
      table.path,
      ...(table.compiledPath === undefined ? [] : [table.compiledPath]),
    ]);
    const result = { ...connectorsResult, readFrom: [join(directory, 'main.cf'), path, ...tableFiles] };
    this.#instances.set(directory, result);
    return result;
  }
}

/** Settings of a further instance that determine which connectors it has. */
type FurtherInstance =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | (Extract<ToolSettings, { kind: 'settings' }> & { readonly name: string; readonly isStarted: boolean });

/**
 * Adds the name of a further instance, and whether it is enabled. A disabled instance is not
 * started.
 */
function toFurtherInstance(toolSettings: ToolSettings): FurtherInstance {
  if (toolSettings.kind === 'problem') return toolSettings;
  const { settings, directory } = toolSettings;
  const identity = settings.derive(undefined, (value) => ({
    isStarted: value('multi_instance_enable').toLowerCase() === 'yes',
    name: value('multi_instance_name') || basename(directory),
  }));
  if (identity.kind === 'value') return { ...toolSettings, ...identity.value };
  return {
    kind: 'problem',
    problem: { reason: 'unresolved', location: join(directory, 'main.cf'), detail: identity.detail },
  };
}

/**
 * Creates the inventory source of Postfix and its instances. It runs `postconf`.
 * @param installation a Postfix other than the host's default one
 */
export function postfixInventory(
  dependencies: DiscoveryDependencies,
  installation?: PostfixInstallation,
): InventorySource {
  return new PostfixInventory(dependencies, installation);
}
