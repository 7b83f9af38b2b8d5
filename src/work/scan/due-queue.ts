/** What is due at some time. It stands in one queue at most. */
export interface Due {
  readonly dueMs: number;
  /** Where it stands, written by the queue alone; -1: nowhere. */
  place: number;
}

/**
 * What is due first comes first: a binary heap. To look for it among thousands, many times a second, would cost more than
 * what is then done about it.
 */
export class DueQueue<T extends Due> {
  readonly #heap: T[] = [];

  /** What is due first; undefined: nothing is. */
  get first(): T | undefined {
    return this.#heap[0];
  }

  /** Takes it in; or to its place, when it is due at another time than before. */
  put(item: T): void {
    if (item.place < 0) item.place = this.#heap.push(item) - 1;
    this.#siftUp(item);
    this.#siftDown(item);
  }

  /** Lets it go, if it stands here. */
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

  /** Of the two below it the one that is due sooner; undefined: there is none. */
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
