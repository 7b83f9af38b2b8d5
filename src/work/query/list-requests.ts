import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { lastKnown } from '../../domain/scan-result.ts';

/** Returns the CSRs of all stores that wait for a certificate, store by store. */
export function listRequests({ stores }: Observation): readonly StoredRequest[] {
  return [...stores.values()].flatMap((result) => lastKnown(result)?.value.requests ?? []);
}
