/**
 * Identifies the trust anchors with which a chain was verified. A verdict is only valid for these
 * anchors.
 */
export interface AnchorsIdentity {
  /** A text that is equal for equal anchors and equal unreadable sources, in every process. */
  readonly contents: string;
  /**
   * Set if not every source of anchors was read. `denied`: this account may not read a source;
   * another account may. `missing`: a source does not exist, or is hidden from this process.
   */
  readonly unread?: 'denied' | 'missing';
}

/**
 * Returns whether a command can compare its trust anchors with those of the daemon. False if the
 * daemon could not read a source, because the command may read it with its other account or outside
 * of the daemon's sandbox. Also false if the account of the command may not read a source.
 * @param daemonAnchors the anchors of the daemon's verdict
 * @param commandAnchors the anchors that the command has read
 */
export function areComparable(daemonAnchors: AnchorsIdentity, commandAnchors: AnchorsIdentity): boolean {
  return daemonAnchors.unread === undefined && commandAnchors.unread !== 'denied';
}
