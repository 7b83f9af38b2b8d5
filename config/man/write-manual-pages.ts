// Writes the manual pages to dist/man. The build runs it.
import { execFileSync, type StdioOptions } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VERSION } from '../../src/main/version.ts';
import { manualPages } from './manual-pages.ts';

const repository = process.cwd();
const target = join(repository, 'dist/man');

/** Returns seconds since 1970: SOURCE_DATE_EPOCH, or the time of the commit, or that of the changelog. */
function sourceTime(): number {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined) return Number(given);
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: repository, encoding: 'utf8', stdio }));
  } catch {
    // An archive of the source code, or a system without git.
    return statSync(join(repository, 'CHANGELOG.md')).mtimeMs / 1000;
  }
}

const date = new Date(sourceTime() * 1000).toISOString().slice(0, 10);
rmSync(target, { recursive: true, force: true });
for (const [name, text] of manualPages({ repository, date, version: VERSION })) {
  const file = join(target, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
