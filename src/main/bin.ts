#!/usr/bin/env node
import { runCommandLine } from '../adapters/cli/run-command-line.ts';
import { commandLineDependencies } from './command-line-dependencies.ts';

const ending = new AbortController();
// `run` and `demo` have their own handlers, which check the signal first.
const catchInterrupt = (): void => void process.once('SIGINT', () => ending.abort());
process.stdout.on('error', () => ending.abort());

process.exitCode = await runCommandLine(process.argv.slice(2), commandLineDependencies(ending.signal, catchInterrupt));
