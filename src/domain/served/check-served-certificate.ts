import { allowsServer } from '../certificate/allows-server.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { type ChainVerdict, verdictAt } from '../certificate/chain-verdict.ts';
import { type ExpiringSettings, type LifetimeState, lifetimeStateOf } from '../certificate/lifetime.ts';
import { type Weakness, weaknessOf } from '../certificate/weakness.ts';
import type { Instant } from '../time.ts';
import { isOldProtocol } from './is-old-protocol.ts';
import { matchServedName, type NameMatch } from './match-served-name.ts';
import type { ServedOnDisk } from './served-on-disk.ts';

/** Problems with a served certificate, worst first. RFC 8460 names are used where they exist. */
export const PROBE_PROBLEMS = [
  'starttls-not-supported',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-host-mismatch',
  'purpose-mismatch',
  'chain-incomplete',
  'certificate-not-trusted',
  'differs-from-disk',
  'certificate-weak',
  'old-protocol',
  'certificate-expires-soon',
] as const;

/** A problem with a served certificate. */
export type ProbeProblem = (typeof PROBE_PROBLEMS)[number];

/** The level of each problem, as in its event. */
export const PROBLEM_LEVELS: Readonly<Record<ProbeProblem, 'Error' | 'Warning'>> = {
  'starttls-not-supported': 'Warning',
  'certificate-expired': 'Error',
  'certificate-not-yet-valid': 'Error',
  'certificate-host-mismatch': 'Warning',
  'purpose-mismatch': 'Warning',
  'chain-incomplete': 'Warning',
  'certificate-not-trusted': 'Warning',
  'differs-from-disk': 'Warning',
  'certificate-weak': 'Warning',
  'old-protocol': 'Warning',
  'certificate-expires-soon': 'Warning',
};

/** A served certificate and the requirements for it. */
export interface ServedCertificateToCheck {
  readonly leaf: Certificate;
  readonly protocol: string;
  /** The verdict of the probe about the chain only, without the dates and names of the leaf. */
  readonly chain: ChainVerdict;
  /** The name that the probe sent (SNI); undefined: none. */
  readonly serverName: string | undefined;
  readonly onDisk: ServedOnDisk;
  /** True if the certificate must match `serverName`. */
  readonly isNameRequired: boolean;
  /**
   * True if the chain must end at a trusted root. An incomplete chain, or one that OpenSSL
   * refuses, is always a problem.
   */
  readonly isTrustRequired: boolean;
  /** True if a weak key or signature is a problem. */
  readonly isStrengthRequired: boolean;
}

/** The results of all checks of a served certificate. */
export interface ServedCertificateCheck {
  /** undefined: the probe sent no name. */
  readonly name: NameMatch | 'mismatch' | undefined;
  readonly lifetime: LifetimeState;
  /** The verdict about the chain at the current time. */
  readonly chain: ChainVerdict;
  readonly weakness: Weakness | undefined;
  readonly isOldProtocol: boolean;
  readonly onDisk: ServedOnDisk;
  /** Worst first; empty if there are none. */
  readonly problems: readonly ProbeProblem[];
}

/** Checks a served certificate. The caller handles failed probes and missing TLS. */
export function checkServedCertificate(
  served: ServedCertificateToCheck,
  now: Instant,
  expiring: ExpiringSettings,
): ServedCertificateCheck {
  const { leaf, protocol, serverName, onDisk, isNameRequired, isTrustRequired, isStrengthRequired } = served;
  const chain = verdictAt(served.chain, now);
  const name = serverName === undefined ? undefined : (matchServedName(leaf, serverName) ?? 'mismatch');
  const lifetime = lifetimeStateOf(leaf, now, expiring);
  const weakness = weaknessOf(leaf);
  const isOld = isOldProtocol(protocol);
  const isIncomplete = chain.status === 'untrusted' && chain.missingIssuer !== undefined;
  const isPresent: Readonly<Record<ProbeProblem, boolean>> = {
    // A certificate was served, so TLS is supported.
    'starttls-not-supported': false,
    'certificate-expired': lifetime === 'expired',
    'certificate-not-yet-valid': lifetime === 'not-yet-valid',
    // Clients ignore the common name.
    'certificate-host-mismatch': isNameRequired && (name === 'mismatch' || name === 'common-name'),
    'purpose-mismatch': !allowsServer(leaf),
    'chain-incomplete': isIncomplete,
    'certificate-not-trusted':
      chain.status === 'refused' ||
      (isTrustRequired && !isIncomplete && chain.status !== 'trusted' && chain.status !== 'unknown'),
    'differs-from-disk': onDisk.kind === 'differs',
    'certificate-weak': isStrengthRequired && weakness !== undefined,
    'old-protocol': isOld,
    'certificate-expires-soon': lifetime === 'expiring',
  };
  const problems = PROBE_PROBLEMS.filter((problem) => isPresent[problem]);
  return { name, lifetime, chain, weakness, isOldProtocol: isOld, onDisk, problems };
}
