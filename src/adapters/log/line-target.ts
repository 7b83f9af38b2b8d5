/** A destination of texts: a file, a stream or a socket. */
export interface LineTarget {
  /**
   * Writes texts in order. A text is never split between two files. Resolves when the texts would
   * survive a crash of the process; for a remote server, when the system has accepted them. One
   * call at a time.
   * @throws the system error; the batch then counts as not written
   */
  append(texts: readonly string[]): Promise<void>;
  /**
   * Aborts an append that waits for a reader or a server. More texts may follow. Missing if an
   * append never waits.
   */
  abandon?(): void;
  close(): void;
}
