import { canonicalDnsName } from '../../domain/certificate/dns-name.ts';
import type { Connector, Source, StoreDefinition } from '../../domain/connector/connector.ts';
import type { InventoryPart } from '../../domain/connector/inventory-part.ts';
import { DEFAULT_PROBE, defaultServerName, type ProbeProtocol } from '../../domain/connector/probe-target.ts';
import { reachableAddress } from '../../domain/connector/reachable-address.ts';
import { socketName } from '../../domain/connector/socket-name.ts';
import type { Problem } from '../../domain/failure/problem.ts';

/** A listening socket that the settings of a server contain. */
export interface DiscoveredSocket {
  /** The bound address: `0.0.0.0` and `::` for all addresses; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
  readonly protocol: ProbeProtocol;
  /** True if the settings enable TLS on this socket. The socket is probed in both cases. */
  readonly offersTls: boolean;
  /**
   * The host name in the server's settings. If it is undefined or not fully qualified, clients
   * expect the FQDN of this computer.
   */
  readonly fqdn: string | undefined;
  /** In order; empty if no file is set, or if the files are unknown. */
  readonly certificateFiles: readonly string[];
  /** Empty if the keys are in the certificate files. */
  readonly keyFiles: readonly string[];
  /** The account that reads the keys. */
  readonly keyLoadedBy: string;
  readonly requireTls?: boolean;
  /**
   * False if the socket is not probed, for example because only a proxy can connect. Left out:
   * true.
   */
  readonly isProbed?: boolean;
  /** True if the certificates have both RSA and ECDSA keys. Left out: false. */
  readonly hasRsaAndEcdsa?: boolean;
}

/** The mail server of the connectors. */
export interface DiscoveredServer {
  /** The name of the inventory (connectors and stores) of the server, for example `postfix`. */
  readonly name: string;
  /** The command that reloads the server. */
  readonly reload: readonly string[];
  /** The FQDN of this computer. */
  readonly hostFqdn: string;
}

/** The connectors that the settings of a server describe, in their order, and the problems. */
export interface DiscoveredConnectors {
  readonly connectors: readonly Connector[];
  readonly problems: readonly Problem[];
  /**
   * The names of parts of the settings whose connectors are unknown, because a value is unresolved.
   * The connectors that earlier scans found in these parts are kept.
   */
  readonly unreadParts: readonly InventoryPart[];
}

/** The connectors and stores of one instance of a server; a host can run several instances. */
export interface DiscoveredInstance extends DiscoveredConnectors {
  /** The certificate files of wildcard names, which have no connector. */
  readonly stores: readonly StoreDefinition[];
}

/** Returns an FQDN in canonical form; undefined if the name is not fully qualified. */
export function fullyQualifiedName(name: string | undefined): string | undefined {
  const canonicalName = name === undefined ? undefined : canonicalDnsName(name);
  return canonicalName?.includes('.') ? canonicalName : undefined;
}

/**
 * Returns the Receive connector of a socket, named by its server and address.
 * @param place the position of the socket in the settings
 */
export function receiveConnector(socket: DiscoveredSocket, server: DiscoveredServer, place: string): Connector {
  const { address, port, protocol, offersTls, certificateFiles, keyFiles, keyLoadedBy, requireTls } = socket;
  const { isProbed = true, hasRsaAndEcdsa = false } = socket;
  const fqdn = fullyQualifiedName(socket.fqdn);
  const host = reachableAddress(address);
  const source: Source = { inventory: server.name, place };
  const serverName = defaultServerName({ direction: 'receive', fqdn }, host, server.hostFqdn);
  return {
    name: socketName({ server: server.name, ...socket }),
    direction: 'receive',
    fqdn,
    fqdnOrigin: 'discovered',
    enabled: true,
    starttls: offersTls,
    ...(certificateFiles.length === 0 ? {} : { certificateFiles }),
    ...(certificateFiles.length === 0 || keyFiles.length === 0 ? {} : { keyFiles }),
    keyLoadedBy,
    ...(isProbed
      ? { probe: { ...DEFAULT_PROBE, probesBothKeyTypes: hasRsaAndEcdsa, protocol, host, port, serverName } }
      : { listensAt: { host, port } }),
    reload: server.reload,
    ...(requireTls === true ? { requireTls } : {}),
    source,
  };
}
