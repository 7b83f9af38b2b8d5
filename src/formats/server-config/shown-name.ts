import type { Connector, Source, StoreDefinition } from '../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import { fullName } from './found-connector.ts';
import type { NamedFiles } from './named-files.ts';

/** What a server shows to who asks for a name by SNI. */
export interface ShownName {
  /** As the connector is called. */
  readonly called: string;
  /** Lower case. */
  readonly serverName: string;
  readonly files: NamedFiles;
  /** Where it can be asked for, under that very name; undefined: nowhere. */
  readonly probe: ProbeTarget | undefined;
  readonly reload: readonly string[];
  readonly source: Source;
}

/** The connector that it is: whoever wrote the name down next to the file asked for it to stand in there. */
export function connectorOfName({ called, serverName, files, probe, reload, source }: ShownName): Connector {
  return {
    name: called,
    direction: 'receive',
    fqdn: fullName(serverName),
    fqdnOrigin: 'set',
    enabled: true,
    starttls: true,
    ...files,
    keyLoadedBy: 'root',
    ...(probe === undefined ? {} : { probe }),
    reload,
    source,
  };
}

/** The stores that it is where it stands for many names, of which nobody knows one: the files are watched, and no connector asks. */
export function storesOfName(
  { called, files: { certificateFiles, keyFiles }, source }: ShownName,
  services: StoreDefinition['services'],
): readonly StoreDefinition[] {
  return certificateFiles.map((path, at) => ({
    name: at === 0 ? called : `${called} ${at + 1}`,
    path,
    services,
    personal: false,
    ...(keyFiles === undefined ? {} : { keyFiles }),
    source,
  }));
}
