import { describe, expect, it } from 'vitest';
import { hostInterfaces } from '../../../src/adapters/discovery/host-interfaces.ts';
import { opensmtpdInventory } from '../../../src/adapters/discovery/opensmtpd-inventory.ts';
import { partialWithoutInterfaces } from '../../../src/adapters/discovery/partial-without-interfaces.ts';
import { readHost } from '../../../src/adapters/discovery/read-host.ts';
import type { RunTool } from '../../../src/adapters/discovery/run-tool.ts';
import { currentOrLastKnown } from '../../../src/domain/scan-result.ts';
import { said } from '../../domain/failure/said.ts';
import { saying } from '../../domain/failure/saying.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { discoveryDependencies, NOON } from './discovery-dependencies.ts';

const REFUSED = 'A system error occurred: uv_interface_addresses returned Unknown system error 97';
/** Returns the answer of Node if it may not open AF_NETLINK sockets. */
const unknownInterfaces = () =>
  hostInterfaces(() => {
    throw new Error(REFUSED);
  });
const run: RunTool = async ([, flag]) => ({
  kind: 'ran',
  exitCode: flag === '-n' ? 0 : 1,
  output: '',
  errorOutput: 'version: OpenSMTPD 7.6.0-portable usage: smtpd [-dFhnv]',
});
const never = new AbortController().signal;

describe('if the system cannot list the addresses of this host', () => {
  it('the list has a problem, and is no failure', () => {
    expect(unknownInterfaces()).toEqual({ kind: 'unresolved', failure: saying(REFUSED) });
    expect(hostInterfaces()).toMatchObject({ kind: 'value' });
  });

  it('a host is read nevertheless, without addresses', async () => {
    expect((await readHost(discoveryDependencies({ interfaces: unknownInterfaces }), [])).addresses).toEqual([]);
  });

  it('connectors that do not depend on them are discovered, and the others may exist', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('smtpd.conf', 'listen on 192.0.2.1\nlisten on lo\nlisten on localhost\n');
    const dependencies = discoveryDependencies({ run, interfaces: unknownInterfaces });
    const result = await partialWithoutInterfaces(opensmtpdInventory(dependencies, [path]), dependencies).read(never);
    expect(result).toMatchObject({
      kind: 'unavailable',
      since: NOON,
      problem: {
        reason: 'io_error',
        location: 'getifaddrs',
        failure: saying(/^A system error .* 97; .* left out\. Under systemd: .* AF_NETLINK$/),
      },
    });
    expect(currentOrLastKnown(result)?.value.connectors.map(({ name }) => name)).toEqual(['opensmtpd 192.0.2.1:25']);
  });

  it('an inventory without a server is empty, and one that is unavailable for another reason keeps that reason', async () => {
    const absent: RunTool = async () => ({ kind: 'not-installed' });
    const dependencies = discoveryDependencies({ run: absent, interfaces: unknownInterfaces });
    const result = await partialWithoutInterfaces(opensmtpdInventory(dependencies), dependencies).read(never);
    expect(result).toMatchObject({ kind: 'available', problems: [{ reason: 'not_installed' }] });
    const slow: RunTool = async () => ({
      kind: 'problem',
      problem: { reason: 'timed_out', location: 'x', failure: said() },
    });
    const other = discoveryDependencies({ run: slow, interfaces: unknownInterfaces });
    const unavailable = await partialWithoutInterfaces(opensmtpdInventory(other), other).read(never);
    expect(unavailable).toMatchObject({ kind: 'unavailable', problem: { reason: 'timed_out' } });
  });
});

it('if the addresses are known, the inventory is complete', async () => {
  using directory = temporaryDirectory();
  const path = directory.write('smtpd.conf', 'listen on lo\n');
  const dependencies = discoveryDependencies({ run });
  const result = await partialWithoutInterfaces(opensmtpdInventory(dependencies, [path]), dependencies).read(never);
  expect(result).toMatchObject({ kind: 'available', problems: [] });
});
