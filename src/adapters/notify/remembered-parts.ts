/** Of how many deliveries they are remembered. */
const DELIVERIES_REMEMBERED = 1000;

/** Parts of deliveries that failed when they were last tried, as long as they are tried again. In memory: it is for their order alone. */
export class RememberedParts {
  /** By delivery, in the order in which they were last tried. */
  readonly #parts: Map<string, ReadonlySet<string>> = new Map();

  of(deliveryId: string): ReadonlySet<string> {
    return this.#parts.get(deliveryId) ?? new Set();
  }

  keep(deliveryId: string, parts: ReadonlySet<string>): void {
    this.forget(deliveryId);
    this.#parts.set(deliveryId, parts);
    for (const oldest of this.#parts.keys()) {
      if (this.#parts.size <= DELIVERIES_REMEMBERED) break;
      this.#parts.delete(oldest);
    }
  }

  forget(deliveryId: string): void {
    this.#parts.delete(deliveryId);
  }
}
