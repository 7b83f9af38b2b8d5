import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { currentOrLastKnown } from '../../domain/scan-result.ts';

/** Returns the pending CSRs of every store, in the order of the stores. */
export function listPendingCsrs({ stores }: Observation): readonly StoredRequest[] {
  return [...stores.values()].flatMap((result) => currentOrLastKnown(result)?.value.requests ?? []);
}
