import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { presentedNames } from '../certificate-index/name-index.ts';
import { fileStoreName } from '../connector/certificate-file.ts';
import type { Connector } from '../connector/connector.ts';
import type { Facts } from '../event/facts.ts';
import { isProbed } from '../observation/coverage.ts';
import { EVERY_STORE, type Scope } from '../scope.ts';
import { allPresented } from '../selection/all-presented.ts';
import type { Selection, SelectionContext } from '../selection/select-certificate.ts';
import type { Instant } from '../time.ts';
import type { Needs } from './finding.ts';

type Chosen = Extract<Selection, { kind: 'chosen' }>;

/** A certificate that connectors present, or would, with all of them, in configuration order; without any: the internal one. */
export interface SelectedCertificate {
  readonly stored: StoredCertificate;
  readonly connectors: readonly Connector[];
  /** The name looked for, connector by connector. */
  readonly fqdns: readonly [string, ...string[]];
  readonly lastSeen: Instant | undefined;
}

/** While it is put together: thousands of connectors may share one. */
interface Gathered extends SelectedCertificate {
  readonly connectors: Connector[];
  readonly fqdns: [string, ...string[]];
  lastSeen: Instant | undefined;
}

/**
 * What connectors present for certain, one entry a certificate however many share it. `of` leaves out choices that a rule
 * does not speak of.
 */
export function presentedCertificates(
  { selections }: Assessment,
  of: (selection: Chosen) => boolean = () => true,
): readonly SelectedCertificate[] {
  const byThumbprint = new Map<string, Gathered>();
  for (const { connector, selection } of selections) {
    if (selection.kind !== 'chosen' || selection.isProvisional || !of(selection)) continue;
    const { name, lastSeen } = selection;
    for (const stored of allPresented(selection)) {
      const known = byThumbprint.get(stored.certificate.thumbprint);
      if (known === undefined) {
        const first = { stored, connectors: [connector], fqdns: [name.value] as [string], lastSeen };
        byThumbprint.set(stored.certificate.thumbprint, first);
      } else {
        known.connectors.push(connector);
        known.fqdns.push(name.value);
        known.lastSeen = lastSeen;
      }
    }
  }
  return [...byThumbprint.values()];
}

/** Every place in which a certificate lies, the one it was judged by first. */
function placesOf(stored: StoredCertificate, { byName }: SelectionContext): readonly string[] {
  const [name] = presentedNames(stored);
  const same = (name === undefined ? [] : byName.find(name)).filter(
    ({ certificate }) => certificate.thumbprint === stored.certificate.thumbprint,
  );
  return [...new Set([stored, ...same].map(({ location }) => location.path))];
}

/** Facts about a certificate where it lies. */
export function certificateFacts(stored: StoredCertificate, ground: SelectionContext): Facts {
  const { certificate, store } = stored;
  return {
    thumbprint: certificate.thumbprint,
    subject: certificate.subject,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    locations: placesOf(stored, ground),
    store,
  };
}

/** Facts about a certificate and all who present it. */
export function presentedFacts(
  { stored, connectors, fqdns, lastSeen }: SelectedCertificate,
  ground: SelectionContext,
): Facts {
  const files = connectors.flatMap(({ certificateFiles = [] }) => certificateFiles);
  return {
    ...certificateFacts(stored, ground),
    ...(files.length === 0
      ? {}
      : { certificateFiles: [...new Set(files)], publicKeyAlgorithm: stored.certificate.publicKeyAlgorithm }),
    fqdn: fqdns[0],
    fqdns,
    connectors: connectors.map(({ name }) => name),
    ...(lastSeen === undefined ? {} : { lastSeen }),
  };
}

/** The files that connectors name, as scopes. */
export function fileScopesOf(connectors: readonly Connector[]): readonly Scope[] {
  return [
    ...new Set(
      connectors.flatMap(({ certificateFiles = [], keyFiles }) =>
        certificateFiles.map((path): Scope => `store:${fileStoreName(path, keyFiles)}`),
      ),
    ),
  ];
}

/** The servers that were given what is on disk, as scopes: whether they use it is seen by a probe alone. */
export function serverScopesOf(connectors: readonly Connector[]): readonly Scope[] {
  return connectors
    .filter((connector) => connector.direction === 'receive' && isProbed(connector))
    .map(({ name }): Scope => `probe:${name}`);
}

/**
 * What a claim about a connector's choice rests on: every store it looks in or file it names, and the inventories that name it.
 * It is resolved for a connector that is probed only when its server was probed after the change.
 */
export function needsOf(connectors: readonly Connector[]): Needs {
  const inventories = new Set(connectors.map(({ source }): Scope => `inventory:${source.inventory}`));
  const [first, ...others] = fileScopesOf(connectors);
  const more = [...inventories, ...serverScopesOf(connectors)];
  const looksInStores = connectors.some(({ certificateFiles }) => certificateFiles === undefined);
  if (first === undefined || looksInStores)
    return [EVERY_STORE, ...(first === undefined ? [] : [first]), ...others, ...more];
  return [first, ...others, ...more];
}
