/** The first descriptor that systemd hands over. @see sd_listen_fds(3) */
const FIRST_DESCRIPTOR = 3;

/**
 * Returns the descriptor that systemd handed over to a process under a name of the unit's `OpenFile=`; undefined if the
 * environment does not have it. That the descriptor is open, and a socket, is for the caller to check.
 */
export function handedOverDescriptor(
  environment: Readonly<Record<string, string | undefined>>,
  processId: number,
  name: string,
): number | undefined {
  if (environment['LISTEN_PID'] !== String(processId)) return undefined;
  const index = (environment['LISTEN_FDNAMES'] ?? '').split(':').indexOf(name);
  return index < 0 ? undefined : FIRST_DESCRIPTOR + index;
}
