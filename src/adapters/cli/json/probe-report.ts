import type { Certificate } from '../../../domain/certificate/certificate.ts';
import type { SoonWindow } from '../../../domain/certificate/lifetime.ts';
import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import type { ProbeTarget } from '../../../domain/connector/probe-target.ts';
import type { Problem } from '../../../domain/problem.ts';
import {
  checkServedCertificate,
  PROBLEM_LEVELS,
  type ProbeJudgement,
  type ProbeProblem,
} from '../../../domain/served/probe-judgement.ts';
import { type ProbeRequirements, requirementsOf } from '../../../domain/served/probe-requirements.ts';
import { extendBaseline, type ServedObservation } from '../../../domain/served/served-baseline.ts';
import { servedOf } from '../../../domain/served/served-of.ts';
import { type ConnectorObservation, servedOnDisk } from '../../../domain/served/served-on-disk.ts';
import type {
  ScannedConnectors,
  TargetProbeResult,
  VerifiedEndpoint,
} from '../../../work/operations/connector-operations.ts';
import type { Conversation } from '../../../work/ports/probes.ts';

/** The server to probe, and its connectors. */
export interface Probed {
  readonly target: ProbeTarget;
  /** The trust anchors of its connectors; undefined: those of the configuration. */
  readonly trust: readonly TrustSource[] | undefined;
  /** The connectors with this probe target; empty if the server belongs to none. */
  readonly connectors: readonly ConnectorObservation[];
  /** True if it is probed like its connectors. Otherwise its requirements are assumed. */
  readonly isAsConnector: boolean;
  /** True if the command line gives the name. */
  readonly isNameGiven: boolean;
}

/** The result for one address. */
export type AddressReport = { readonly endpoint: VerifiedEndpoint } & (
  | { readonly kind: 'failed'; readonly problem: Problem; readonly isSpare: boolean }
  | { readonly kind: 'without-tls'; readonly starttls: 'not-offered' | 'refused'; readonly answer: string }
  | {
      readonly kind: 'presented';
      readonly tls: Extract<Conversation, { readonly protocol: string }>;
      readonly leaf: Certificate;
      readonly judgement: ProbeJudgement;
    }
);

/** The results of a probe, with verdicts. */
export interface ProbeReport {
  readonly probed: Probed;
  readonly answer: TargetProbeResult;
  readonly addresses: readonly AddressReport[];
}

const isSeen = ({ conversation }: VerifiedEndpoint): boolean =>
  conversation.kind === 'available' && 'chain' in conversation.value;

/** Returns the certificate that an address served, in the form that the daemon stores. */
function sightingOf(
  { conversation, chain }: VerifiedEndpoint,
  { target, at }: TargetProbeResult,
): readonly ServedObservation[] {
  if (conversation.kind === 'unavailable') return [];
  const tls = servedOf(conversation.value, chain, target.serverName)?.tls;
  return tls === undefined ? [] : [{ tls, at }];
}

/**
 * Returns the requirements for a certificate: the daemon's for the server of a connector, otherwise
 * the assumed ones.
 */
function judge(
  { tls, at }: ServedObservation,
  answer: TargetProbeResult,
  { connectors, isAsConnector, isNameGiven }: Probed,
  { computer, baselines }: ScannedConnectors,
): ProbeRequirements {
  if (!isAsConnector) return { isNameRequired: true, isTrustRequired: true };
  const sightings = answer.endpoints.flatMap((endpoint) => sightingOf(endpoint, answer));
  const all = connectors.map((each) => {
    const before = baselines.get(each.connector.name) ?? {};
    const baseline = extendBaseline(before, each.connector, sightings, computer);
    return requirementsOf({ ...each, tls, baseline }, computer, at);
  });
  return {
    isNameRequired: isNameGiven || all.some(({ isNameRequired }) => isNameRequired),
    isTrustRequired: all.some(({ isTrustRequired }) => isTrustRequired),
  };
}

/** Checks every address that was probed, each separately. */
export function reportOf(
  answer: TargetProbeResult,
  probed: Probed,
  scan: ScannedConnectors,
  soon: SoonWindow,
): ProbeReport {
  const { target } = answer;
  const report = (endpoint: VerifiedEndpoint): AddressReport => {
    const { conversation, chain, address, keyType } = endpoint;
    if (conversation.kind === 'unavailable') {
      const { problem } = conversation;
      // A server does not need a certificate of each key type.
      const isSpare =
        keyType !== 'any' &&
        problem.reason === 'tls_failed' &&
        answer.endpoints.some((other) => other.address === address && isSeen(other));
      return { endpoint, kind: 'failed', problem, isSpare };
    }
    const said = conversation.value;
    if (!('chain' in said)) return { endpoint, kind: 'without-tls', starttls: said.starttls, answer: said.answer };
    const [{ certificate: leaf }] = said.chain;
    const [sighting] = sightingOf(endpoint, answer);
    if (leaf === undefined || chain === undefined || sighting === undefined) {
      const problem: Problem = { reason: 'certificate_malformed', location: address, detail: '' };
      return { endpoint, kind: 'failed', problem, isSpare: false };
    }
    const places = scan.withThumbprint(leaf.thumbprint);
    const isAnything = scan.certificateCount > 0;
    const onDisk = servedOnDisk(leaf.thumbprint, probed.connectors, scan.connectors, places, isAnything);
    const required = judge(sighting, answer, probed, scan);
    const presented = {
      ...{ leaf, protocol: said.protocol, chain, asked: target.serverName, onDisk, ...required },
      // For a connector, the daemon reports only weak certificates on disk.
      isStrengthRequired: !probed.isAsConnector || places.length > 0,
    };
    return {
      endpoint,
      kind: 'presented',
      tls: said,
      leaf,
      judgement: checkServedCertificate(presented, answer.at, soon),
    };
  };
  return { probed, answer, addresses: answer.endpoints.map(report) };
}

/** Returns the problems of a probed address, most severe first. */
export function problemsOf(report: AddressReport): readonly ProbeProblem[] {
  if (report.kind === 'presented') return report.judgement.problems;
  return report.kind === 'without-tls' ? ['starttls-not-supported'] : [];
}

/** Returns the level of a problem. Missing STARTTLS is an Error if a connector requires TLS. */
export function problemLevelOf(problem: ProbeProblem, { connectors }: Probed): 'Error' | 'Warning' {
  const isRequired = connectors.some(({ connector }) => connector.requireTls === true);
  return problem === 'starttls-not-supported' && isRequired ? 'Error' : PROBLEM_LEVELS[problem];
}
