import { isAccessDenied, type Thumbprint } from '../certificate/certificate.ts';
import { keyAccount, ROOT } from '../connector/connector.ts';
import { findStored } from './find-stored.ts';
import type { PlanContext } from './plan.ts';

/**
 * Returns the accounts of connectors that can read the key of a certificate in the personal store
 * (the only store that mailcertd writes to), without root and without duplicates. The key of the
 * new certificate must be readable for them too. Empty if the certificate is in another store, or
 * its key does not match.
 * @param original the certificate that is replaced; undefined: none
 */
export function accountsReadingKey(
  original: Thumbprint | undefined,
  { assessment, personal }: Pick<PlanContext, 'assessment' | 'personal'>,
): readonly string[] {
  const stored = original === undefined ? undefined : findStored(original, assessment.index, personal.name);
  if (stored?.store !== personal.name || stored.key.kind !== 'matches') return [];
  const accounts = new Set(assessment.selections.map(({ connector }) => keyAccount(connector)));
  return [...accounts].filter((account) => account !== ROOT && !isAccessDenied(stored.key, account));
}
