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
    this.#rise(item);
    this.#sink(item);
  }

  /** Lets it go, if it stands here. */
  remove(item: T): void {
    if (item.place < 0) return;
    const { place } = item;
    const last = this.#heap.pop();
    item.place = -1;
    if (last === undefined || last === item) return;
    this.#set(last, place);
    this.put(last);
  }

  #rise(item: T): void {
    for (let above = this.#at((item.place - 1) >> 1); above !== undefined; above = this.#at((item.place - 1) >> 1)) {
      if (above.dueMs <= item.dueMs) return;
      this.#swap(above, item);
    }
  }

  #sink(item: T): void {
    for (let below = this.#sooner(item.place); below !== undefined; below = this.#sooner(item.place)) {
      if (below.dueMs >= item.dueMs) return;
      this.#swap(item, below);
    }
  }

  /** Of the two below a place the one that is due sooner; undefined: there is none. */
  #sooner(place: number): T | undefined {
    const left = this.#at(2 * place + 1);
    const right = this.#at(2 * place + 2);
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

  #at(place: number): T | undefined {
    return place < 0 ? undefined : this.#heap[place];
  }
}
