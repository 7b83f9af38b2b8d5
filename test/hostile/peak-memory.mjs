import { readFileSync, writeFileSync } from 'node:fs';

// VmHWM and not ru_maxrss: the latter begins with what the parent had when it forked.
process.on('exit', () => {
  const [, kibibytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeFileSync(process.env['PEAK_MEMORY_FILE'] ?? '', kibibytes ?? '');
});
