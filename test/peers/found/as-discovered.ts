import { expect } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { probeUrl } from '../../../src/domain/connector/probe-target.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { AvailableResult } from '../../../src/domain/scan-result.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { type KeyType, leavesIn, servedLeaf } from './served-leaf.ts';

const NEVER = new AbortController().signal;
/** The time in which a server reloads or starts. */
const SOON = { timeout: 15_000, interval: 100 };

/** Returns the result of a discovery, which must succeed. */
async function discovered(source: InventorySource): Promise<AvailableResult<Inventory>> {
  const result = await source.read(NEVER);
  if (result.kind === 'unavailable')
    throw new Error(`${result.problem.reason} ${result.problem.location} ${failureText(result.problem.failure, 'en')}`);
  return result;
}

/** Returns the connectors that are sockets, without those for SNI names and client certificates. */
function sockets(connectors: readonly Connector[]): readonly Connector[] {
  return connectors.filter(({ name, direction }) => direction === 'receive' && !name.includes(' sni '));
}

/**
 * Returns, for each connector and key type, the served certificate and the first one in the
 * discovered file.
 */
async function servedWithFile(
  connectors: readonly Connector[],
): Promise<readonly (readonly [string, string, string])[]> {
  const asked = connectors.flatMap(({ name, probe, starttls, certificateFiles = [] }) => {
    if (probe === undefined || !starttls || certificateFiles.length === 0) return [];
    const leaves = new Map<KeyType, string>(certificateFiles.flatMap((path) => [...leavesIn(path)]));
    const kinds: readonly (KeyType | undefined)[] = probe.probesBothKeyTypes ? [...leaves.keys()] : [undefined];
    return kinds.map((keyType) => {
      const named = keyType === undefined ? [...leaves.values()].at(0) : leaves.get(keyType);
      return { name: `${name} ${probeUrl(probe)} ${keyType ?? ''}`, probe, keyType, named: named ?? 'no certificate' };
    });
  });
  return await Promise.all(
    asked.map(async ({ name, probe, keyType, named }) => [name, await servedLeaf(probe, keyType), named] as const),
  );
}

/** The expected result of a discovery of a running server. */
export interface Expected {
  /** The number of connectors that must serve the discovered certificates. */
  readonly served: number;
  /** The expected problems, each as part of a detail, in order. */
  readonly said?: readonly string[];
}

/**
 * Checks that the connectors are exactly the sockets of the server. Each address must serve the
 * first certificate of its discovered file. Problems must be reported.
 */
export async function expectAsDiscovered(
  source: InventorySource,
  listening: () => readonly string[],
  { served, said = [] }: Expected,
): Promise<AvailableResult<Inventory>> {
  const result = await discovered(source);
  const { connectors } = result.value;
  const places = sockets(connectors).flatMap(({ probe }) => probe ?? []);
  // A server opens its sockets one after the other during a reload.
  await expect.poll(listening, SOON).toHaveLength(sockets(connectors).length);
  const reached = listening().map((socket) => socket.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]'));
  const probed = places.map((probe) => probeUrl(probe).replace(/^\w+:\/\//, ''));
  expect(reached).toEqual(expect.arrayContaining(probed));

  const found = async (): Promise<readonly string[]> => {
    const all = await servedWithFile(connectors);
    const wrong = all.filter(([, is, named]) => is !== named).map((row) => row.join(' '));
    return [`${all.length} served`, ...wrong];
  };
  await expect.poll(found, SOON).toEqual([`${served} served`]);
  expect(result.problems.map(({ failure }) => failureText(failure, 'en'))).toEqual(
    said.map((part) => expect.stringContaining(part)),
  );
  return result;
}
