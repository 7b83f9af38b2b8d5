import { verifyPresented } from '../adapters/chain/verify-presented.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { StarttlsProbe } from '../adapters/starttls/starttls-probe.ts';
import type { PresentedChainVerifier } from '../work/ports/probes.ts';
import type { Clock } from '../work/ports/system.ts';
import type { ProbingDependencies } from '../work/scan/probing.ts';
import { trustAnchors } from './trust-anchors.ts';

/** What was found out about a chain outlives a reload. */
const verifier: PresentedChainVerifier = verifyPresented(trustAnchors);

/** What a command probes connectors with under a configuration. */
export function probingDependencies({ computer, probing, trust }: Configuration, clock: Clock): ProbingDependencies {
  const probe = new StarttlsProbe({ clientName: computer.fqdn, clock, chain: 'all' });
  return { probe, verifier, pace: probing, trust };
}

/**
 * What a daemon does, which has to get along for months, under one configuration after the other: what was learnt of servers
 * outlives a reload. The computer's name does not change meanwhile.
 */
export function daemonProbingDependencies(
  first: Configuration,
  clock: Clock,
): (now: Configuration) => ProbingDependencies {
  const { probe: exact } = probingDependencies(first, clock);
  const probe = new StarttlsProbe({ clientName: first.computer.fqdn, clock, chain: 'linked' });
  return ({ probing, trust }) => ({ probe, exact, verifier, pace: probing, trust });
}
