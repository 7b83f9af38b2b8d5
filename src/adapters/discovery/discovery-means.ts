import type { Clock } from '../../work/ports.ts';
import type { RunTool } from './run-tool.ts';

/** What every discovery works with. A test brings its own of each. */
export interface DiscoveryMeans {
  readonly clock: Pick<Clock, 'now'>;
  readonly run: RunTool;
  /** The FQDN of this computer. */
  readonly computer: string;
  /** The addresses of this host by the name of the interface that has them, IPv6 without a zone. */
  readonly interfaces: () => ReadonlyMap<string, readonly string[]>;
}
