import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { NameIndex } from '../certificate-index/name-index.ts';
import type { Connector } from '../connector/connector.ts';
import { lastKnownConnectors } from '../observation/last-known-objects.ts';
import type { Observation } from '../observation/observation.ts';
import { currentOrLastKnown } from '../scan-result.ts';
import { candidatesFor } from '../selection/candidates.ts';
import { loadedCertificates } from '../selection/select-by-file.ts';
import { computerName, namedFileResults, needsCertificate, requiredNameOf } from './connector-requirements.ts';
import { createContexts } from './selection-contexts.ts';

/** Returns the certificates that a server loads from the files that its connector names. */
function certificatesInNamedFiles(connector: Connector, observation: Observation): readonly StoredCertificate[] {
  return namedFileResults(connector, observation).flatMap(({ path, result }) => {
    const lastResult = result && currentOrLastKnown(result);
    return lastResult === undefined ? [] : loadedCertificates(lastResult.value, path);
  });
}

/**
 * Returns the certificates whose chains must be verified: all eligible certificates for the names
 * that connectors require, and all that servers load from the files that their settings name. Other
 * certificates are not verified, because a verification takes long.
 */
export function certificatesToVerify(observation: Observation, byName: NameIndex): ReadonlySet<Thumbprint> {
  const contextOf = createContexts(observation, byName);
  const defaultName = computerName(observation);
  // By required name, and by inventory if it has stores of its own, so that each search is made once.
  const searches = new Map([[defaultName.value, { name: defaultName, context: contextOf(undefined) }]]);
  const thumbprints = new Set<Thumbprint>();
  for (const connector of lastKnownConnectors(observation)) {
    const name = requiredNameOf(connector, observation);
    const context = contextOf(connector.source.inventory);
    if (name.files === undefined) {
      const key = name.tlsCertificateName ?? name.value;
      searches.set(context.inventory === undefined ? key : `${context.inventory}\n${key}`, { name, context });
    } else if (needsCertificate(connector, context.stores)) {
      for (const { certificate } of certificatesInNamedFiles(connector, observation))
        thumbprints.add(certificate.thumbprint);
    }
  }
  for (const { name, context } of searches.values()) {
    for (const { stored, ineligible } of candidatesFor(name, context)) {
      if (ineligible === undefined) thumbprints.add(stored.certificate.thumbprint);
    }
  }
  return thumbprints;
}
