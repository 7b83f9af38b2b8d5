import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import type { ProbeRequest } from '../../domain/served/probe-request.ts';
import type { Ledger, Shard } from '../ports/ledger.ts';
import type { Diagnostics } from '../ports/system.ts';

/** The dependencies of `RequestedProbes`. */
export interface RequestedProbesDependencies {
  readonly ledger: Pick<Ledger, 'probeRequests' | 'changed'>;
  readonly shard: Shard;
  readonly diagnostics: Diagnostics;
  /** Probes connectors now; an empty list means all. Resolves when each was probed. */
  readonly probe: (connectors: readonly string[]) => Promise<void>;
  /** Requests a scan. */
  readonly requestScan: () => void;
}

/**
 * Probes connectors on request of commands. A request is completed when its probes have ended. The
 * scan that uses their results then deletes the request.
 */
export class RequestedProbes {
  readonly #dependencies: RequestedProbesDependencies;
  readonly #startedIds: Set<string> = new Set();
  readonly #completed: Map<string, ProbeRequest> = new Map();

  constructor(dependencies: RequestedProbesDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The requests whose probes have ended. A scan that starts now can delete them.
   */
  get completed(): readonly ProbeRequest[] {
    return [...this.#completed.values()];
  }

  /** Serves pending and new requests until the signal. Never rejects. */
  async follow(signal: AbortSignal): Promise<void> {
    const changes = this.#dependencies.ledger.changed(signal);
    await this.#serveAndLogErrors(signal);
    for await (const _ of changes) await this.#serveAndLogErrors(signal);
  }

  /**
   * Serves the requests. If they cannot be read, logs the error; the next change reads them again.
   */
  async #serveAndLogErrors(signal: AbortSignal): Promise<void> {
    const { shard, diagnostics } = this.#dependencies;
    try {
      await this.#serve(shard);
    } catch (error) {
      if (signal.aborted) return;
      diagnostics.note('warning', DIAGNOSTIC_FAILURES.probe_requests_not_read({ cause: causeOf(error) }));
    }
  }

  /** Starts the probes of new requests, and forgets requests that were deleted. */
  async #serve(shard: Shard): Promise<void> {
    const { ledger, probe, requestScan } = this.#dependencies;
    const pending = await ledger.probeRequests(shard);
    this.#forgetAllExcept(new Set(pending.map(({ requestId }) => requestId)));
    for (const request of pending) {
      const { requestId, connectors } = request;
      if (this.#startedIds.has(requestId)) continue;
      this.#startedIds.add(requestId);
      void probe(connectors).then(() => {
        this.#completed.set(requestId, request);
        requestScan();
      });
    }
  }

  #forgetAllExcept(pendingIds: ReadonlySet<string>): void {
    for (const requests of [this.#startedIds, this.#completed]) {
      for (const id of requests.keys()) if (!pendingIds.has(id)) requests.delete(id);
    }
  }
}
