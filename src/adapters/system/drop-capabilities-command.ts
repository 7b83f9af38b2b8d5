import { readFile } from 'node:fs/promises';

/**
 * Returns a command that runs without the ambient capabilities of this process. With the shipped
 * unit, the daemon may read every file, but its child processes may not. Needs `setpriv` only if
 * there are ambient capabilities.
 * @see capabilities(7), Ambient
 */
export async function dropCapabilitiesCommand(command: readonly string[]): Promise<readonly string[]> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const hasNoAmbientCapabilities = /^CapAmb:\s*0+$/m.test(status);
  return hasNoAmbientCapabilities ? command : ['setpriv', '--ambient-caps=-all', '--inh-caps=-all', '--', ...command];
}
