import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import { SECOND } from '../../domain/time.ts';
import { LedgerError } from '../errors.ts';
import type { Ledger, Shard } from '../ports/ledger.ts';
import type { Clock, Diagnostics } from '../ports/system.ts';

/** The interval of heartbeats, ms. Commands notice within a minute that three are missing. */
const HEARTBEAT_INTERVAL_MS: number = 20 * SECOND;

interface StateHeartbeatDependencies {
  readonly ledger: Pick<Ledger, 'storeHeartbeat'>;
  readonly shard: Shard;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/**
 * Stores a heartbeat three times a minute. If the last heartbeat is too old, commands report that
 * the daemon cannot store data, for example because the disk is full.
 */
export class StateHeartbeat implements Disposable {
  readonly #dependencies: StateHeartbeatDependencies;
  readonly #timer: NodeJS.Timeout;
  /** True if the last scan could not be stored. A heartbeat is small and could still be stored. */
  #isScanUnstored = false;
  #isFailing = false;

  constructor(dependencies: StateHeartbeatDependencies) {
    this.#dependencies = dependencies;
    this.#timer = setInterval(() => void this.#store(), HEARTBEAT_INTERVAL_MS);
    this.#timer.unref();
    void this.#store();
  }

  /** Records that a scan was committed. */
  onScanCommitted(): void {
    this.#isScanUnstored = false;
  }

  /** Records that a scan failed. */
  onScanFailed(error: unknown): void {
    if (error instanceof LedgerError) this.#isScanUnstored = true;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #store(): Promise<void> {
    if (this.#isScanUnstored) return;
    const { ledger, shard, clock, diagnostics } = this.#dependencies;
    try {
      await ledger.storeHeartbeat(shard, clock.now());
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) diagnostics.note('error', failureOfError(error));
      this.#isFailing = true;
    }
  }
}
