import type { Assessment } from '../assessment/assess.ts';
import { isNotYetValid } from '../certificate/lifetime.ts';
import { certificateNotYetValid as event } from '../event/catalog/certificate-not-yet-valid.ts';
import { ALL_SOURCES } from '../evidence/all-sources.ts';
import { blockedByNotBefore } from '../evidence/blocked-certificates.ts';
import { extendNeeds, type Finding } from '../evidence/finding.ts';
import {
  fileScopesOf,
  type SelectedCertificate,
  selectionFacts,
  serverScopesOf,
} from '../evidence/selected-certificates.ts';
import {
  groupByLeaf,
  requiredServerName,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
  undecidedThumbprints,
} from '../evidence/served-endpoints.ts';
import { type FindingContent, probedFinding, servedFacts } from '../evidence/served-finding.ts';
import { type ServedVsDisk, servedVsDisk } from '../evidence/served-vs-disk.ts';
import { diagnosticCommands } from '../remedy/diagnostic-commands.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import type { Rule } from './rule.ts';

function candidateFinding(blocked: SelectedCertificate, { context, settings }: Assessment): Finding {
  return {
    ...event.contentOf(
      { fqdn: blocked.fqdns[0], thumbprint: blocked.stored.certificate.thumbprint },
      { ...selectionFacts(blocked, context), reason: 'not-yet-valid' },
    ),
    subject: blocked.stored.certificate.thumbprint,
    remedy: diagnosticCommands(blocked.stored, 'not-yet-valid', settings),
    clearingNeeds: extendNeeds(ALL_SOURCES, [
      ...fileScopesOf(blocked.connectors),
      ...serverScopesOf(blocked.connectors),
    ]),
  };
}

/**
 * Returns the endpoints with a certificate that is not valid yet, of one kind of comparison with
 * the disk.
 */
function servedTooEarly(assessment: Assessment, kind: ServedVsDisk['kind']): readonly ServedTlsEndpoint[] {
  const { now } = assessment.observation;
  return servedTlsEndpoints(assessment).filter(
    (endpoint) => isNotYetValid(endpoint.tls.leaf, now) && servedVsDisk(endpoint, assessment).kind === kind,
  );
}

function servedContent(
  endpoints: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]],
  { settings }: Assessment,
): FindingContent {
  const [first] = endpoints;
  const { thumbprint } = first.tls.leaf;
  return {
    ...event.contentOf(
      { fqdn: requiredServerName(first), thumbprint },
      { ...servedFacts(endpoints), reason: 'not-yet-valid' },
    ),
    subject: thumbprint,
    remedy: [['date', '-u'], probeCommand(settings, first.connector.name)],
  };
}

/**
 * Reports a certificate that is not valid yet:
 * - the certificate that connectors without a valid certificate will select first
 * - a served certificate that cannot be compared with the disk
 */
export const certificateNotYetValid: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const blocked = blockedByNotBefore(assessment).map((candidate) => candidateFinding(candidate, assessment));
    const reported = new Set(blocked.map(({ subject }) => subject));
    // `unknown`: the served certificate cannot be compared with the disk. If it was replaced on disk,
    // event 1406 reports that the server was not reloaded.
    const early = servedTooEarly(assessment, 'unknown').filter(({ tls }) => !reported.has(tls.leaf.thumbprint));
    return [
      ...blocked,
      ...groupByLeaf(early).map((endpoints) => probedFinding(endpoints, (group) => servedContent(group, assessment))),
    ];
  },
  // While the server awaits a reload, an open event about its certificate stays open.
  undecidedSubjects: (assessment) => undecidedThumbprints(servedTooEarly(assessment, 'awaits-reload')),
};
