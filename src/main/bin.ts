#!/usr/bin/env node
import { VERSION } from './version.ts';

const ending = new AbortController();
process.stdout.on('error', () => ending.abort());

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${VERSION}\n`);
} else {
  const { commandLine } = await import('./command-line.ts');
  process.exitCode = await commandLine(argv, ending);
}
