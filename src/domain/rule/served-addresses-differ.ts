import type { Assessment } from '../assessment/assess.ts';
import { probeUrl } from '../connector/probe-target.ts';
import { servedAddressesDiffer as event } from '../event/catalog/served-addresses-differ.ts';
import type { Finding } from '../evidence/finding.ts';
import {
  groupByLeaf,
  groupEndpoints,
  listedOrAll,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
} from '../evidence/served-endpoints.ts';
import { connectorFacts, type FindingContent, MAX_CERTIFICATES, probedFinding } from '../evidence/served-finding.ts';
import { type ServedVsDisk, servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import type { Rule } from './rule.ts';

type Endpoints = readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]];

/** Returns whether endpoints serve different certificates of one key type. */
function serveDifferentCertificates(endpoints: readonly ServedTlsEndpoint[]): boolean {
  return groupEndpoints(endpoints, ({ keyType }) => keyType).some(
    (endpointsOfKeyType) => groupByLeaf(endpointsOfKeyType).length > 1,
  );
}

/** Returns the endpoints of connectors whose addresses serve different certificates. */
function differingEndpoints(assessment: Assessment): readonly Endpoints[] {
  // If the last probe of an address failed, the address may serve the same certificate by now.
  const endpoints = servedTlsEndpoints(assessment).filter(({ hasFailedSince }) => !hasFailedSince);
  return groupEndpoints(endpoints, ({ connector }) => connector.name).filter(serveDifferentCertificates);
}

/** Returns how each served certificate compares with the certificates on disk. */
const comparisonKinds = (
  endpoints: readonly ServedTlsEndpoint[],
  assessment: Assessment,
): readonly ServedVsDisk['kind'][] => endpoints.map((endpoint) => servedVsDisk(endpoint, assessment).kind);

/**
 * Returns whether endpoints serve different certificates, of which not all are selected from disk
 * (`same`) and none was replaced there. Event 1406 reports a replaced certificate (`differs`) if the
 * server was not reloaded in time.
 */
function isReported(endpoints: readonly ServedTlsEndpoint[], assessment: Assessment): boolean {
  const kinds = comparisonKinds(endpoints, assessment);
  return (
    serveDifferentCertificates(endpoints) &&
    kinds.every((kind) => kind === 'same' || kind === 'unknown') &&
    kinds.includes('unknown')
  );
}

function contentOf(endpoints: Endpoints, assessment: Assessment): FindingContent {
  const [{ connector, probe }] = endpoints;
  const leaves = groupByLeaf(endpoints).map(([{ tls }]) => tls.leaf);
  return {
    ...event.contentOf(
      { connector: connector.name, probe: probeUrl(probe) },
      {
        ...connectorFacts(endpoints, ({ served }) =>
          served.tls === undefined ? {} : { thumbprint: served.tls.leaf.thumbprint },
        ),
        certificates: leaves.slice(0, MAX_CERTIFICATES).map(({ thumbprint, dnsNames, subject, notAfter }) => ({
          thumbprint,
          names: dnsNames.length > 0 ? dnsNames.slice(0, 5) : [subject],
          notAfter,
        })),
        count: leaves.length,
      },
    ),
    subject: connector.name,
    remedy: [probeCommand(assessment.settings, connector.name)],
    // A Send connector is probed at a remote server, which this host's administrator cannot change.
    ...(connector.direction === 'send' ? { level: 'Information' } : {}),
  };
}

/**
 * Returns the finding about the addresses of a connector. The finding is marked as unlisted if the
 * addresses that name resolution still returns do not differ.
 */
function findingsOf(endpoints: Endpoints, assessment: Assessment): readonly Finding[] {
  const report = (group: Endpoints): FindingContent => contentOf(group, assessment);
  if (isReported(listedOrAll(endpoints), assessment)) return [probedFinding(endpoints, report)];
  if (!isReported(endpoints, assessment)) return [];
  return [{ ...probedFinding(endpoints, report), isUnlisted: true }];
}

/**
 * Reports connectors with addresses that serve different certificates. Leaves out certificates that
 * are all selected from disk, and those that were replaced there.
 */
export const servedAddressesDiffer: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => differingEndpoints(assessment).flatMap((endpoints) => findingsOf(endpoints, assessment)),
  undecidedSubjects: (assessment) =>
    differingEndpoints(assessment)
      .filter((endpoints) => comparisonKinds(endpoints, assessment).includes('awaits-reload'))
      .map(([{ connector }]) => connector.name),
};
