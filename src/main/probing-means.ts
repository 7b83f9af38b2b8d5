import { verifyPresented } from '../adapters/chain/verify-presented.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { StarttlsProbe } from '../adapters/starttls/starttls-probe.ts';
import type { Clock, PresentedChainVerifier } from '../work/ports.ts';
import type { ProbingMeans } from '../work/watch/probing.ts';
import { trustAnchors } from './trust-anchors.ts';

/** What was found out about a chain outlives a reload. */
const verifier: PresentedChainVerifier = verifyPresented(trustAnchors);

/** What connectors are probed with under a configuration. */
export function probingMeans({ computer, probing, trust }: Configuration, clock: Clock): ProbingMeans {
  return { probe: new StarttlsProbe({ clientName: computer.fqdn, clock }), verifier, pace: probing, trust };
}
