import { messageOf } from '../../domain/message-of.ts';
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
  /** Orders a scan. */
  readonly requestScan: () => void;
}

/**
 * The handler for requests of commands to probe now. A request is done when a scan has used its
 * probes.
 */
export class RequestedProbes {
  readonly #dependencies: RequestedProbesDependencies;
  readonly #startedIds: Set<string> = new Set();
  readonly #done: Map<string, ProbeRequest> = new Map();

  constructor(dependencies: RequestedProbesDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The requests whose probes have ended. A scan that starts now answers them if these probes are
   * evidence in it.
   */
  get completed(): readonly ProbeRequest[] {
    return [...this.#done.values()];
  }

  /** Serves pending and new requests until the signal. Never rejects. */
  async follow(signal: AbortSignal): Promise<void> {
    const changes = this.#dependencies.ledger.changed(signal);
    await this.#serveOrNote(signal);
    for await (const _ of changes) await this.#serveOrNote(signal);
  }

  /**
   * Serves the requests. A failed read is logged, and repeated at the next change of the event log.
   */
  async #serveOrNote(signal: AbortSignal): Promise<void> {
    const { shard, diagnostics } = this.#dependencies;
    try {
      await this.#serve(shard);
    } catch (error) {
      if (signal.aborted) return;
      const why = messageOf(error);
      diagnostics.note('warning', `cannot read requests for probes: ${why}`);
    }
  }

  async #serve(shard: Shard): Promise<void> {
    const { ledger, probe, requestScan } = this.#dependencies;
    const waiting = await ledger.probeRequests(shard);
    const ids = new Set(waiting.map(({ requestId }) => requestId));
    for (const all of [this.#startedIds, this.#done]) for (const id of all.keys()) if (!ids.has(id)) all.delete(id);
    for (const request of waiting) {
      const { requestId, connectors } = request;
      if (this.#startedIds.has(requestId)) continue;
      this.#startedIds.add(requestId);
      void probe(connectors).then(() => {
        this.#done.set(requestId, request);
        requestScan();
      });
    }
  }
}
