import type { Connector, Source, StoreDefinition } from '../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import { fullyQualifiedName } from './discovered-connectors.ts';
import type { NamedFiles } from './named-files.ts';

/** A connector for a name that clients request by SNI, and that has its own certificate. */
export interface SniConnector {
  /** The name of the connector. */
  readonly name: string;
  /** The SNI name or wildcard, in lower case. */
  readonly serverName: string;
  readonly files: NamedFiles;
  /** The probe target with this SNI name; undefined if the connector is not probed. */
  readonly probe: ProbeTarget | undefined;
  /** The command after a change of the files. */
  readonly reload: readonly string[];
  readonly source: Source;
}

function filesOf({ files: { certificateFiles, keyFiles = [] } }: Pick<SniConnector, 'files'>): readonly string[] {
  return [...certificateFiles, ...keyFiles];
}

/**
 * Returns as many of the first files of a connector as are needed to distinguish it from the other
 * connectors with the same SNI name. They become part of its name. Without others: none.
 */
export function disambiguateByFile(
  connector: Pick<SniConnector, 'files'>,
  others: readonly Pick<SniConnector, 'files'>[],
): readonly string[] {
  const files = filesOf(connector);
  const isSharedPrefix = (length: number): boolean =>
    others.some((other) => files.slice(0, length).every((file, index) => filesOf(other)[index] === file));
  let length = 0;
  while (length < files.length && isSharedPrefix(length)) length += 1;
  return files.slice(0, length);
}

/**
 * Returns the Receive connector of an SNI name. `fqdnOrigin: 'set'` makes rules report a
 * certificate that does not match the name.
 */
export function connectorOfSni({ name, serverName, files, probe, reload, source }: SniConnector): Connector {
  return {
    name,
    direction: 'receive',
    fqdn: fullyQualifiedName(serverName),
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
 * Returns the stores of a wildcard. Its files are monitored as stores without a connector, because
 * no single name is known that could be probed.
 */
export function storesOfWildcard(
  { name, files: { certificateFiles, keyFiles }, source }: SniConnector,
  services: StoreDefinition['services'],
): readonly StoreDefinition[] {
  return certificateFiles.map((path, index) => ({
    name: index === 0 ? name : `${name} ${index + 1}`,
    path,
    services,
    personal: false,
    ...(keyFiles === undefined ? {} : { keyFiles }),
    source,
  }));
}
