/**
 * The maximum size of all names, values and their separators, bytes. It is also the kernel's limit
 * for a single entry.
 */
const MAX_BYTES: number = 128 * 1024;
/** The part of `MAX_BYTES` for the variable that names omitted variables, bytes. */
const RESERVED_BYTES: number = 4 * 1024;
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const LEFT_OUT_VARIABLE = 'MAILCERTD_LEFT_OUT';

const byteCountOf = (name: string, value: string): number => Buffer.byteLength(name) + Buffer.byteLength(value) + 2;

/**
 * Returns the environment of a hook: the variables of the alert, and PATH, LANG and TZ of the
 * daemon. Other variables of the daemon are not passed, because they may be secrets. The size is at
 * most 128 KiB: the longest variables are omitted, and MAILCERTD_LEFT_OUT names them. Standard
 * input contains the whole alert. A NUL character, which an environment cannot contain, becomes
 * `\x00`.
 */
export function hookEnvironment(
  variables: Readonly<Record<string, string>>,
  daemonEnvironment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const environment: Record<string, string> = { PATH: daemonEnvironment['PATH'] || DEFAULT_PATH };
  for (const name of ['LANG', 'TZ']) {
    const value = daemonEnvironment[name];
    if (value !== undefined) environment[name] = value;
  }
  let remainingBytes = MAX_BYTES - RESERVED_BYTES;
  for (const [name, value] of Object.entries(environment)) remainingBytes -= byteCountOf(name, value);
  const leftOut: string[] = [];
  const escaped = Object.entries(variables).map(([name, value]) => [name, value.replaceAll('\0', '\\x00')] as const);
  for (const [name, value] of escaped.sort((a, b) => byteCountOf(...a) - byteCountOf(...b))) {
    remainingBytes -= byteCountOf(name, value);
    if (remainingBytes >= 0) environment[name] = value;
    else leftOut.push(name);
  }
  if (leftOut.length > 0) environment[LEFT_OUT_VARIABLE] = leftOut.sort().join(' ');
  return environment;
}
