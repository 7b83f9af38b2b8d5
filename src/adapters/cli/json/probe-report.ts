import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { ExpiringSettings } from '../../../domain/certificate/lifetime.ts';
import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import type { ProbeTarget } from '../../../domain/connector/probe-target.ts';
import type { Problem } from '../../../domain/failure/problem.ts';
import { problemOfReason } from '../../../domain/failure/problem-of-failure.ts';
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

/** The server to probe, and the connectors that are probed at this URL. */
export interface ProbedServer {
  readonly target: ProbeTarget;
  /** The trust anchors of the connectors; undefined: those of the configuration. */
  readonly trust: readonly TrustSource[] | undefined;
  /** The connectors whose probe has this URL; empty: none. */
  readonly connectors: readonly ConnectorObservation[];
  /**
   * True: the server is probed and judged with the settings of the connectors. False: with default
   * settings, and its certificate is required to match the name and to be trusted.
   */
  readonly hasConnectorSettings: boolean;
  /** True: `--name` gives the name, which the certificate must then match. */
  readonly isNameGiven: boolean;
}

/**
 * The result for one address.
 * - failed: the probe failed. `isKeyTypeNotServed`: only because the server has no certificate of
 *   this key type, which is no problem
 * - without-tls: `response` is that to STARTTLS, or the capabilities without STARTTLS
 * - served: with the served certificate (`leaf`) and its verdicts
 */
export type AddressReport = { readonly endpoint: VerifiedEndpoint } & (
  | { readonly kind: 'failed'; readonly problem: Problem; readonly isKeyTypeNotServed: boolean }
  | { readonly kind: 'without-tls'; readonly starttls: 'not-offered' | 'refused'; readonly response: string }
  | {
      readonly kind: 'served';
      readonly tls: Extract<Conversation, { readonly protocol: string }>;
      readonly leaf: Certificate;
      readonly judgement: ServedCertificateCheck;
    }
);

/** The facts on which the verdicts on an address depend. */
interface EvaluationContext {
  readonly result: TargetProbeResult;
  readonly probed: ProbedServer;
  readonly scan: ScannedConnectors;
  readonly expiring: ExpiringSettings;
}

/** The results of a probe, with verdicts. */
export interface ProbeReport {
  readonly probed: ProbedServer;
  readonly result: TargetProbeResult;
  readonly addresses: readonly AddressReport[];
}

/** Returns the results of a probe with the verdicts on each address. */
export function evaluateProbe(
  result: TargetProbeResult,
  probed: ProbedServer,
  scan: ScannedConnectors,
  expiring: ExpiringSettings,
): ProbeReport {
  const addresses = result.endpoints.map((endpoint) => addressReport(endpoint, { result, probed, scan, expiring }));
  return { probed, result, addresses };
}

function addressReport(
  endpoint: VerifiedEndpoint,
  { result, probed, scan, expiring }: EvaluationContext,
): AddressReport {
  const { conversation, chain, address } = endpoint;
  if (conversation.kind === 'unavailable') {
    const { problem } = conversation;
    return { endpoint, kind: 'failed', problem, isKeyTypeNotServed: isKeyTypeNotServed(endpoint, problem, result) };
  }
  const dialogue = conversation.value;
  if (!('chain' in dialogue)) {
    return { endpoint, kind: 'without-tls', starttls: dialogue.starttls, response: dialogue.answer };
  }
  const [{ certificate: leaf }] = dialogue.chain;
  const [observation] = servedObservationsOf(endpoint, result);
  if (leaf === undefined || chain === undefined || observation === undefined) {
    const problem = problemOfReason('certificate_malformed', address);
    return { endpoint, kind: 'failed', problem, isKeyTypeNotServed: false };
  }
  const storedCopies = scan.withThumbprint(leaf.thumbprint);
  const served = {
    leaf,
    protocol: dialogue.protocol,
    chain,
    serverName: result.target.serverName,
    onDisk: servedOnDisk(leaf.thumbprint, {
      probed: probed.connectors,
      all: scan.connectors,
      copiesOnDisk: storedCopies,
      hasStoredCertificates: scan.certificateCount > 0,
    }),
    ...requirementsFor(observation, result, probed, scan),
    // As in the daemon: a weak certificate of a connector is reported only if it is on disk.
    isStrengthRequired: !probed.hasConnectorSettings || storedCopies.length > 0,
  };
  const judgement = checkServedCertificate(served, result.at, expiring);
  return { endpoint, kind: 'served', tls: dialogue, leaf, judgement };
}

/**
 * Returns whether the probe failed only because the server has no certificate of this key type: it
 * served a certificate of the other type at the same address.
 */
function isKeyTypeNotServed(
  { keyType, address }: VerifiedEndpoint,
  { reason }: Problem,
  { endpoints }: TargetProbeResult,
): boolean {
  return (
    keyType !== 'any' &&
    reason === 'tls_failed' &&
    endpoints.some((other) => other.address === address && hasServedCertificate(other))
  );
}

const hasServedCertificate = ({ conversation }: VerifiedEndpoint): boolean =>
  conversation.kind === 'available' && 'chain' in conversation.value;

/**
 * Returns the certificate that an address served, in the form that the daemon stores; empty if it
 * served none that can be read.
 */
function servedObservationsOf(
  { conversation, chain }: VerifiedEndpoint,
  { target, at }: TargetProbeResult,
): readonly ServedObservation[] {
  if (conversation.kind === 'unavailable') return [];
  const tls = storableServed(conversation.value, chain, target.serverName)?.tls;
  return tls === undefined ? [] : [{ tls, at }];
}

/**
 * Returns what a served certificate must fulfill: the same as in the daemon if the settings of
 * connectors are used, otherwise name and trust.
 */
function requirementsFor(
  { tls, at }: ServedObservation,
  result: TargetProbeResult,
  { connectors, hasConnectorSettings, isNameGiven }: ProbedServer,
  { computer, baselines }: ScannedConnectors,
): ProbeRequirements {
  if (!hasConnectorSettings) return { isNameRequired: true, isTrustRequired: true };
  const observations = result.endpoints.flatMap((endpoint) => servedObservationsOf(endpoint, result));
  const requirements = connectors.map((observation) => {
    // The baseline: the last certificates with a trusted chain and with a matching name. Once a
    // connector served such a certificate, the daemon requires the same of the next certificate.
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
  if (report.kind === 'served') return report.judgement.problems;
  return report.kind === 'without-tls' ? ['starttls-not-supported'] : [];
}

/** Returns the level of a problem. Missing STARTTLS is an Error if a connector requires TLS. */
export function problemLevelOf(problem: ProbeProblem, { connectors }: ProbedServer): 'Error' | 'Warning' {
  const isRequired = connectors.some(({ connector }) => connector.requireTls === true);
  return problem === 'starttls-not-supported' && isRequired ? 'Error' : PROBLEM_LEVELS[problem];
}
