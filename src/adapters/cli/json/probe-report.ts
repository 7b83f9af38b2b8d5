import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { ExpiringSettings } from '../../../domain/certificate/lifetime.ts';
import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import type { ProbeTarget } from '../../../domain/connector/probe-target.ts';
import type { Problem } from '../../../domain/problem.ts';
import {
  checkServedCertificate,
  PROBLEM_LEVELS,
  type ProbeProblem,
  type ServedCertificateCheck,
} from '../../../domain/served/check-served-certificate.ts';
import { type ProbeRequirements, requirementsOf } from '../../../domain/served/probe-requirements.ts';
import { extendBaseline, type ServedObservation } from '../../../domain/served/served-baseline.ts';
import { type ConnectorObservation, servedOnDisk } from '../../../domain/served/served-on-disk.ts';
import { storableServed } from '../../../domain/served/storable-served.ts';
import type {
  ScannedConnectors,
  TargetProbeResult,
  VerifiedEndpoint,
} from '../../../work/operations/connector-operations.ts';
import type { Conversation } from '../../../work/ports/probes.ts';

/** The server to probe, and its connectors. */
export interface ProbedServer {
  readonly target: ProbeTarget;
  /** The trust anchors of its connectors; undefined: those of the configuration. */
  readonly trust: readonly TrustSource[] | undefined;
  /** The connectors with this probe target; empty if the server belongs to none. */
  readonly connectors: readonly ConnectorObservation[];
  /** True if it is probed like its connectors. Otherwise its requirements are assumed. */
  readonly hasConnectorSettings: boolean;
  /** True if the command line gives the name. */
  readonly isNameGiven: boolean;
}

/** The result for one address. */
export type AddressReport = { readonly endpoint: VerifiedEndpoint } & (
  | { readonly kind: 'failed'; readonly problem: Problem; readonly isKeyTypeNotServed: boolean }
  | { readonly kind: 'without-tls'; readonly starttls: 'not-offered' | 'refused'; readonly answer: string }
  | {
      readonly kind: 'presented';
      readonly tls: Extract<Conversation, { readonly protocol: string }>;
      readonly leaf: Certificate;
      readonly judgement: ServedCertificateCheck;
    }
);

/** The results of a probe, with verdicts. */
export interface ProbeReport {
  readonly probed: ProbedServer;
  readonly answer: TargetProbeResult;
  readonly addresses: readonly AddressReport[];
}

/** Checks every address that was probed, each separately. */
export function evaluateProbe(
  answer: TargetProbeResult,
  probed: ProbedServer,
  scan: ScannedConnectors,
  soon: ExpiringSettings,
): ProbeReport {
  const { target } = answer;
  const evaluateAddress = (endpoint: VerifiedEndpoint): AddressReport => {
    const { conversation, chain, address, keyType } = endpoint;
    if (conversation.kind === 'unavailable') {
      const { problem } = conversation;
      // A server does not need a certificate of each key type.
      const isKeyTypeNotServed =
        keyType !== 'any' &&
        problem.reason === 'tls_failed' &&
        answer.endpoints.some((other) => other.address === address && hasServedCertificate(other));
      return { endpoint, kind: 'failed', problem, isKeyTypeNotServed };
    }
    const dialogue = conversation.value;
    if (!('chain' in dialogue))
      return { endpoint, kind: 'without-tls', starttls: dialogue.starttls, answer: dialogue.answer };
    const [{ certificate: leaf }] = dialogue.chain;
    const [observation] = servedCertificatesOf(endpoint, answer);
    if (leaf === undefined || chain === undefined || observation === undefined) {
      const problem: Problem = { reason: 'certificate_malformed', location: address, detail: '' };
      return { endpoint, kind: 'failed', problem, isKeyTypeNotServed: false };
    }
    const storedCopies = scan.withThumbprint(leaf.thumbprint);
    const hasStoredCertificates = scan.certificateCount > 0;
    const onDisk = servedOnDisk(leaf.thumbprint, {
      probed: probed.connectors,
      all: scan.connectors,
      locations: storedCopies,
      hasStoredCertificates: hasStoredCertificates,
    });
    const required = requirementsFor(observation, answer, probed, scan);
    const presented = {
      ...{ leaf, protocol: dialogue.protocol, chain, serverName: target.serverName, onDisk, ...required },
      // For a connector, the daemon reports only weak certificates on disk.
      isStrengthRequired: !probed.hasConnectorSettings || storedCopies.length > 0,
    };
    return {
      endpoint,
      kind: 'presented',
      tls: dialogue,
      leaf,
      judgement: checkServedCertificate(presented, answer.at, soon),
    };
  };
  return { probed, answer, addresses: answer.endpoints.map(evaluateAddress) };
}

const hasServedCertificate = ({ conversation }: VerifiedEndpoint): boolean =>
  conversation.kind === 'available' && 'chain' in conversation.value;

/** Returns the certificate that an address served, in the form that the daemon stores. */
function servedCertificatesOf(
  { conversation, chain }: VerifiedEndpoint,
  { target, at }: TargetProbeResult,
): readonly ServedObservation[] {
  if (conversation.kind === 'unavailable') return [];
  const tls = storableServed(conversation.value, chain, target.serverName)?.tls;
  return tls === undefined ? [] : [{ tls, at }];
}

/**
 * Returns the requirements for a certificate: the daemon's for the server of a connector, otherwise
 * the assumed ones.
 */
function requirementsFor(
  { tls, at }: ServedObservation,
  answer: TargetProbeResult,
  { connectors, hasConnectorSettings, isNameGiven }: ProbedServer,
  { computer, baselines }: ScannedConnectors,
): ProbeRequirements {
  if (!hasConnectorSettings) return { isNameRequired: true, isTrustRequired: true };
  const observations = answer.endpoints.flatMap((endpoint) => servedCertificatesOf(endpoint, answer));
  const requirements = connectors.map((observation) => {
    const storedBaseline = baselines.get(observation.connector.name) ?? {};
    const baseline = extendBaseline(storedBaseline, observation.connector, observations, computer);
    return requirementsOf({ ...observation, tls, baseline }, computer, at);
  });
  return {
    isNameRequired: isNameGiven || requirements.some(({ isNameRequired }) => isNameRequired),
    isTrustRequired: requirements.some(({ isTrustRequired }) => isTrustRequired),
  };
}

/** Returns the problems of a probed address, most severe first. */
export function problemsOf(report: AddressReport): readonly ProbeProblem[] {
  if (report.kind === 'presented') return report.judgement.problems;
  return report.kind === 'without-tls' ? ['starttls-not-supported'] : [];
}

/** Returns the level of a problem. Missing STARTTLS is an Error if a connector requires TLS. */
export function problemLevelOf(problem: ProbeProblem, { connectors }: ProbedServer): 'Error' | 'Warning' {
  const isRequired = connectors.some(({ connector }) => connector.requireTls === true);
  return problem === 'starttls-not-supported' && isRequired ? 'Error' : PROBLEM_LEVELS[problem];
}
