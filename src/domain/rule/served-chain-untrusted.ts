import { isExpired } from '../certificate/lifetime.ts';
import { servedChainUntrusted as event } from '../event/catalog/served-chain-untrusted.ts';
import {
  endpointsOfUnknownExpiry,
  groupByLeaf,
  requiredServerName,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
  undecidedThumbprints,
} from '../evidence/served-endpoints.ts';
import { lostNameFacts, previousFacts, probedFinding, servedFacts } from '../evidence/served-finding.ts';
import { servedVsDisk } from '../evidence/served-vs-disk.ts';
import { hasExpiredIssuer, untrustedSelections } from '../evidence/untrusted-selections.ts';
import { detailFacts } from '../failure/error-facts.ts';
import { NOTHING_SAID } from '../failure/said-failures.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { certificatesOfSelection } from '../selection/certificates-of-selection.ts';
import { type ChainProblem, chainProblemOf, isChainUncertain } from '../served/chain-problem-of.ts';
import { lastNamedIfLost } from '../served/served-baseline.ts';
import type { Rule } from './rule.ts';

type Endpoints = readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]];

/**
 * Returns whether event 12014 (no usable certificate) reports that the certificate on disk is not
 * for servers.
 */
function isRejectedForPurpose({ selection, tls }: ServedTlsEndpoint): boolean {
  if (selection.kind !== 'none') return false;
  return selection.rejected.some(
    ({ candidate: { certificate }, reason }) =>
      reason === 'purpose-mismatch' && certificate.thumbprint === tls.leaf.thumbprint,
  );
}

/**
 * Returns the problem to report, of endpoints that all have one. The problem of a server whose
 * chain was trusted before is preferred.
 */
function problemOf(endpoints: Endpoints): ChainProblem {
  const problems = endpoints.flatMap((endpoint) => chainProblemOf(endpoint, endpoint.checkedAt) ?? []);
  return problems.find(({ lastTrusted }) => lastTrusted !== undefined) ?? problems[0] ?? { failure: NOTHING_SAID };
}

/**
 * Returns the files on disk with the served certificate. The event suggests to name them in
 * `trust`.
 */
function locationsOf(endpoints: Endpoints, thumbprint: string): readonly string[] {
  const stored = endpoints.flatMap(({ selection }) =>
    selection.kind === 'chosen' ? certificatesOfSelection(selection) : [],
  );
  const same = stored.filter(({ certificate }) => certificate.thumbprint === thumbprint);
  return [...new Set(same.map(({ location }) => location.path))];
}

/**
 * Reports a served chain that is not trusted: an issuer is missing, the root is unknown, or the
 * certificate is self-signed or not for servers. One finding per certificate. Leaves out
 * certificates on disk that another event reports: 1305 (no trusted root), 1302 (expired issuer) or
 * 12014 (no usable certificate).
 */
export const servedChainUntrusted: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    const reported = new Set(
      untrustedSelections(assessment).map(({ selected }) => selected.stored.certificate.thumbprint),
    );
    // 12014 reports a wrong purpose. Other problems of a certificate that is served from disk (`same`)
    // are reported by 1305 (in `reported`) or 1302.
    const isReportedOnDisk = (endpoint: ServedTlsEndpoint): boolean => {
      const { thumbprint, purposeMismatch } = endpoint.tls.leaf;
      if (purposeMismatch) return isRejectedForPurpose(endpoint);
      if (servedVsDisk(endpoint, assessment).kind !== 'same') return false;
      return reported.has(thumbprint) || hasExpiredIssuer(assessment.observation.chains.get(thumbprint), now);
    };
    const endpointsToReport = servedTlsEndpoints(assessment).filter(
      (endpoint) =>
        !isExpired(endpoint.tls.leaf, now) &&
        chainProblemOf(endpoint, endpoint.checkedAt) !== undefined &&
        !isReportedOnDisk(endpoint),
    );
    return groupByLeaf(endpointsToReport).map((endpoints) =>
      probedFinding(endpoints, (group) => {
        const [first] = group;
        const { thumbprint } = first.tls.leaf;
        const { failure, missingIssuer, lastTrusted, isPurposeMismatch } = problemOf(group);
        const error = detailFacts(failure);
        const locations = locationsOf(group, thumbprint);
        // The certificate that replaced a trusted one may also have lost names.
        const lastNamed = lastTrusted && group.flatMap(({ baseline, tls }) => lastNamedIfLost(baseline, tls) ?? [])[0];
        return {
          ...event.contentOf(
            { fqdn: requiredServerName(first), thumbprint, detail: error.detail },
            {
              ...servedFacts(group),
              ...(locations.length === 0 ? {} : { locations }),
              reason: isPurposeMismatch ? 'purpose-mismatch' : 'certificate-not-trusted',
              ...error,
              ...(missingIssuer === undefined ? {} : { missingIssuer }),
              ...previousFacts(lastTrusted),
              ...lostNameFacts(lastNamed),
            },
          ),
          subject: thumbprint,
          remedy: [probeCommand(assessment.settings, first.connector.name)],
        };
      }),
    );
  },
  undecidedSubjects: (assessment) =>
    undecidedThumbprints([
      ...servedTlsEndpoints(assessment).filter((endpoint) => isChainUncertain(endpoint, endpoint.checkedAt)),
      ...endpointsOfUnknownExpiry(assessment),
    ]),
};
