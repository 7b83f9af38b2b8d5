import { verifyServedChains } from '../adapters/chain/verify-served-chains.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { StarttlsProbe } from '../adapters/starttls/starttls-probe.ts';
import type { ServedChainVerifier } from '../work/ports/probes.ts';
import type { Clock } from '../work/ports/system.ts';
import type { ProberDependencies } from '../work/scan/connector-prober.ts';
import { trustAnchors } from './trust-anchors.ts';

/** Shared, so that verified chains survive a reload. */
const verifier: ServedChainVerifier = verifyServedChains(trustAnchors);

/**
 * Returns the dependencies with which a command probes connectors. Its probe reads all certificates
 * that a server sends.
 */
export function proberDependencies({ computer, probing, trust }: Configuration, clock: Clock): ProberDependencies {
  const probe = new StarttlsProbe({ clientName: computer.fqdn, clock, chain: 'all' });
  return { probe, verifier, limits: probing, trust };
}

/**
 * Returns the function that returns the daemon's dependencies under a configuration. Its probe reads
 * only the certificates that are linked to the leaf; `exact` reads all, but Node never frees some
 * of their memory, so it only repeats a probe that seems to lack an intermediate certificate. The
 * probes are shared, so that their knowledge about servers survives a reload. The FQDN never changes.
 */
export function daemonProberDependencies(
  first: Configuration,
  clock: Clock,
): (configuration: Configuration) => ProberDependencies {
  const { probe: exact } = proberDependencies(first, clock);
  const probe = new StarttlsProbe({ clientName: first.computer.fqdn, clock, chain: 'linked' });
  return ({ probing, trust }) => ({ probe, exact, verifier, limits: probing, trust });
}
