import { canonicalDnsName } from '../../domain/certificate/dns-name.ts';
import type { Connector, Source, StoreDefinition } from '../../domain/connector/connector.ts';
import { reached } from '../../domain/connector/reached.ts';
import type { Problem } from '../../domain/problem.ts';
import { type ProbeProtocol, probeUrl, USUAL_PROBE, usualServerName } from '../../domain/served/probe-target.ts';

/** One socket of a server, as its settings describe it. */
export interface FoundSocket {
  /** As it is bound: `0.0.0.0` and `::` for all there are; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
  readonly protocol: ProbeProtocol;
  /** Whether its settings have it speak TLS. Where they do not any more, what it offers is looked at all the same. */
  readonly offersTls: boolean;
  /** As the server calls itself; undefined, or no full name: as the computer is called. */
  readonly fqdn: string | undefined;
  /** In its order; empty: none is named, or it cannot be told which. */
  readonly certificateFiles: readonly string[];
  /** Empty: in the same files. */
  readonly keyFiles: readonly string[];
  readonly keyLoadedBy: string;
  readonly requireTls?: boolean;
  /** Whether what it presents is looked at. Left out: it is. */
  readonly isProbed?: boolean;
  /** Whether the files are of different kinds of keys, side by side. Left out: they are not. */
  readonly both?: boolean;
}

/** The server that has it. */
export interface FoundServer {
  /** Its inventory. */
  readonly name: string;
  readonly reload: readonly string[];
  /** The FQDN of this computer. */
  readonly computer: string;
}

/** Connectors in the order of the settings, and what cannot be said of them. */
export interface FoundConnectors {
  readonly connectors: readonly Connector[];
  readonly problems: readonly Problem[];
}

/** With files that are shown to no name in particular. */
export interface FoundInstance extends FoundConnectors {
  readonly stores: readonly StoreDefinition[];
}

/** The full name a server gives itself; undefined: it has none, and goes by the computer's. */
export function fullName(written: string | undefined): string | undefined {
  const name = written === undefined ? undefined : canonicalDnsName(written);
  return name?.includes('.') ? name : undefined;
}

/** The Receive connector that a socket is, named for its server and its address. */
export function connectorAt(socket: FoundSocket, server: FoundServer, place: string): Connector {
  const { address, port, protocol, offersTls, certificateFiles, keyFiles, keyLoadedBy, requireTls } = socket;
  const { isProbed = true, both = false } = socket;
  const fqdn = fullName(socket.fqdn);
  const host = reached(address);
  const source: Source = { inventory: server.name, place };
  const serverName = usualServerName({ direction: 'receive', fqdn }, host, server.computer);
  return {
    name: `${server.name} ${probeUrl({ protocol: 'tls', host: address, port }).slice('tls://'.length)}`,
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
