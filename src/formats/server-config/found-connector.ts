import { canonicalDnsName } from '../../domain/certificate/dns-name.ts';
import type { Connector, Source, StoreDefinition } from '../../domain/connector/connector.ts';
import { type ProbeProtocol, USUAL_PROBE, usualServerName } from '../../domain/connector/probe-target.ts';
import { reached } from '../../domain/connector/reached.ts';
import { socketName } from '../../domain/connector/socket-name.ts';
import type { Problem } from '../../domain/problem.ts';

/** A socket of a server in its settings. */
export interface FoundSocket {
  /** The bound address: `0.0.0.0` and `::` for all addresses; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
  readonly protocol: ProbeProtocol;
  /** True if its settings enable TLS. It is probed also if they do not. */
  readonly offersTls: boolean;
  /** The server's own name; undefined, or not fully qualified: that of the computer. */
  readonly fqdn: string | undefined;
  /** In order; empty: none is set, or unknown. */
  readonly certificateFiles: readonly string[];
  /** Empty: the keys are in the certificate files. */
  readonly keyFiles: readonly string[];
  readonly keyLoadedBy: string;
  readonly requireTls?: boolean;
  /** True: the socket is probed. Left out: true. */
  readonly isProbed?: boolean;
  /** True if the certificates have both RSA and ECDSA keys. Left out: false. */
  readonly both?: boolean;
}

/** The server of the connectors. */
export interface FoundServer {
  /** The name of its inventory. */
  readonly name: string;
  readonly reload: readonly string[];
  /** The FQDN of this computer. */
  readonly computer: string;
}

/** The connectors in the order of the settings, and the problems. */
export interface FoundConnectors {
  readonly connectors: readonly Connector[];
  readonly problems: readonly Problem[];
  /** The parts whose connectors cannot be determined, as in the inventory. */
  readonly unreadParts: readonly string[];
}

/** The connectors and stores of an instance; a store has the files of a wildcard name. */
export interface FoundInstance extends FoundConnectors {
  readonly stores: readonly StoreDefinition[];
}

/** Returns the server's own name in canonical form; undefined: not fully qualified. */
export function fullName(written: string | undefined): string | undefined {
  const name = written === undefined ? undefined : canonicalDnsName(written);
  return name?.includes('.') ? name : undefined;
}

/** Returns the Receive connector of a socket, named by its server and address. */
export function connectorAt(socket: FoundSocket, server: FoundServer, place: string): Connector {
  const { address, port, protocol, offersTls, certificateFiles, keyFiles, keyLoadedBy, requireTls } = socket;
  const { isProbed = true, both = false } = socket;
  const fqdn = fullName(socket.fqdn);
  const host = reached(address);
  const source: Source = { inventory: server.name, place };
  const serverName = usualServerName({ direction: 'receive', fqdn }, host, server.computer);
  return {
    name: socketName(server.name, socket),
    direction: 'receive',
    fqdn,
    fqdnOrigin: 'discovered',
    enabled: true,
    starttls: offersTls,
    ...(certificateFiles.length === 0 ? {} : { certificateFiles }),
    ...(certificateFiles.length === 0 || keyFiles.length === 0 ? {} : { keyFiles }),
    keyLoadedBy,
    ...(isProbed
      ? { probe: { ...USUAL_PROBE, both, protocol, host, port, serverName } }
      : { listensAt: { host, port } }),
    reload: server.reload,
    ...(requireTls === true ? { requireTls } : {}),
    source,
  };
}
