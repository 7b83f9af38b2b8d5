import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { lastKnown } from '../../domain/scan-result.ts';

/** The requests of all stores that no certificate answers yet, store by store. */
export function listRequests({ stores }: Observation): readonly StoredRequest[] {
  return [...stores.values()].flatMap((look) => lastKnown(look)?.value.requests ?? []);
}
