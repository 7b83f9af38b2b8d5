/** An item with a due time. It is in one queue at most. */
export interface Due {
  readonly dueMs: number;
  /** Its index in the queue, written only by the queue; -1: not in a queue. */
  index: number;
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
    if (item.index < 0) item.index = this.#heap.push(item) - 1;
    this.#siftUp(item);
    this.#siftDown(item);
  }

  /** Removes an item if it is in the queue. */
  remove(item: T): void {
    const { index } = item;
    if (index < 0) return;
    const last = this.#heap.pop();
    item.index = -1;
    if (last === undefined || last === item) return;
    this.#set(last, index);
    this.put(last);
  }

  #siftUp(item: T): void {
    let parent = this.#parentOf(item);
    while (parent !== undefined && parent.dueMs > item.dueMs) {
      this.#swap(parent, item);
      parent = this.#parentOf(item);
    }
  }

  #siftDown(item: T): void {
    let child = this.#firstChildOf(item);
    while (child !== undefined && child.dueMs < item.dueMs) {
      this.#swap(item, child);
      child = this.#firstChildOf(item);
    }
  }

  #parentOf({ index }: T): T | undefined {
    return index === 0 ? undefined : this.#heap[(index - 1) >> 1];
  }

  /** Returns the child that is due first; undefined: none. */
  #firstChildOf({ index }: T): T | undefined {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    return left === undefined || right === undefined || left.dueMs <= right.dueMs ? left : right;
  }

  #swap(parent: T, child: T): void {
    const { index } = parent;
    this.#set(parent, child.index);
    this.#set(child, index);
  }

  #set(item: T, index: number): void {
    this.#heap[index] = item;
    item.index = index;
  }
}
