import type { ResolvedSettings } from '../../formats/server-config/settled.ts';
import type { Clock } from '../../work/ports/system.ts';
import type { Interfaces } from './host-interfaces.ts';
import type { RunTool } from './run-tool.ts';

/** What every discovery works with. A test brings its own of each. */
export interface DiscoveryDependencies {
  readonly clock: Pick<Clock, 'now'>;
  readonly run: RunTool;
  /** The FQDN of this computer. */
  readonly computer: string;
  /** The addresses of this host, or why the system does not tell them. */
  readonly interfaces: () => ResolvedSettings<Interfaces>;
}
