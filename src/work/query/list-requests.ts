import type { StoredRequest } from '../../domain/certificate/certificate-request.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import { latest } from '../../domain/scan-result.ts';

/** The requests of all stores that no certificate answers yet, store by store. */
export function listRequests({ stores }: Observation): readonly StoredRequest[] {
  return [...stores.values()].flatMap((look) => latest(look)?.value.requests ?? []);
}
