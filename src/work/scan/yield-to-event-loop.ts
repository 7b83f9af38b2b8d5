/** Lets others have their turn on the event loop: long work is done in pieces, with one of these between them. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
