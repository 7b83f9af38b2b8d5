/** Where text goes in the end: a file or a stream. */
export interface LineTarget {
  /**
   * Writes texts that end with a line end each, in order; none is ever split between two files. Resolves when they would survive
   * the process. @throws what the system says; then the batch counts as not written. One call at a time.
   */
  append(texts: readonly string[]): Promise<void>;
  close(): void;
}
