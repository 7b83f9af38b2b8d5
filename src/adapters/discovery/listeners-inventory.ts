import { open } from 'node:fs/promises';
import { endianness } from 'node:os';
import type { Inventory } from '../../domain/connector/inventory.ts';
import { LISTENERS, MAIL_PORTS } from '../../domain/connector/listeners.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import { isLoopback } from '../../formats/network/is-loopback.ts';
import { type ListeningSocket, parseListeningSocket } from '../../formats/network/listening-socket.ts';
import { fileReason, isGone } from '../../formats/system/file-reason.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { socketPrograms } from './socket-programs.ts';

/**
 * Reads the listening sockets of a table of the kernel. The table begins with a header and lists
 * listening sockets first, so the first line with another socket ends the search.
 */
async function readTable(path: string): Promise<readonly ListeningSocket[]> {
  await using handle = await open(path);
  const sockets: ListeningSocket[] = [];
  let isHeader = true;
  for await (const line of handle.readLines()) {
    const socket = isHeader ? undefined : parseListeningSocket(line, endianness());
    if (socket !== undefined) sockets.push(socket);
    else if (!isHeader) break;
    isHeader = false;
  }
  return sockets;
}

/** Reads the sockets of both address families. A kernel without IPv6 has no table for it. */
async function readTables(proc: string): Promise<readonly ListeningSocket[]> {
  const ipv6 = readTable(`${proc}/self/net/tcp6`).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });
  return (await Promise.all([readTable(`${proc}/self/net/tcp`), ipv6])).flat();
}

/** Compares sockets by port and address, because the kernel's order varies. */
function byPortAndAddress(a: ListeningSocket, b: ListeningSocket): number {
  return a.port - b.port || a.address.localeCompare(b.address);
}

class ListenersInventory implements InventorySource {
  readonly name = LISTENERS;
  readonly #dependencies: Pick<DiscoveryDependencies, 'clock' | 'interfaces'>;
  readonly #proc: string;
  /**
   * Programs by the inode of their socket. They are cached: a socket keeps its program, and reading
   * the descriptors of all processes takes time.
   */
  #programs: ReadonlyMap<string, string> = new Map();

  constructor(dependencies: Pick<DiscoveryDependencies, 'clock' | 'interfaces'>, proc: string) {
    this.#dependencies = dependencies;
    this.#proc = proc;
  }

  async read(signal: AbortSignal): Promise<ScanResult<Inventory>> {
    const at = this.#dependencies.clock.now();
    let listening: readonly ListeningSocket[];
    try {
      listening = await readTables(this.#proc);
    } catch (error) {
      return unavailable(at, fileReason(error, `${this.#proc}/self/net/tcp`));
    }
    const sockets = listening
      .filter(({ address, port }) => MAIL_PORTS.has(port) && !isLoopback(address))
      .sort(byPortAndAddress);
    await this.#updatePrograms(sockets, signal);
    const resolved = this.#dependencies.interfaces();
    const value: Inventory = {
      connectors: [],
      stores: [],
      listeners: {
        sockets: sockets.map(({ address, port, inode }) => ({ address, port, program: this.#programs.get(inode) })),
        ownAddresses: resolved.kind === 'value' ? [...resolved.value.values()].flat() : [],
      },
    };
    return { kind: 'available', at, value, problems: [] };
  }

  /** Sets `#programs` to the programs of these sockets, as far as they can be found. */
  async #updatePrograms(sockets: readonly ListeningSocket[], signal: AbortSignal): Promise<void> {
    const newInodes = new Set(sockets.map(({ inode }) => inode).filter((inode) => !this.#programs.has(inode)));
    const foundPrograms = await socketPrograms(newInodes, this.#proc, signal);
    const programs = sockets.flatMap(({ inode }): [string, string][] => {
      const program = this.#programs.get(inode) ?? foundPrograms.get(inode);
      return program === undefined ? [] : [[inode, program]];
    });
    this.#programs = new Map(programs);
  }
}

/**
 * Creates the source of an inventory without connectors and stores: the sockets that listen on mail
 * ports of this host, except on loopback addresses.
 * @param proc where procfs is mounted
 */
export function listenersInventory(
  dependencies: Pick<DiscoveryDependencies, 'clock' | 'interfaces'>,
  proc: string = '/proc',
): InventorySource {
  return new ListenersInventory(dependencies, proc);
}
