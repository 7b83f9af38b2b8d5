#!/usr/bin/env node
// Exits with 0 while the daemon of this container runs and scans in time, otherwise with 1. Problems of
// certificates and stores do not count, because a restart of the daemon does not fix them.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('dist/main/bin.js', import.meta.url));
const output = execFileSync(process.execPath, [program, 'status', '--format', 'json'], { encoding: 'utf8' });
const failed = JSON.parse(output).issues.filter(({ kind }) => ['never-scanned', 'stopped', 'silent'].includes(kind));
for (const { kind, since } of failed) console.log(`mailcertd: ${kind}${since === undefined ? '' : ` since ${since}`}`);
process.exitCode = failed.length === 0 ? 0 : 1;
