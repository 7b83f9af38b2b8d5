import type { ProbedConnector } from './probed-connector.ts';

/** A caller that waits until each of its connectors was probed. */
interface ProbeWaiter {
  /** The connectors for which no probe has ended that started after the call. */
  readonly pending: Set<ProbedConnector>;
  /** Probes with this start number or a lower one are ignored. */
  readonly startedAfter: number;
  readonly resolve: () => void;
}

/** The callers that wait until connectors were probed. */
export class ProbeWaiters {
  readonly #waiters: Set<ProbeWaiter> = new Set();

  /**
   * Resolves when a probe of each connector has ended that started after this call. Does not wait
   * for connectors that are removed.
   * @param startedCount how many probes have started
   */
  wait(connectors: Iterable<ProbedConnector>, startedCount: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.add({ pending: new Set(connectors), startedAfter: startedCount, resolve });
      this.resolveCompleted();
    });
  }

  /** Notes the end of a probe. `resolveCompleted` then resolves the callers. */
  onProbeEnded(connector: ProbedConnector, startNumber: number): void {
    for (const { pending, startedAfter } of this.#waiters) if (startNumber > startedAfter) pending.delete(connector);
  }

  /** Notes that a connector is no longer probed. `resolveCompleted` then resolves the callers. */
  onConnectorRemoved(connector: ProbedConnector): void {
    for (const { pending } of this.#waiters) pending.delete(connector);
  }

  /** Resolves the callers without pending connectors. */
  resolveCompleted(): void {
    for (const waiter of this.#waiters) {
      if (waiter.pending.size > 0) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
