import { readFileSync, writeFileSync } from 'node:fs';

// VmHWM is used because ru_maxrss begins with the memory of the parent process at the fork.
process.on('exit', () => {
  const [, kibibytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeFileSync(process.env['PEAK_MEMORY_FILE'] ?? '', kibibytes ?? '');
});
