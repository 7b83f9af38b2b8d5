/** Names and values with what stands between them, octets. The kernel takes no single one that is longer. */
const MOST_OCTETS: number = 128 * 1024;
/** For the names of what is left out. */
const RESERVED_OCTETS: number = 4 * 1024;
const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const LEFT_OUT = 'MAILCERTD_LEFT_OUT';

const octets = (name: string, value: string): number => Buffer.byteLength(name) + Buffer.byteLength(value) + 2;

/**
 * All of a hook's environment: what it is told of the alert, and PATH, LANG and TZ of the daemon; nothing else of the daemon's
 * own, which may hold secrets. Never above 128 KiB: the longest are left out, and MAILCERTD_LEFT_OUT names them; the
 * whole stands on standard input. A NUL, which no environment can hold, becomes `\x00`.
 */
export function hookEnvironment(
  variables: Readonly<Record<string, string>>,
  daemon: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const environment: Record<string, string> = { PATH: daemon['PATH'] || USUAL_PATH };
  for (const name of ['LANG', 'TZ']) {
    const value = daemon[name];
    if (value !== undefined) environment[name] = value;
  }
  let room = MOST_OCTETS - RESERVED_OCTETS;
  for (const [name, value] of Object.entries(environment)) room -= octets(name, value);
  const leftOut: string[] = [];
  const told = Object.entries(variables).map(([name, value]) => [name, value.replaceAll('\0', '\\x00')] as const);
  for (const [name, value] of told.sort((a, b) => octets(...a) - octets(...b))) {
    room -= octets(name, value);
    if (room >= 0) environment[name] = value;
    else leftOut.push(name);
  }
  if (leftOut.length > 0) environment[LEFT_OUT] = leftOut.sort().join(' ');
  return environment;
}
