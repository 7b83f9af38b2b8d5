import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { canonicalNamesOf } from '../certificate-index/name-index.ts';
import { fileStoreName } from '../connector/certificate-file.ts';
import type { Connector } from '../connector/connector.ts';
import { isProbed } from '../connector/is-probed.ts';
import { serverProtocolsOf } from '../connector/server-protocol.ts';
import type { ConnectorData } from '../event/data/connector-data.ts';
import type { ServerData } from '../event/data/server-data.ts';
import type { SelectedCertificateData, StoredCertificateData } from '../event/event-data-groups.ts';
import { EVERY_STORE, type Scope } from '../scope.ts';
import { certificatesOfSelection } from '../selection/certificates-of-selection.ts';
import type { Selection, SelectionContext } from '../selection/selection.ts';
import type { Instant } from '../time.ts';
import type { Needs } from './finding.ts';

type Chosen = Extract<Selection, { kind: 'chosen' }>;

/**
 * A certificate that connectors select or would select, with these connectors in configuration
 * order. Without connectors, it is the internal transport certificate (for mail between Exchange
 * servers).
 */
export interface SelectedCertificate {
  readonly stored: StoredCertificate;
  readonly connectors: readonly Connector[];
  /** The names that the connectors require in the certificate, one for each connector. */
  readonly fqdns: readonly [string, ...string[]];
  /** When the store or file of the certificate was last read; undefined if it is available. */
  readonly lastSeen: Instant | undefined;
}

/** A certificate while its connectors are collected; mutable, because thousands may share one. */
interface MutableSelected extends SelectedCertificate {
  readonly connectors: Connector[];
  readonly fqdns: [string, ...string[]];
  lastSeen: Instant | undefined;
}

/**
 * Returns the certificates that connectors select, each once. Leaves out provisional selections,
 * because a store that was never completely read may contain a better certificate.
 * @param filter returns whether a selection counts
 */
export function selectedCertificates(
  { selections }: Assessment,
  filter: (selection: Chosen) => boolean = () => true,
): readonly SelectedCertificate[] {
  const byThumbprint = new Map<string, MutableSelected>();
  for (const { connector, selection } of selections) {
    if (selection.kind !== 'chosen' || selection.isProvisional || !filter(selection)) continue;
    const { name, lastSeen } = selection;
    for (const stored of certificatesOfSelection(selection)) {
      const previous = byThumbprint.get(stored.certificate.thumbprint);
      if (previous === undefined) {
        const added = { stored, connectors: [connector], fqdns: [name.value] as [string], lastSeen };
        byThumbprint.set(stored.certificate.thumbprint, added);
      } else {
        previous.connectors.push(connector);
        previous.fqdns.push(name.value);
        // One place that can be read now is enough.
        if (lastSeen === undefined) previous.lastSeen = undefined;
      }
    }
  }
  return [...byThumbprint.values()];
}

/** Returns the paths of all files that contain the certificate. The path of `stored` is first. */
function filePathsOf(stored: StoredCertificate, { byName }: SelectionContext): readonly string[] {
  const [name] = canonicalNamesOf(stored);
  const same = (name === undefined ? [] : byName.find(name)).filter(
    ({ certificate }) => certificate.thumbprint === stored.certificate.thumbprint,
  );
  return [...new Set([stored, ...same].map(({ location }) => location.path))];
}

/** Returns the facts about a certificate and its files. */
export function certificateFacts(stored: StoredCertificate, context: SelectionContext): StoredCertificateData {
  const { certificate, store } = stored;
  return {
    thumbprint: certificate.thumbprint,
    subject: certificate.subject,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    locations: filePathsOf(stored, context),
    store,
  };
}

/**
 * Returns the facts that decide which effect a problem of these connectors has on mail: their known
 * protocols, and the direction if all are Send connectors.
 */
export function mailUserFacts(
  connectors: readonly Pick<Connector, 'direction' | 'probe' | 'isSubmission'>[],
): Partial<Pick<ServerData, 'serverProtocols'> & Pick<ConnectorData, 'direction'>> {
  const serverProtocols = serverProtocolsOf(connectors);
  const isSending = connectors.length > 0 && connectors.every(({ direction }) => direction === 'send');
  return {
    ...(serverProtocols.length === 0 ? {} : { serverProtocols }),
    ...(isSending ? { direction: 'send' } : {}),
  };
}

/** Returns the facts about a certificate and the connectors that select it. */
export function selectionFacts(
  { stored, connectors, fqdns, lastSeen }: SelectedCertificate,
  context: SelectionContext,
): SelectedCertificateData {
  const files = connectors.flatMap(({ certificateFiles = [] }) => certificateFiles);
  return {
    ...certificateFacts(stored, context),
    ...(files.length === 0
      ? {}
      : { certificateFiles: [...new Set(files)], publicKeyAlgorithm: stored.certificate.publicKeyAlgorithm }),
    fqdn: fqdns[0],
    fqdns,
    connectors: connectors.map(({ name }) => name),
    ...mailUserFacts(connectors),
    ...(lastSeen === undefined ? {} : { lastSeen }),
  };
}

/** Returns the certificate files that connectors name as scopes, in the form `store:NAME`. */
export function fileScopesOf(connectors: readonly Connector[]): readonly Scope[] {
  return [
    ...new Set(
      connectors.flatMap(({ certificateFiles = [], keyFiles }) =>
        certificateFiles.map((path): Scope => `store:${fileStoreName(path, keyFiles)}`),
      ),
    ),
  ];
}

/**
 * Returns the probed servers of Receive connectors as scopes, in the form `probe:CONNECTOR`. Only a
 * probe shows whether such a server uses the files on disk.
 */
export function serverScopesOf(connectors: readonly Connector[]): readonly Scope[] {
  return connectors
    .filter((connector) => connector.direction === 'receive' && isProbed(connector))
    .map(({ name }): Scope => `probe:${name}`);
}

/**
 * Returns the clearing needs (what a scan must read before it clears the condition) of a finding
 * about the selections of connectors: their stores or files, their inventories, and the probes of
 * their servers. Because of the probes, a condition is cleared only after a probe that follows the
 * change.
 */
export function selectionNeeds(connectors: readonly Connector[]): Needs {
  const fileScopes = fileScopesOf(connectors);
  const inventories = new Set(connectors.map(({ source }): Scope => `inventory:${source.inventory}`));
  const otherScopes = [...inventories, ...serverScopesOf(connectors)];
  const selectsFromStores = connectors.some(({ certificateFiles }) => certificateFiles === undefined);
  const [firstFile, ...otherFiles] = fileScopes;
  if (firstFile !== undefined && !selectsFromStores) return [firstFile, ...otherFiles, ...otherScopes];
  return [EVERY_STORE, ...fileScopes, ...otherScopes];
}
