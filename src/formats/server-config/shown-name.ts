import type { Connector, Source, StoreDefinition } from '../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../domain/served/probe-target.ts';
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

function filesOf({ files: { certificateFiles, keyFiles = [] } }: Pick<ShownName, 'files'>): readonly string[] {
  return [...certificateFiles, ...keyFiles];
}

/** As many of its files, from the first on, as tell it apart from others that are shown to who asks for the same name. */
export function disambiguateByFile(
  one: Pick<ShownName, 'files'>,
  others: readonly Pick<ShownName, 'files'>[],
): readonly string[] {
  const own = filesOf(one);
  const isShared = (length: number): boolean =>
    others.some((other) => own.slice(0, length).every((file, at) => filesOf(other)[at] === file));
  const length = [...own.keys()].find((each) => !isShared(each)) ?? own.length;
  return own.slice(0, length);
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
