/** An item with a due time. It is in one queue at most. */
export interface Due {
  readonly dueMs: number;
  /** Its index in the queue, written only by the queue; -1: not in a queue. */
  place: number;
}

/**
 * A priority queue by due time: a binary heap, because a search through thousands of items would be
 * too slow.
 */
export class DueQueue<T extends Due> {
  readonly #heap: T[] = [];

  /** The item that is due first; undefined: the queue is empty. */
  get first(): T | undefined {
    return this.#heap[0];
  }

  /** Adds an item, or moves it after its due time has changed. */
  put(item: T): void {
    if (item.place < 0) item.place = this.#heap.push(item) - 1;
    this.#siftUp(item);
    this.#siftDown(item);
  }

  /** Removes an item if it is in the queue. */
  remove(item: T): void {
    const { place } = item;
    if (place < 0) return;
    const last = this.#heap.pop();
    item.place = -1;
    if (last === undefined || last === item) return;
    this.#set(last, place);
    this.put(last);
  }

  #siftUp(item: T): void {
    let above = this.#above(item);
    while (above !== undefined && above.dueMs > item.dueMs) {
      this.#swap(above, item);
      above = this.#above(item);
    }
  }

  #siftDown(item: T): void {
    let below = this.#below(item);
    while (below !== undefined && below.dueMs < item.dueMs) {
      this.#swap(item, below);
      below = this.#below(item);
    }
  }

  #above({ place }: T): T | undefined {
    return place === 0 ? undefined : this.#heap[(place - 1) >> 1];
  }

  /** Returns the child that is due first; undefined: none. */
  #below({ place }: T): T | undefined {
    const left = this.#heap[2 * place + 1];
    const right = this.#heap[2 * place + 2];
    return left === undefined || right === undefined || left.dueMs <= right.dueMs ? left : right;
  }

  #swap(above: T, below: T): void {
    const { place } = above;
    this.#set(above, below.place);
    this.#set(below, place);
  }

  #set(item: T, place: number): void {
    this.#heap[place] = item;
    item.place = place;
  }
}
