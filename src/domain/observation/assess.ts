import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import type { NameIndex } from '../connector/name-index.ts';
import type { Selection } from '../connector/select-certificate.ts';
import type { Settings } from '../settings.ts';
import type { Observation } from './observation.ts';

/** What is derived once per pass and given to every rule. */
export interface Assessment {
  readonly observation: Observation;
  readonly settings: Settings;
  readonly selections: readonly { readonly connector: Connector; readonly selection: Selection }[];
  readonly byName: NameIndex;
  readonly internal: StoredCertificate | undefined;
}
