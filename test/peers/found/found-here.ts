import type { DiscoveryDependencies } from '../../../src/adapters/discovery/discovery-dependencies.ts';
import { hostInterfaces } from '../../../src/adapters/discovery/host-interfaces.ts';
import { runTool } from '../../../src/adapters/discovery/run-tool.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';

/** Returns the dependencies of a discovery on this host. */
export function foundHere(): DiscoveryDependencies {
  return { clock: systemClock, run: runTool, computer: 'mail01.contoso.com', interfaces: () => hostInterfaces() };
}
