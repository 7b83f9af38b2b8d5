import type { Connector, Source, StoreDefinition } from '../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import { fullName } from './found-connector.ts';
import type { NamedFiles } from './named-files.ts';

/** An SNI name of a server and its files. */
export interface ShownName {
  /** The name of the connector. */
  readonly called: string;
  /** Lower case. */
  readonly serverName: string;
  readonly files: NamedFiles;
  /** The probe target with this SNI name; undefined: not probed. */
  readonly probe: ProbeTarget | undefined;
  readonly reload: readonly string[];
  readonly source: Source;
}

function filesOf({ files: { certificateFiles, keyFiles = [] } }: Pick<ShownName, 'files'>): readonly string[] {
  return [...certificateFiles, ...keyFiles];
}

/** Returns the first files of an SNI name that distinguish it from others with the same name. */
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

/**
 * Returns the connector of an SNI name. Its FQDN counts as set by the administrator, so the
 * certificate must match it.
 */
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

/**
 * Returns the stores of a wildcard name. Its files are monitored without a connector, because no
 * single name is known.
 */
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
