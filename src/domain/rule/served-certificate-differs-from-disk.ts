import type { Assessment } from '../assessment/assess.ts';
import { countDueReminders, isExpired, lifetimeStateOf } from '../certificate/lifetime.ts';
import { servedCertificateDiffersFromDisk as event } from '../event/catalog/served-certificate-differs-from-disk.ts';
import type { Finding } from '../evidence/finding.ts';
import { type KeyTypeNotServed, keyTypesNotServed } from '../evidence/key-type-not-served.ts';
import { selectionNeeds } from '../evidence/selected-certificates.ts';
import {
  endpointsOfUnknownExpiry,
  groupByLeaf,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
  undecidedThumbprints,
} from '../evidence/served-endpoints.ts';
import { firstOfEachConnector, onDiskFacts, probedFinding, servedFacts } from '../evidence/served-finding.ts';
import { type ServedVsDisk, servedVsDisk } from '../evidence/served-vs-disk.ts';
import { reloadCommands } from '../remedy/probe-command.ts';
import { SECOND } from '../time.ts';
import type { Rule } from './rule.ts';

/** An endpoint that serves another certificate than the one on disk, with the comparison. */
type DifferingEndpoint = ServedTlsEndpoint & Extract<ServedVsDisk, { kind: 'differs' }>;

/**
 * Returns the endpoints whose certificate has not expired. Event 1403 (served certificate expired)
 * reports the others.
 */
function unexpiredEndpoints(assessment: Assessment): readonly ServedTlsEndpoint[] {
  const { now } = assessment.observation;
  return servedTlsEndpoints(assessment).filter(({ tls }) => !isExpired(tls.leaf, now));
}

/** Returns the endpoints that serve another certificate, with their comparison. */
function differingEndpoints(assessment: Assessment): readonly DifferingEndpoint[] {
  return unexpiredEndpoints(assessment).flatMap((endpoint) => {
    const comparison = servedVsDisk(endpoint, assessment);
    return comparison.kind === 'differs' ? [{ ...endpoint, ...comparison }] : [];
  });
}

function differingFinding(
  endpoints: readonly [DifferingEndpoint, ...DifferingEndpoint[]],
  { observation, settings }: Assessment,
): Finding {
  return probedFinding(endpoints, (group) => {
    const [{ connector, tls, onDisk, since }] = group;
    const connectors = firstOfEachConnector(group).map((each) => each.connector);
    const seconds = Math.floor((observation.now - since) / SECOND);
    const checkedAt = Math.max(...group.map((endpoint) => endpoint.checkedAt));
    const isExpiring = lifetimeStateOf(tls.leaf, checkedAt, settings.expiresSoon) === 'expiring';
    return {
      ...event.contentOf(
        {
          connector: connector.name,
          servedThumbprint: tls.leaf.thumbprint,
          diskThumbprint: onDisk[0].certificate.thumbprint,
          secondsOnDisk: String(seconds),
        },
        { ...servedFacts(group), ...onDiskFacts(onDisk, since) },
      ),
      subject: tls.leaf.thumbprint,
      remedy: reloadCommands(settings, connectors),
      otherNeeds: selectionNeeds(connectors),
      urgency: isExpiring ? countDueReminders(tls.leaf, checkedAt, settings.expiresSoon) : 0,
    };
  });
}

/**
 * Returns the finding about a certificate on disk whose key type is not served; empty if a server
 * may not have been reloaded yet.
 */
function keyTypeFindings(
  { stored, endpoints, since }: KeyTypeNotServed,
  { observation, settings }: Assessment,
): readonly Finding[] {
  if (since === undefined) return [];
  const { thumbprint, subject, issuer, notBefore, notAfter, publicKeyAlgorithm } = stored.certificate;
  const seconds = Math.floor((observation.now - since) / SECOND);
  const finding = probedFinding(endpoints, (group) => {
    const [{ connector, tls }] = group;
    const connectors = firstOfEachConnector(group).map((each) => each.connector);
    return {
      ...event.contentOf(
        {
          connector: connector.name,
          servedThumbprint: tls.leaf.thumbprint,
          diskThumbprint: thumbprint,
          secondsOnDisk: String(seconds),
        },
        {
          ...servedFacts(group),
          ...{ thumbprint, subject, issuer, notBefore, notAfter, publicKeyAlgorithm },
          ...onDiskFacts([stored], since),
        },
      ),
      subject: thumbprint,
      remedy: reloadCommands(settings, connectors),
      otherNeeds: selectionNeeds(connectors),
    };
  });
  return [finding];
}

/**
 * Reports a served certificate that was replaced on disk, after the server had time for a reload.
 * One finding per served certificate. The urgency grows before its expiry. Also reports a
 * certificate on disk whose key type is not served.
 */
export const servedCertificateDiffersFromDisk: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => [
    ...groupByLeaf(differingEndpoints(assessment)).map((endpoints) => differingFinding(endpoints, assessment)),
    ...keyTypesNotServed(assessment).flatMap((unserved) => keyTypeFindings(unserved, assessment)),
  ],
  undecidedSubjects: (assessment) => [
    ...undecidedThumbprints([
      ...unexpiredEndpoints(assessment).filter(
        (endpoint) => servedVsDisk(endpoint, assessment).kind === 'awaits-reload',
      ),
      ...endpointsOfUnknownExpiry(assessment),
    ]),
    ...keyTypesNotServed(assessment).flatMap(({ stored, since }) =>
      since === undefined ? [stored.certificate.thumbprint] : [],
    ),
  ],
};
