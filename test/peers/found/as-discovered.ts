import { expect } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import type { AvailableResult } from '../../../src/domain/scan-result.ts';
import { probeUrl } from '../../../src/domain/served/probe-target.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { type KeyType, leavesIn, servedLeaf } from './served-leaf.ts';

const NEVER = new AbortController().signal;
/** A server that was told to reload, or to start, has done so by then. */
const SOON = { timeout: 15_000, interval: 100 };

/** What a discovery comes to, which is to see. */
async function discovered(source: InventorySource): Promise<AvailableResult<Inventory>> {
  const look = await source.read(NEVER);
  if (look.kind === 'blind') throw new Error(`${look.problem.reason} ${look.problem.location} ${look.problem.detail}`);
  return look;
}

/** The connectors that are sockets: neither the names that are asked for, nor what is shown to others. */
function sockets(connectors: readonly Connector[]): readonly Connector[] {
  return connectors.filter(({ name, direction }) => direction === 'receive' && !name.includes(' sni '));
}

/** What is served by connector and kind of key, and what is to be by the files that discovery named. */
async function servedBeside(connectors: readonly Connector[]): Promise<readonly (readonly [string, string, string])[]> {
  const asked = connectors.flatMap(({ name, probe, starttls, certificateFiles = [] }) => {
    if (probe === undefined || !starttls || certificateFiles.length === 0) return [];
    const leaves = new Map<KeyType, string>(certificateFiles.flatMap((path) => [...leavesIn(path)]));
    const kinds: readonly (KeyType | undefined)[] = probe.both ? [...leaves.keys()] : [undefined];
    return kinds.map((keyType) => {
      const named = keyType === undefined ? [...leaves.values()].at(0) : leaves.get(keyType);
      return { name: `${name} ${probeUrl(probe)} ${keyType ?? ''}`, probe, keyType, named: named ?? 'no certificate' };
    });
  });
  return await Promise.all(
    asked.map(async ({ name, probe, keyType, named }) => [name, await servedLeaf(probe, keyType), named] as const),
  );
}

/** What is checked of one configuration of a running server. */
export interface Expected {
  /** So many connectors are shown to serve what discovery says they do. */
  readonly served: number;
  /** What cannot be told, each as part of a detail, in order. */
  readonly said?: readonly string[];
}

/**
 * Every socket of the server is a connector, and no connector is none; at each address the leaf that is served is the first
 * certificate of the file that discovery named; what could not be told is said.
 */
export async function expectAsDiscovered(
  source: InventorySource,
  listening: () => readonly string[],
  { served, said = [] }: Expected,
): Promise<AvailableResult<Inventory>> {
  const look = await discovered(source);
  const { connectors } = look.value;
  const places = sockets(connectors).flatMap(({ probe }) => probe ?? []);
  // A server that is reloading opens one after the other.
  await expect.poll(listening, SOON).toHaveLength(sockets(connectors).length);
  const reached = listening().map((socket) => socket.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]'));
  const probed = places.map((probe) => probeUrl(probe).replace(/^\w+:\/\//, ''));
  expect(reached).toEqual(expect.arrayContaining(probed));

  const told = async (): Promise<readonly string[]> => {
    const all = await servedBeside(connectors);
    const wrong = all.filter(([, is, named]) => is !== named).map((row) => row.join(' '));
    return [`${all.length} served`, ...wrong];
  };
  await expect.poll(told, SOON).toEqual([`${served} served`]);
  expect(look.problems.map(({ detail }) => detail)).toEqual(said.map((part) => expect.stringContaining(part)));
  return look;
}
