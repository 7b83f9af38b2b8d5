import { readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { ANY_PART } from '../../domain/connector/unread-parts.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import { dovecotConnectors, hostsOfDovecot } from '../../formats/server-config/dovecot/dovecot.ts';
import { type DovecotTree, parseDovecotTree } from '../../formats/server-config/dovecot/dovecot-tree.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import { askTool, problemOf, type ToolErrors } from './ask-tool.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { includedFiles } from './included-files.ts';
import { withPemKinds } from './pem-kinds.ts';
import { readHost } from './read-host.ts';
import { instancesResult, MAX_INSTANCES, type ReadInstance, unavailableTool } from './tool-instances.ts';

const PROGRAM = 'doveconf';
const DEFAULT_FILE = '/etc/dovecot/dovecot.conf';
const COMPLAINTS: ToolErrors = {
  head: /^doveconf: (?:Fatal|Error): /,
  unconfigured: /^open\(.*\) failed: No such file/,
};
/** The error messages of the list of instances. */
const LIST_COMPLAINTS: ToolErrors = { head: /^(?:doveadm(?:\([^)]*\))?: )?(?:Fatal|Error): /, unconfigured: /(?!)/ };

/** The settings of a Dovecot other than the host's default one, and its reload command. */
export interface DovecotPlace {
  /** Absolute. */
  readonly file: string;
  readonly reload: readonly string[];
}

interface Instance {
  readonly name: string;
  readonly file: string | undefined;
  readonly reload: readonly string[];
}

type Asked<T> = { readonly kind: 'said'; readonly value: T } | { readonly kind: 'problem'; readonly problem: Problem };

/** Returns whether the output hides a key path. Dovecot up to 2.3 does that. */
function hidesKeys({ settings, blocks }: DovecotTree | DovecotTree['blocks'][number]): boolean {
  return [...settings.values()].some((value) => value.startsWith('# hidden')) || blocks.some(hidesKeys);
}

class DovecotInventory implements InventorySource {
  readonly name = 'dovecot';
  readonly #dependencies: DiscoveryDependencies;
  readonly #place: DovecotPlace | undefined;
  /** The last result of each instance, by name. It is kept while the instance is unreadable. */
  readonly #instances = new Map<string, ReadInstance>();
  /** The last resolved addresses, by host name. */
  readonly #addresses = new Map<string, readonly string[]>();

  constructor(dependencies: DiscoveryDependencies, place: DovecotPlace | undefined) {
    this.#dependencies = dependencies;
    this.#place = place;
  }

  async read(signal: AbortSignal): Promise<ScanResult<Inventory>> {
    const now = this.#dependencies.clock.now();
    const reload = this.#place?.reload ?? ['systemctl', 'reload', 'dovecot'];
    const ownInstance = await this.#find({ name: this.name, file: this.#place?.file, reload }, signal);
    if (ownInstance.kind === 'problem') return unavailableTool(now, ownInstance.problem);
    const all = [ownInstance.value];
    const further = await this.#furtherInstances(ownInstance.value, signal);
    const isDenied = further.problem?.reason === 'permission_denied';
    const problems: Problem[] = further.problem === undefined || isDenied ? [] : [further.problem];
    const unreadParts: string[] = problems.length === 0 ? [] : [ANY_PART];
    const readParts = [this.name];
    for (const instance of further.instances) {
      const found = await this.#find(instance, signal);
      if (found.kind === 'problem') problems.push(found.problem);
      const previous = found.kind === 'said' ? found.value : this.#instances.get(instance.name);
      if (previous === undefined) unreadParts.push(instance.name);
      else {
        all.push(previous);
        readParts.push(instance.name);
      }
    }
    const deniedList = isDenied ? further.problem : undefined;
    return instancesResult(now, { all, readParts, unreadParts, problems, deniedList });
  }

