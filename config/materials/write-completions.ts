import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes the completion scripts of three shells.
 * @param bin the program
 * @param share a directory like /usr/share
 * @param zsh directory in `share` that zsh searches
 */
export function writeCompletions(bin: string, share: string, zsh: string): void {
  const targets: Readonly<Record<string, string>> = {
    bash: 'bash-completion/completions/mailcertd',
    zsh: `${zsh}/_mailcertd`,
    fish: 'fish/vendor_completions.d/mailcertd.fish',
  };
  const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' };
  for (const [shell, path] of Object.entries(targets)) {
    mkdirSync(dirname(join(share, path)), { recursive: true });
    writeFileSync(join(share, path), execFileSync(process.execPath, [bin, 'completion', shell], { env }));
  }
}
