/** Where text goes in the end: a file, a stream, a socket. */
export interface LineTarget {
  /**
   * Writes texts in order, each whole: none is ever split between two files. Resolves when they would survive the process; of
   * what is sent somewhere, when the system has it. @throws what the system says; then the batch counts as not written. One call
   * at a time.
   */
  append(texts: readonly string[]): Promise<void>;
  /** Ends an append that waits for somebody else; the last words may follow. Left out: none ever does. */
  abandon?(): void;
  close(): void;
}
