/** A destination of texts: a file, a stream or a socket. */
export interface LineTarget {
  /**
   * Writes texts in order. A text is never split between two files. Resolves when the texts survive
   * a crash of the process; for a remote server, when the system has accepted them. Must not be
   * called before the previous call has ended.
   * @throws {LogOutputError} all texts then count as not written
   */
  append(texts: readonly string[]): Promise<void>;
  /**
   * Aborts an append that waits for the reader of a pipe or for a server. The target can be used
   * again. Missing if an append never waits.
   */
  abandon?(): void;
  close(): void;
}
