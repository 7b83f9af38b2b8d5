import type { Configuration } from '../adapters/config/configuration.ts';
import { ConnectionLimit } from '../adapters/http/listen/connection-limit.ts';
import { type HttpListener, openListener } from '../adapters/http/listen/open-listener.ts';
import type { ApiOperations } from '../adapters/http/request/api-operations.ts';
import { requestListener } from '../adapters/http/request-listener.ts';
import { Router } from '../adapters/http/router.ts';
import { calendarRoute } from '../adapters/http/routes/calendar-route.ts';
import { certificateRoutes } from '../adapters/http/routes/certificate-routes.ts';
import { eventRoutes } from '../adapters/http/routes/event-routes.ts';
import { eventStreamRoute } from '../adapters/http/routes/event-stream-route.ts';
import { healthRoutes } from '../adapters/http/routes/health-routes.ts';
import { metricsRoute } from '../adapters/http/routes/metrics-route.ts';
import { notificationRoutes } from '../adapters/http/routes/notification-routes.ts';
import { statusRoutes } from '../adapters/http/routes/status-routes.ts';
import { type OpenLedgerReader, openLedgerReader } from '../adapters/sqlite/ledger/open-ledger-reader.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { DIAGNOSTIC_FAILURES } from '../domain/failure/diagnostic-failures.ts';
import { type ListenAddress, renderListenAddress } from '../domain/http/listen-address.ts';
import { retryWithBackoff } from '../work/deliver/retry-with-backoff.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import { readReadiness } from '../work/query/read-readiness.ts';

/** The HTTP server of the daemon: a listener for each address, and what its routes read. */
export class HttpService implements AsyncDisposable {
  readonly #stopController = new AbortController();
  readonly #opened: Promise<readonly (HttpListener | undefined)[]>;
  readonly #ledger: OpenLedgerReader;

  /**
   * Opens the event log, and starts to listen. An address that cannot be used is tried again with increasing delays.
   * @param diagnostics receives the addresses, and all errors
   * @throws {LedgerError}
   */
  constructor(configuration: Configuration, diagnostics: Diagnostics, clock: Clock = systemClock) {
    const { computer, http, stateDirectory } = configuration;
    const ledger = openLedgerReader(stateDirectory);
    this.#ledger = ledger;
    let operations: Promise<ApiOperations> | undefined;
    // Loaded and opened by the first request that needs them: most hosts never send one.
    const open = (): Promise<ApiOperations> => {
      operations ??= import('./open-api-operations.ts').then(({ openApiOperations }) =>
        openApiOperations(configuration, ledger, clock),
      );
      return operations;
    };
    const router = new Router([
      ...healthRoutes(() => readReadiness(ledger, computer.fqdn, clock)),
      ...statusRoutes(open),
      metricsRoute(open),
      calendarRoute(open),
      ...eventRoutes(open),
      eventStreamRoute(open),
      ...certificateRoutes(open),
      ...notificationRoutes(open),
    ]);
    const connections = new ConnectionLimit();
    const listen = async (address: ListenAddress): Promise<HttpListener> => {
      const isEncrypted = address.kind === 'tcp' && http.tls !== undefined;
      const onRequest = requestListener({
        context: { address, isEncrypted, fqdn: computer.fqdn },
        router,
        tokenFile: http.tokenFile,
        diagnostics,
      });
      const listener = await openListener(address, { settings: http, connections, onRequest });
      diagnostics.note('info', DIAGNOSTIC_FAILURES.http_listening({ url: listener.url }));
      return listener;
    };
    this.#opened = Promise.all(
      http.listen.map((address) =>
        retryWithBackoff(
          DIAGNOSTIC_FAILURES.http_opening({ address: renderListenAddress(address) }),
          () => listen(address),
          diagnostics,
          this.#stopController.signal,
          DIAGNOSTIC_FAILURES.monitoring_continues,
        ),
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopController.abort();
    for (const listener of await this.#opened) await listener?.[Symbol.asyncDispose]();
    await this.#ledger[Symbol.asyncDispose]();
  }
}
