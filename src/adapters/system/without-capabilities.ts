import { readFile } from 'node:fs/promises';

/**
 * A command that runs without the capabilities which this process would hand on: with the unit as it is shipped, the daemon
 * may read every file, and what it starts may not. Needs `setpriv` only where there is something to drop.
 * @see capabilities(7), Ambient
 */
export async function withoutCapabilities(command: readonly string[]): Promise<readonly string[]> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const handsNothingOn = /^CapAmb:\s*0+$/m.test(status);
  return handsNothingOn ? command : ['setpriv', '--ambient-caps=-all', '--inh-caps=-all', '--', ...command];
}
