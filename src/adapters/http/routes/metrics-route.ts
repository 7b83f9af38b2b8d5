import type { IncomingHttpHeaders } from 'node:http';
import { hostMetrics } from '../../../formats/metrics/host-metrics.ts';
import { type MetricsFormat, renderMetrics } from '../../../formats/metrics/metrics.ts';
import { type OpenApiOperations, sharedWhenOpen } from '../request/api-operations.ts';
import type { ApiRoute } from '../request/api-route.ts';

/** The content types. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
const CONTENT_TYPES: Readonly<Record<MetricsFormat, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** Returns the route for the metrics that `mailcertd metrics` prints. */
export function metricsRoute(open: OpenApiOperations): ApiRoute {
  const measure = sharedWhenOpen(open, ({ queries }) => queries.measure(new AbortController().signal));
  return {
    path: '/metrics',
    respond: async ({ headers }) => {
      const { version } = await open();
      const format = formatFor(headers);
      const body = renderMetrics(hostMetrics(await measure(), version), format);
      return { status: 200, headers: { 'content-type': CONTENT_TYPES[format], vary: 'accept' }, body };
    },
  };
}

/** Prometheus names OpenMetrics in its Accept header if it prefers it. */
function formatFor({ accept = '' }: IncomingHttpHeaders): MetricsFormat {
  return accept.includes('application/openmetrics-text') ? 'openmetrics' : 'prometheus';
}
