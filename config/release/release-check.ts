// Checks whether this commit can be released, and prints what to do:
//
//   npm run release:check [-- --draft]
//
// With --draft, the changes may still be below Unreleased. Exit code 1 if a check failed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRelease } from './built-release.ts';
import type { CheckResult } from './check-result.ts';
import { RELEASE_CHECKS } from './release-checks.ts';
import { renderCheck } from './render-check.ts';

const isDraft = process.argv.slice(2).includes('--draft');
const directory = mkdtempSync(join(tmpdir(), 'mailcertd-release-check-'));
const counts: Record<CheckResult['status'], number> = { ok: 0, failed: 0, unknown: 0 };
try {
  const release = buildRelease(process.cwd(), directory);
  for (const check of RELEASE_CHECKS) {
    const result = await check.run(release, isDraft);
    counts[result.status] += 1;
    process.stdout.write(renderCheck(check.name, result));
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.stdout.write(`\n${counts.ok} ok, ${counts.failed} failed, ${counts.unknown} unknown\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
