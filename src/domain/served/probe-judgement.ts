import type { Certificate } from '../certificate/certificate.ts';
import { type ChainVerdict, verdictAt } from '../certificate/chain-verdict.ts';
import { type LifetimeState, lifetimeState, type SoonWindow } from '../certificate/lifetime.ts';
import { allowsServer } from '../certificate/purpose.ts';
import { type Weakness, weaknessOf } from '../certificate/weakness.ts';
import type { EventLevel } from '../event/event-definition.ts';
import type { Instant } from '../time.ts';
import { isOldProtocol, type NameServed, nameServed } from './judge-served.ts';
import type { ServedOnDisk } from './served-on-disk.ts';

/** What can be wrong with what one address presents, the worst first; with RFC 8460's names where it has one. */
export const PROBE_FAULTS = [
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

export type ProbeFault = (typeof PROBE_FAULTS)[number];

/** How bad each is, as the events of the same meaning have it. */
export const FAULT_LEVELS: Readonly<Record<ProbeFault, Exclude<EventLevel, 'Information'>>> = {
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

/** What an address presented, and what it is judged by. */
export interface JudgedChain {
  readonly leaf: Certificate;
  readonly protocol: string;
  /** Signatures verified; neither dates nor names are in it. */
  readonly chain: ChainVerdict;
  /** The name that was asked for; undefined: none was. */
  readonly asked: string | undefined;
  readonly onDisk: ServedOnDisk;
  /** True if the certificate must match `asked`. */
  readonly isNameRequired: boolean;
  /**
   * True if the chain must end at a trusted root. An incomplete or refused chain is always a fault.
   */
  readonly isTrustRequired: boolean;
}

/** What is said of what an address presents, each by itself. */
export interface ProbeJudgement {
  /** undefined: no name was asked for. */
  readonly name: NameServed | 'mismatch' | undefined;
  readonly lifetime: LifetimeState;
  /** As it is worth now. */
  readonly chain: ChainVerdict;
  readonly weakness: Weakness | undefined;
  readonly isOldProtocol: boolean;
  readonly onDisk: ServedOnDisk;
  /** Worst first; empty: nothing is wrong. */
  readonly faults: readonly ProbeFault[];
}

/** Judges what an address presents; that nothing could be seen, or no TLS was offered, is no matter of this. */
export function judgePresented(presented: JudgedChain, now: Instant, soon: SoonWindow): ProbeJudgement {
  const { leaf, protocol, asked, onDisk, isNameRequired, isTrustRequired } = presented;
  const chain = verdictAt(presented.chain, now);
  const name = asked === undefined ? undefined : (nameServed(leaf, asked) ?? 'mismatch');
  const lifetime = lifetimeState(leaf, now, soon);
  const weakness = weaknessOf(leaf);
  const isOld = isOldProtocol(protocol);
  const isIncomplete = chain.status === 'untrusted' && chain.missingIssuer !== undefined;
  const holds: Readonly<Record<ProbeFault, boolean>> = {
    'starttls-not-supported': false,
    'certificate-expired': lifetime === 'expired',
    'certificate-not-yet-valid': lifetime === 'not-yet-valid',
    'certificate-host-mismatch': isNameRequired && (name === 'mismatch' || name === 'common-name'),
    'purpose-mismatch': !allowsServer(leaf),
    'chain-incomplete': isIncomplete,
    'certificate-not-trusted':
      chain.status === 'refused' ||
      (isTrustRequired && !isIncomplete && chain.status !== 'trusted' && chain.status !== 'unknown'),
    'differs-from-disk': onDisk.kind === 'differs',
    'certificate-weak': weakness !== undefined,
    'old-protocol': isOld,
    'certificate-expires-soon': lifetime === 'soon',
  };
  const faults = PROBE_FAULTS.filter((fault) => holds[fault]);
  return { name, lifetime, chain, weakness, isOldProtocol: isOld, onDisk, faults };
}
