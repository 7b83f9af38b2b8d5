import type { ResolvedSettings } from '../../formats/server-config/resolved-settings.ts';
import type { Clock } from '../../work/ports/system.ts';
import type { Interfaces } from './host-interfaces.ts';
import type { RunTool } from './run-tool.ts';

/** The dependencies of the discovery of all mail servers, which tests replace. */
export interface DiscoveryDependencies {
  readonly clock: Pick<Clock, 'now'>;
  readonly run: RunTool;
  /** The FQDN of this computer. */
  readonly computer: string;
  /** Returns the addresses of this host, or the reason why the system does not list them. */
  readonly interfaces: () => ResolvedSettings<Interfaces>;
}
