import type { DiscoveryMeans } from '../../../src/adapters/discovery/discovery-means.ts';
import { hostInterfaces } from '../../../src/adapters/discovery/host-interfaces.ts';
import { runTool } from '../../../src/adapters/discovery/run-tool.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';

/** What a discovery works with on this host. */
export function foundHere(): DiscoveryMeans {
  return { clock: systemClock, run: runTool, computer: 'mail01.contoso.com', interfaces: () => hostInterfaces() };
}
