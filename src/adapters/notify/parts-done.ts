/** Of how many deliveries it is remembered what of them is done. */
const DELIVERIES_REMEMBERED = 1000;

/**
 * Which parts of a delivery are done while others are still to be tried again: those are not told a second time. In memory: after
 * a restart all are told again.
 */
export class PartsDone {
  /** By delivery, in the order in which they were last tried. */
  readonly #done: Map<string, ReadonlySet<string>> = new Map();

  of(deliveryId: string): ReadonlySet<string> {
    return this.#done.get(deliveryId) ?? new Set();
  }

  keep(deliveryId: string, done: ReadonlySet<string>): void {
    this.forget(deliveryId);
    this.#done.set(deliveryId, done);
    for (const oldest of this.#done.keys()) {
      if (this.#done.size <= DELIVERIES_REMEMBERED) break;
      this.#done.delete(oldest);
    }
  }

  forget(deliveryId: string): void {
    this.#done.delete(deliveryId);
  }
}
