import type { Assessment } from '../assessment/assess.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import { servedNameMismatch as event } from '../event/catalog/served-name-mismatch.ts';
import {
  groupByLeaf,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
  undecidedThumbprints,
} from '../evidence/served-endpoints.ts';
import { lostNameFacts, previousFacts, probedFinding, servedFacts, servedNames } from '../evidence/served-finding.ts';
import { type ServedVsDisk, servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { nameProblemOf } from '../served/name-problem-of.ts';
import { isRequiredNameConfigured, lastNamedIfLost } from '../served/served-baseline.ts';
import type { Rule } from './rule.ts';

/**
 * Returns whether an event about the certificate on disk reports the mismatch: 1307 (name only in
 * the common name) or 12014 (no usable certificate).
 */
function isReportedFromDisk(
  { selection, tls }: ServedTlsEndpoint,
  name: string,
  comparison: ServedVsDisk['kind'],
): boolean {
  const { thumbprint, commonNames } = tls.leaf;
  // The certificate on disk is served: 1307 reports it if only its common name matches.
  if (comparison === 'same')
    return commonNames.some((certificateName) => matchDnsName(certificateName, name) !== undefined);
  // No certificate is selected, because this one has the wrong name: 12014 reports that.
  if (selection.kind !== 'none') return false;
  const { rejected, nearestMiss } = selection;
  return [...rejected, ...(nearestMiss === undefined ? [] : [nearestMiss])].some(
    ({ candidate, reason }) =>
      reason === 'certificate-host-mismatch' && candidate.certificate.thumbprint === thumbprint,
  );
}

/**
 * Returns whether the served certificate matches none of the names that an earlier certificate
 * matched, and no other event reports this.
 */
function hasLostNames(endpoint: ServedTlsEndpoint, assessment: Assessment): boolean {
  const { computer } = assessment.observation;
  if (nameProblemOf(endpoint, computer.fqdn, endpoint.checkedAt) === undefined) return false;
  // The baseline has the last served certificate that matched the names.
  if (lastNamedIfLost(endpoint.baseline, endpoint.tls) === undefined) return false;
  const { kind } = servedVsDisk(endpoint, assessment);
  // If the certificate was replaced on disk, event 1406 reports that the server was not reloaded.
  return kind !== 'differs' && !isReportedFromDisk(endpoint, endpoint.probe.serverName ?? '', kind);
}

/**
 * Returns the endpoints whose certificate does not match a configured name. A name that is only in
 * the settings of a discovered server is reported once it was lost (`hasLostNames`).
 */
function mismatchingEndpoints(
  assessment: Assessment,
  isIncluded: (comparison: ServedVsDisk['kind']) => boolean,
): readonly ServedTlsEndpoint[] {
  const { computer } = assessment.observation;
  return servedTlsEndpoints(assessment).filter((endpoint) => {
    if (nameProblemOf(endpoint, computer.fqdn, endpoint.checkedAt) !== 'required') return false;
    const { kind } = servedVsDisk(endpoint, assessment);
    return isIncluded(kind) && !isReportedFromDisk(endpoint, endpoint.probe.serverName ?? '', kind);
  });
}

/**
 * Returns the endpoints to report now. Lost names are reported at once. Another mismatch is not
 * reported while the server awaits a reload, which may fix the mismatch.
 */
function endpointsToReport(assessment: Assessment): readonly ServedTlsEndpoint[] {
  // Left out are replaced certificates: for `differs`, the server had time for a reload, and event
  // 1406 reports this; for `awaits-reload`, it had not.
  const mismatching = new Set(
    mismatchingEndpoints(assessment, (comparison) => comparison === 'same' || comparison === 'unknown'),
  );
  return servedTlsEndpoints(assessment).filter(
    (endpoint) => mismatching.has(endpoint) || hasLostNames(endpoint, assessment),
  );
}

/**
 * Reports a served certificate that does not match the name of the server, or that matches none of
 * the names that an earlier certificate matched. One finding per certificate. If another
 * certificate is on disk, event 1406 reports that the server was not reloaded.
 * @see RFC 9525 section 6
 */
export const servedNameMismatch: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    groupByLeaf(endpointsToReport(assessment)).map((endpoints) =>
      probedFinding(endpoints, (group) => {
        const [first] = group;
        const { thumbprint } = first.tls.leaf;
        const [lastNamed] = group.flatMap(({ baseline, tls }) => lastNamedIfLost(baseline, tls) ?? []);
        return {
          ...event.contentOf(
            { fqdn: first.probe.serverName ?? '', thumbprint },
            {
              ...servedFacts(group),
              ...(isRequiredNameConfigured(first.connector, assessment.observation.computer.fqdn)
                ? {}
                : { fqdnSource: 'discovered' }),
              reason: 'certificate-host-mismatch',
              names: servedNames(first),
              ...lostNameFacts(lastNamed),
              ...previousFacts(lastNamed),
            },
          ),
          subject: thumbprint,
          remedy: [probeCommand(assessment.settings, first.connector.name)],
        };
      }),
    ),
  // While the server awaits a reload, an open event about its certificate stays open.
  undecidedSubjects: (assessment) =>
    undecidedThumbprints(mismatchingEndpoints(assessment, (comparison) => comparison === 'awaits-reload')),
};
