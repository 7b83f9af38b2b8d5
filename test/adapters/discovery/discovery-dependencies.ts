import type { DiscoveryDependencies } from '../../../src/adapters/discovery/discovery-dependencies.ts';
import { runTool } from '../../../src/adapters/discovery/run-tool.ts';

export const NOON: number = Date.UTC(2026, 10, 24, 12);

/**
 * Returns the dependencies of a discovery at noon. It runs programs of this machine, on a host with
 * one interface and the loopback.
 */
export function discoveryDependencies(changes: Partial<DiscoveryDependencies> = {}): DiscoveryDependencies {
  return {
    clock: { now: () => NOON },
    run: runTool,
    computer: 'mail01.contoso.com',
    interfaces: () => ({
      kind: 'value',
      value: new Map([
        ['lo', ['127.0.0.1', '::1']],
        ['eth0', ['192.0.2.1', '2001:db8::1', 'fe80::1']],
      ]),
    }),
    ...changes,
  };
}
