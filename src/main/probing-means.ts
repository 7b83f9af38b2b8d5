import { verifyPresented } from '../adapters/chain/verify-presented.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { StarttlsProbe } from '../adapters/starttls/starttls-probe.ts';
import type { Clock, PresentedChainVerifier } from '../work/ports.ts';
import type { ProbingMeans } from '../work/watch/probing.ts';
import { trustAnchors } from './trust-anchors.ts';

/** What was found out about a chain outlives a reload. */
const verifier: PresentedChainVerifier = verifyPresented(trustAnchors);

/** What a command probes connectors with under a configuration. */
export function probingMeans({ computer, probing, trust }: Configuration, clock: Clock): ProbingMeans {
  const probe = new StarttlsProbe({ clientName: computer.fqdn, clock, chain: 'all' });
  return { probe, verifier, pace: probing, trust };
}

/** What a daemon does, which has to get along for months. */
export function lastingProbingMeans(configuration: Configuration, clock: Clock): ProbingMeans {
  const { probe: exact, ...means } = probingMeans(configuration, clock);
  const probe = new StarttlsProbe({ clientName: configuration.computer.fqdn, clock, chain: 'linked' });
  return { ...means, probe, exact };
}
