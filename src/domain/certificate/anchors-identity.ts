/**
 * The identity of the trust anchors with which a chain was verified. A verdict says nothing about
 * the same chain with other anchors.
 */
export interface AnchorsIdentity {
  /** Equal for equal anchors and equal unreadable sources, also in another process. */
  readonly contents: string;
  /**
   * Set if another account may read more. `denied`: this account may not read a source. `missing`:
   * a source does not exist, or is hidden from this process.
   */
  readonly unread?: 'denied' | 'missing';
}

/**
 * Returns whether the anchors that two processes read can be compared. What the daemon could not
 * read is readable for another account, or outside of the sandbox of its unit.
 * @param earlier the anchors of the daemon's verdict
 * @param now the anchors that a command reads
 */
export function isComparable(earlier: AnchorsIdentity, now: AnchorsIdentity): boolean {
  return earlier.unread === undefined && now.unread !== 'denied';
}
