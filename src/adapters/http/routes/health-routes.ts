import type { Failure } from '../../../domain/failure/failure.ts';
import type { ApiRoute } from '../request/api-route.ts';
import { textResponse } from '../response/api-response.ts';
import { problemResponse } from '../response/problem-response.ts';

/**
 * Returns the routes for supervisors such as Kubernetes. `/healthz` answers while the process does;
 * `/readyz` says whether its results are current.
 * @param readReadiness returns why they are not; undefined: they are
 */
export function healthRoutes(readReadiness: () => Promise<Failure | undefined>): readonly ApiRoute[] {
  return [
    { path: '/healthz', isPublic: true, respond: () => textResponse('ok\n') },
    {
      path: '/readyz',
      isPublic: true,
      respond: async () => {
        const failure = await readReadiness();
        return failure === undefined ? textResponse('ready\n') : problemResponse(503, failure);
      },
    },
  ];
}
