import { isAccessDenied, type Thumbprint } from '../certificate/certificate.ts';
import { keyAccount, ROOT } from '../connector/connector.ts';
import { findStored } from './find-stored.ts';
import type { PlanContext } from './plan.ts';

/**
 * Returns the accounts that load keys and can read the key of a certificate in the personal store,
 * without duplicates. The key of its replacement must be readable for them too, because they could
 * not load it otherwise. Empty if the certificate is in another store.
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
