import { readFile } from 'node:fs/promises';

/**
 * Returns a command that runs `command` without the ambient capabilities of this process. In the
 * shipped systemd unit, such a capability lets the daemon read every file; its child processes must
 * not have it. The same command is returned if there is no ambient capability. If /proc cannot be
 * read, there may be one.
 * @see capabilities(7), Ambient
 */
export async function dropCapabilitiesCommand(command: readonly string[]): Promise<readonly string[]> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const hasNoAmbientCapabilities = /^CapAmb:\s*0+$/m.test(status);
  return hasNoAmbientCapabilities ? command : ['setpriv', '--ambient-caps=-all', '--inh-caps=-all', '--', ...command];
}
