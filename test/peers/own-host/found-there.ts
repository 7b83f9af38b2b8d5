import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { probeUrl } from '../../../src/domain/connector/probe-target.ts';
import { socketsIn } from '../found/listening-sockets.ts';
import { type KeyType, leavesIn, servedLeaf } from '../found/served-leaf.ts';
import type { OwnHost } from './own-host.ts';

/** The result of `connectors discover --format json` for one server. */
export interface FoundThere {
  readonly name: string;
  readonly state: string;
  readonly connectors: readonly Connector[];
  readonly stores: readonly { readonly name: string; readonly path: string }[];
  readonly problems: readonly { readonly reason: string; readonly location: string; readonly detail: string }[];
}

/** Returns a connector of the JSON output as discovery returns it: the output names the key types. */
function asDiscovered(connector: Connector): Connector {
  const { probe } = connector;
  if (probe === undefined) return connector;
  const { keyTypes } = probe as typeof probe & { readonly keyTypes?: readonly string[] };
  if (keyTypes === undefined) throw new Error(`${connector.name} has no probe.keyTypes`);
  return { ...connector, probe: { ...probe, probesBothKeyTypes: keyTypes.length > 1 } };
}

/** The time in which a started server opens all its sockets. */
const SOON = { timeout: 15_000, interval: 100 };

/**
 * Returns the result of discovery on that host without a configuration.
 * @param server the name of its discovery
 */
export async function foundThere(host: OwnHost, server: string): Promise<FoundThere> {
  const { exitCode, stdout, stderr } = await host.mailcertd('connectors', 'discover', '--format', 'json');
  if (exitCode !== 0) throw new Error(`discovering: ${stderr}`);
  const found = (JSON.parse(stdout) as readonly FoundThere[]).find(({ name }) => name === server);
  if (found === undefined) throw new Error(`${server} is not discovered`);
  return { ...found, connectors: found.connectors.map(asDiscovered) };
}

/** Returns the listening sockets of that host, for example `127.0.0.1:25`, in order. */
function listening(host: OwnHost): readonly string[] {
  const [, , pid] = host.namespace;
  return ['tcp', 'tcp6'].flatMap((table) => socketsIn(readFileSync(`/proc/${pid}/net/${table}`, 'utf8'))).sort();
}

const boundAt = ({ name }: Connector): string => name.slice(name.indexOf(' ') + 1);

/**
 * Returns, for each connector and key type, the served certificate and the first one in the
 * discovered file.
 */
async function servedWithFile(host: OwnHost, connectors: readonly Connector[]): Promise<readonly string[]> {
  const asked = connectors.flatMap(({ name, probe, certificateFiles = [] }) => {
    if (probe === undefined || certificateFiles.length === 0) return [];
    const leaves = certificateFiles.map((path) => leavesIn(host.at(path)));
    const named = new Map<KeyType, string>(leaves.flatMap((own) => [...own]).reverse());
    const kinds: readonly (KeyType | undefined)[] = probe.probesBothKeyTypes ? [...named.keys()] : [undefined];
    return kinds.map((keyType) => ({
      name: `${name} ${probeUrl(probe)} ${keyType ?? ''}`.trim(),
      probe: keyType === undefined && certificateFiles.length > 1 ? { ...probe, serverName: undefined } : probe,
      keyType,
      leaf: keyType === undefined ? [...(leaves[0]?.values() ?? [])][0] : named.get(keyType),
    }));
  });
  return Promise.all(
    asked.map(async ({ name, probe, keyType, leaf }) => {
      const served = await servedLeaf(probe, keyType, host.namespace);
      return served === leaf ? `${name}: as named` : `${name}: ${served}, not ${leaf}`;
    }),
  );
}

/**
 * Checks that the connectors are exactly the sockets of that host, and that each serves the first
 * certificate of its discovered file.
 * @param served the number of probed connectors with a file, one per key type
 */
export async function expectFoundThere(host: OwnHost, found: FoundThere, served: number): Promise<void> {
  const receiving = found.connectors.filter(({ direction }) => direction === 'receive');
  await expect.poll(() => listening(host), SOON).toEqual(receiving.map(boundAt).sort());
  const compared = await servedWithFile(host, receiving);
  expect(compared.filter((each) => !each.endsWith(': as named'))).toEqual([]);
  expect(compared).toHaveLength(served);
}
