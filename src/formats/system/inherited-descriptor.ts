/** The first descriptor from systemd. @see sd_listen_fds(3) */
const FIRST_DESCRIPTOR = 3;

/**
 * Returns the descriptor that a process received from systemd with a name in `OpenFile=` of the
 * unit; undefined if the environment does not contain it. The caller must check that the descriptor
 * is open, and is a socket.
 */
export function inheritedDescriptor(
  environment: Readonly<Record<string, string | undefined>>,
  processId: number,
  name: string,
): number | undefined {
  if (environment['LISTEN_PID'] !== String(processId)) return undefined;
  const index = (environment['LISTEN_FDNAMES'] ?? '').split(':').indexOf(name);
  return index < 0 ? undefined : FIRST_DESCRIPTOR + index;
}
