import { SECOND } from '../domain/time.ts';
import { LedgerError } from '../work/errors.ts';
import type { Clock, Diagnostics, Ledger, Shard } from '../work/ports.ts';

/** How often a heartbeat is stored, ms: commands notice within a minute that three are missing. */
const INTERVAL_MS: number = 20 * SECOND;

interface HeartbeatDependencies {
  readonly ledger: Pick<Ledger, 'storeHeartbeat'>;
  readonly shard: Shard;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/**
 * Stores three times a minute that the daemon can store. Commands need no message from a daemon that cannot, as on a full disk:
 * they see that its last heartbeat is old.
 */
export class Heartbeat implements Disposable {
  readonly #dependencies: HeartbeatDependencies;
  readonly #timer: NodeJS.Timeout;
  /** Whether the last scan could not be stored: a heartbeat is small and might fit where a scan does not. */
  #isScanUnstored = false;
  #isFailing = false;

  constructor(dependencies: HeartbeatDependencies) {
    this.#dependencies = dependencies;
    this.#timer = setInterval(() => void this.#store(), INTERVAL_MS);
    this.#timer.unref();
    void this.#store();
  }

  /** A scan was committed. */
  scanned(): void {
    this.#isScanUnstored = false;
  }

  /** A scan failed. */
  failed(error: unknown): void {
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
      if (!this.#isFailing) diagnostics.note('error', error instanceof Error ? error.message : String(error));
      this.#isFailing = true;
    }
  }
}
