import type { DiscoveredServer } from '../discovered-connectors.ts';
import type { Host } from '../host.ts';
import type { PemContentsOf } from '../named-files.ts';
import type { ResolvedSettings } from '../resolved-settings.ts';
import type { MasterFile } from './master-line-finder.ts';
import type { PostfixSettings } from './postfix-settings.ts';
import type { SniTable } from './postfix-sni.ts';

/** A Postfix instance and the context of its settings. */
export interface PostfixContext {
  /** `postfix`, or the name of another instance. */
  readonly instance: string;
  readonly server: DiscoveredServer;
  readonly settings: PostfixSettings;
  readonly master: MasterFile;
  readonly host: Host;
  readonly pemContentsOf: PemContentsOf;
  /** Returns the contents of an SNI table's source file, unless its compiled file is older. */
  readonly textOf: (table: SniTable) => ResolvedSettings<string>;
}
