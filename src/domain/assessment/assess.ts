import type { StoredCertificate } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { buildCertificateIndex, type CertificateIndex } from '../certificate-index/certificate-index.ts';
import { lastKnownCertificates } from '../observation/last-known-objects.ts';
import type { Observation } from '../observation/observation.ts';
import { candidatesFor } from '../selection/candidates.ts';
import type { ConnectorSelection } from '../selection/connector-selection.ts';
import { selectCertificate } from '../selection/select-certificate.ts';
import type { Selection, SelectionContext } from '../selection/selection.ts';
import { computerName } from './connector-requirements.ts';
import { type ProbeEvidence, probeEvidence } from './probe-evidence.ts';
import { selectForConnectors } from './select-for-connectors.ts';
import { createContexts } from './selection-contexts.ts';
import type { Settings } from './settings.ts';

/** The values that are derived from an observation once per scan, and used by all rules. */
export interface Assessment {
  /**
   * By probed connector: the files and settings on this host that decide what its server serves.
   */
  readonly probeBases: ProbeEvidence['probeBases'];
  /**
   * Connectors whose latest probe result is older than a change of their files, settings or trust
   * anchors, with the cause.
   */
  readonly outdatedConnectors: ProbeEvidence['outdatedConnectors'];
  /** The observation, in which outdated probe results are unavailable. */
  readonly observation: Observation;
  readonly settings: Settings;
  /**
   * One per connector, in the order of the inventories (the configuration, then the settings of
   * mail servers).
   */
  readonly selections: readonly ConnectorSelection[];
  /** The selection context for connectors whose inventory has no stores of its own. */
  readonly context: SelectionContext;
  /** An index of the certificates in all stores, so that rules need not loop over them. */
  readonly index: CertificateIndex;
  /**
   * The internal transport certificate, which Exchange servers use between each other. undefined if
   * there is none, if no store that connectors search contains it, or if it is selected by the
   * computer's name and the selection is provisional (an unread store may have a better one).
   */
  readonly internalCertificate: StoredCertificate | undefined;
}

/** Returns `Assessment.internalCertificate`. */
function findInternalCertificate(
  observation: Observation,
  context: SelectionContext,
  index: CertificateIndex,
): StoredCertificate | undefined {
  const { internalTransport } = observation;
  if (internalTransport.source === 'none') return undefined;
  if (internalTransport.source === 'automatic') {
    // Without candidates, `selectCertificate` would search for a closest certificate, which is not needed.
    const name = computerName(observation);
    if (candidatesFor(name, context).length === 0) return undefined;
    const selection = selectCertificate(name, context);
    return selection.kind === 'chosen' && !selection.isProvisional ? selection.chosen : undefined;
  }
  return index.withThumbprint(internalTransport.thumbprint).find(({ store }) => context.isSearched(store));
}

/**
 * Derives the assessment from an observation. Pure: the same observation gives the same assessment.
 */
export function assess(
  observation: Observation,
  settings: Settings,
  index: CertificateIndex = buildCertificateIndex(lastKnownCertificates(observation)),
): Assessment {
  const contextOf = createContexts(observation, index);
  // undefined: an inventory without stores of its own.
  const context = contextOf(undefined);
  const selections = selectForConnectors(observation, contextOf);
  const { endpoints, probeBases, outdatedConnectors } = probeEvidence(selections, observation);
  return {
    probeBases,
    outdatedConnectors,
    observation: endpoints === observation.endpoints ? observation : { ...observation, endpoints },
    settings,
    selections,
    context,
    internalCertificate: findInternalCertificate(observation, context, index),
    index,
  };
}

/**
 * Returns whether the selected certificate has expired; false if none is selected. With the profile
 * (a version of Exchange) 2007, event 12014 reports this; with 2019, event 12016.
 */
export function isSelectionExpired(selection: Selection, { observation }: Assessment): boolean {
  return selection.kind === 'chosen' && isExpired(selection.chosen.certificate, observation.now);
}