  async #ask(file: string | undefined, flags: readonly string[], signal: AbortSignal): Promise<Asked<DovecotTree>> {
    const command = [PROGRAM, ...flags, ...(file === undefined ? [] : ['-c', file])] as const;
    const location = command.join(' ');
    const ran = await askTool(this.#dependencies.run, command, COMPLAINTS, signal);
    if (ran.kind === 'problem') return ran;
    const tree = parseDovecotTree(ran.output);
    if (tree.version !== undefined) return { kind: 'said', value: tree };
    const detail = `its first line names no version, as that of Dovecot does; run ${location} to see what it prints`;
    return { kind: 'problem', problem: { reason: 'settings_malformed', location, detail } };
  }

  async #find({ name, file, reload }: Instance, signal: AbortSignal): Promise<Asked<ReadInstance>> {
    const { unreadable, readFrom } = await includedFiles(file ?? DEFAULT_FILE);
    const output = await this.#ask(file, ['-n'], signal);
    if (output.kind === 'problem') return output;
    if (unreadable !== undefined) return { kind: 'problem', problem: unreadable };
    const defaults = await this.#ask(file, ['-d'], signal);
    if (defaults.kind === 'problem') return defaults;
    const shown = hidesKeys(output.value) ? await this.#ask(file, ['-n', '-P'], signal) : output;
    if (shown.kind === 'problem') return shown;
    const tree = shown.value;
    const host = await readHost(this.#dependencies, hostsOfDovecot(tree, defaults.value), this.#addresses);
    const instance = await withPemKinds(
      (kindsOf) =>
        dovecotConnectors({
          instance: name,
          server: { name: this.name, reload, computer: this.#dependencies.computer },
          command: [PROGRAM, '-n', ...(file === undefined ? [] : ['-c', file])].join(' '),
          tree,
          defaults: defaults.value,
          directory: dirname(file ?? DEFAULT_FILE),
          host,
          kindsOf,
        }),
      signal,
    );
    const whole = { ...instance, readFrom };
    this.#instances.set(name, whole);
    return { kind: 'said', value: whole };
  }

  /** Lists the instances that were started with other settings. Dovecot keeps a list of them. */
  async #furtherInstances(
    { readFrom: [own] }: ReadInstance,
    signal: AbortSignal,
  ): Promise<{ readonly instances: readonly Instance[]; readonly problem?: Problem }> {
    const from = this.#place === undefined ? [] : ['-c', this.#place.file];
    const command = ['doveadm', ...from, '-f', 'tab', 'instance', 'list'] as const;
    const listed = await askTool(this.#dependencies.run, command, LIST_COMPLAINTS, signal);
    if (listed.kind === 'problem') {
      const { problem } = listed;
      return problem.reason === 'not_installed' ? { instances: [] } : { instances: [], problem };
    }
    const lines = listed.output.split('\n').slice(1, MAX_INSTANCES);
    // If doveadm cannot read its list, it prints an error, and exits with 0. It also prints errors
    // about the lock of the list and about PID files; then it prints the instances all the same.
    if (LIST_COMPLAINTS.head.test(listed.complaint) && lines.every((line) => line === ''))
      return { instances: [], problem: problemOf(listed.complaint, LIST_COMPLAINTS, command.join(' ')) };
    const further = new Map<string, Instance>();
    for (const line of lines) {
      const [base = '', name = ''] = line.split('\t');
      // The base directory of a running instance has a symbolic link to its settings.
      const file = base.startsWith('/') ? await readlink(join(base, 'dovecot.conf')).catch(() => undefined) : undefined;
      if (file === undefined || !file.startsWith('/') || file === own) continue;
      further.set(file, { name: name || file, file, reload: ['doveadm', '-c', file, 'reload'] });
    }
    const taken = [this.name, ...[...further.values()].map(({ name }) => name)];
    // `dovecot` is the name of every instance without a configured name.
    const instances = [...further.values()].map((instance) => {
      const isUnique = taken.filter((name) => name === instance.name).length === 1;
      return isUnique || instance.file === undefined ? instance : { ...instance, name: instance.file };
    });
    return { instances };
  }
}

/**
 * Returns the inventory of Dovecot and its instances, as its own tools report them.
 * @param place a Dovecot other than the host's default one
 */
export function dovecotInventory(dependencies: DiscoveryDependencies, place?: DovecotPlace): InventorySource {
  return new DovecotInventory(dependencies, place);
}
