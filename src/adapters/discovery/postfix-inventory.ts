import { basename, join } from 'node:path';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { REST_OF_INVENTORY } from '../../domain/connector/unread-parts.ts';
import { DISCOVERY_FAILURES } from '../../domain/failure/discovery-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { problemOfFailure } from '../../domain/failure/problem-of-failure.ts';
import { SETTING_FAILURES } from '../../domain/failure/setting-failures.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { postfixConnectors } from '../../formats/server-config/postfix/postfix.ts';
import { postfixHostsIn } from '../../formats/server-config/postfix/postfix-listener.ts';
import { splitList } from '../../formats/server-config/postfix/postfix-lists.ts';
import { PostfixSettings } from '../../formats/server-config/postfix/postfix-settings.ts';
import { sniTablesOf } from '../../formats/server-config/postfix/postfix-sni.ts';
import { reasonOf, unresolved } from '../../formats/server-config/resolved-settings.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import {
  instancesResult,
  MAX_FURTHER_INSTANCES,
  type ReadInstance,
  tooManyInstances,
  unavailableTool,
} from './instances-result.ts';
import { readHost } from './read-host.ts';
import { readSmallFile } from './read-small-file.ts';
import { readSniTables } from './read-sni-tables.ts';
import { runServerTool, type ToolErrors } from './run-server-tool.ts';
import { withPemContents } from './with-pem-contents.ts';

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
      problems.push(problemOfFailure(reasonOf(directories), 'multi_instance_directories', directories.failure));
      unreadParts.push(REST_OF_INVENTORY);
    }
    const instanceDirectories = directories.kind === 'value' ? splitList(directories.value) : [];
    if (instanceDirectories.length > MAX_FURTHER_INSTANCES) {
      problems.push(tooManyInstances('multi_instance_directories'));
      unreadParts.push(REST_OF_INVENTORY);
    }
    for (const directory of instanceDirectories.slice(0, MAX_FURTHER_INSTANCES)) {
      const further = toFurtherInstance(await this.#readSettings(directory, signal));
      if (further.kind === 'problem') {
        problems.push(further.problem);
        const previous = this.#instances.get(directory);
        if (previous !== undefined) instances.push(previous);
        // The name of the instance is in its settings, so it is unknown which part is unread.
        else unreadParts.push(REST_OF_INVENTORY);
      } else {
        readParts.push(further.name);
        if (further.isStarted) instances.push(await this.#readInstance(further.name, further, signal));
      }
    }
    return instancesResult(now, { instances, readParts, unreadParts, problems });
  }

  async #readSettings(directory: string | undefined, signal: AbortSignal): Promise<ToolSettings> {
    const directoryFlags = directory === undefined ? [] : ['-c', directory];
    // The parameters, the services in master.cf, and the parameters that are set for services there.
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
      // A file is empty or is being written. The connectors are unknown until it is complete.
      const isMasterCf = settings.services.length === 0;
      const location = [PROGRAM, ...directoryFlags, ...(isMasterCf ? ['-M'] : [])].join(' ');
      const settingsDirectory = directory ?? (configured.kind === 'unresolved' ? '' : configured.value);
      const file = join(settingsDirectory, isMasterCf ? 'master.cf' : 'main.cf');
      const { postfix_services_missing, postfix_settings_missing } = DISCOVERY_FAILURES;
      const failure = (isMasterCf ? postfix_services_missing : postfix_settings_missing)({ file });
      return { kind: 'problem', problem: problemOfFailure('settings_malformed', location, failure) };
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
    const host = await readHost(this.#dependencies, postfixHostsIn(settings), this.#addresses);
    const reload = this.#installation?.reload ?? ['systemctl', 'reload', 'postfix'];
    // `postfixConnectors` asks for the contents of PEM files. It is called again after they were read.
    const connectorsResult = await withPemContents(
      (pemContentsOf) =>
        postfixConnectors({
          instance,
          server: { name: this.name, reload, hostFqdn: this.#dependencies.computer },
          settings,
          master: { path, text: master.kind === 'read' ? master.bytes.toString() : undefined },
          host,
          pemContentsOf,
          textOf: ({ name }) => texts.get(name) ?? unresolved(SETTING_FAILURES.table_not_read),
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

/** The settings of a further instance with its name, or the problem. */
type FurtherInstance =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | (Extract<ToolSettings, { kind: 'settings' }> & { readonly name: string; readonly isStarted: boolean });

/** Adds the name of a further instance to its settings, and whether Postfix starts it. */
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
    problem: problemOfFailure(reasonOf(identity), join(directory, 'main.cf'), identity.failure),
  };
}

/**
 * Creates the source of the inventory (connectors and stores) of Postfix and its instances. It runs
 * `postconf`.
 * @param installation a Postfix other than the host's default one
 */
export function postfixInventory(
  dependencies: DiscoveryDependencies,
  installation?: PostfixInstallation,
): InventorySource {
  return new PostfixInventory(dependencies, installation);
}
