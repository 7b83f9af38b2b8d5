import { verifyServedChains } from '../adapters/chain/verify-served-chains.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { StarttlsProbe } from '../adapters/starttls/starttls-probe.ts';
import type { ServedChainVerifier } from '../work/ports/probes.ts';
import type { Clock } from '../work/ports/system.ts';
import type { ProberDependencies } from '../work/scan/probe-runner.ts';
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
 * Returns a function that returns the daemon's dependencies for a configuration. `probe` reads only
 * the certificates that are linked to the leaf. `exact` reads all certificates. Node never frees
 * some of their memory, so `exact` only repeats a probe that seems to lack an intermediate
 * certificate. Both are created once, so that their knowledge about servers survives a reload.
 * @param initialConfiguration its FQDN is used for all configurations: it does not change on reload
 */
export function daemonProberDependencies(
  initialConfiguration: Configuration,
  clock: Clock,
): (configuration: Configuration) => ProberDependencies {
  const { probe: exact } = proberDependencies(initialConfiguration, clock);
  const probe = new StarttlsProbe({ clientName: initialConfiguration.computer.fqdn, clock, chain: 'linked' });
  return ({ probing, trust }) => ({ probe, exact, verifier, limits: probing, trust });
}
