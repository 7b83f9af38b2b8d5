import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CruiseResult, cruise } from './cruise.ts';
import { directoryCycles } from './directory-cycles.ts';

const repository = resolve(import.meta.dirname, '../..');

test('no source file violates a dependency rule, and no directories form a cycle', async () => {
  const { totalCruised, violations, modules } = await cruise(repository);
  expect(violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  expect(directoryCycles(modules)).toEqual([]);
  expect(totalCruised).toBeGreaterThan(0);
});

/** Each rule, a file that violates it, and the import that does. */
const PLANTED: readonly (readonly [rule: string, file: string, line: string])[] = [
  ['domain-imports-nothing', 'src/domain/planted-work.ts', "import type { Clock } from '../work/ports/system.ts';"],
  ['domain-imports-nothing', 'src/domain/planted-node.ts', "import 'node:fs';"],
  ['domain-imports-nothing', 'src/domain/planted-package.ts', "import 'node-forge';"],
  ['formats-have-no-io', 'src/formats/planted-work.ts', "import type { Clock } from '../work/ports/system.ts';"],
  ['formats-have-no-io', 'src/formats/planted-io.ts', "import 'node:fs';"],
  ['formats-have-no-io', 'src/formats/planted-package.ts', "import 'yaml';"],
  ['work-imports-domain-only', 'src/work/planted-format.ts', "import type { Parsed } from '../formats/parsed.ts';"],
  ['work-imports-domain-only', 'src/work/planted-adapter.ts', "import '../adapters/planted/own.ts';"],
  ['work-imports-domain-only', 'src/work/planted-node.ts', "import 'node:events';"],
  ['adapters-import-no-adapter', 'src/adapters/planted/stranger.ts', "import '../config/configuration.ts';"],
  ['adapters-have-a-directory', 'src/main/planted-without-directory.ts', "import '../adapters/without-directory.ts';"],
  ['adapters-import-only-ports-of-work', 'src/adapters/planted/inside.ts', "import '../../work/scan/planted.ts';"],
  ['nothing-imports-main', 'src/adapters/planted/upward.ts', "import '../../main/planted.ts';"],
  ['no-cycles', 'src/main/planted-cycle.ts', "import './planted-cycle-back.ts';"],
  ['only-all-imports-rules', 'src/domain/rule/planted-rule.ts', "import './planted-helper.ts';"],
  ['only-all-imports-rules', 'src/domain/evidence/planted.ts', "import '../rule/planted-helper.ts';"],
  ['sqlite-in-one-adapter', 'src/adapters/planted/sqlite.ts', "import 'better-sqlite3';"],
  ['better-sqlite3-in-one-file', 'src/adapters/sqlite/planted.ts', "import 'better-sqlite3';"],
  ['winston-in-one-adapter', 'src/adapters/planted/winston.ts', "import 'winston';"],
  ['winston-in-one-adapter', 'src/adapters/planted/transport.ts', "import 'winston-transport';"],
  ['node-cron-in-two-adapters', 'src/adapters/planted/cron.ts', "import 'node-cron';"],
  ['zod-in-one-adapter', 'src/adapters/planted/zod.ts', "import 'zod';"],
  ['yaml-in-two-adapters', 'src/adapters/planted/yaml.ts', "import 'yaml';"],
  ['terminal-in-one-adapter', 'src/adapters/planted/terminal.ts', "import 'picocolors';"],
  ['no-development-packages', 'src/main/planted-tool.ts', "import 'fast-check';"],
  ['everything-resolves', 'src/main/planted-nowhere.ts', "import './nowhere.ts';"],
];

/** The targets of these imports, which violate no rule. */
const TARGETS: readonly (readonly [file: string, text: string])[] = [
  ['src/adapters/without-directory.ts', 'export {};'],
  ['src/adapters/planted/own.ts', "import '../../work/ports/system.ts';\nimport 'node:fs';"],
  ['src/work/scan/planted.ts', "import '../ports/system.ts';"],
  ['src/main/planted.ts', "import '../adapters/planted/own.ts';\nimport '../work/scan/planted.ts';\nimport 'node:fs';"],
  ['src/main/planted-cycle-back.ts', "import './planted-cycle.ts';"],
  ['src/domain/rule/planted-helper.ts', 'export {};'],
];

/** Files whose imports form cycles between directories, but not between files. */
const PLANTED_DIRECTORIES: readonly (readonly [file: string, line: string])[] = [
  ['src/formats/planted-one/first.ts', "import '../planted-two/first.ts';"],
  ['src/formats/planted-two/first.ts', 'export {};'],
  ['src/formats/planted-two/second.ts', "import '../planted-one/second.ts';"],
  ['src/formats/planted-one/second.ts', 'export {};'],
  ['src/work/planted-parent/top.ts', "import './child/leaf.ts';"],
  ['src/work/planted-parent/child/leaf.ts', 'export {};'],
  ['src/work/planted-parent/child/other.ts', "import '../base.ts';"],
  ['src/work/planted-parent/base.ts', 'export {};'],
];

describe('an import that an architecture rule forbids', () => {
  let directory: string;
  let result: CruiseResult;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mailcertd-borders-'));
    await cp(join(repository, 'src'), join(directory, 'src'), { recursive: true });
    for (const name of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
      await cp(join(repository, name), join(directory, name));
    }
    await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'));
    const planted = PLANTED.map(([, file, line]) => [file, line] as const);
    for (const [file, text] of [...planted, ...TARGETS, ...PLANTED_DIRECTORIES]) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), `${text}\n`);
    }
    result = await cruise(directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test.each(PLANTED)('breaks %s in %s', (rule, file) => {
    // A cycle is reported for one of its files only.
    const stem = file.replace(/\.ts$/, '');
    const broken = result.violations.filter(({ from }) => from.startsWith(stem));
    expect(broken.map((violation) => violation.rule.name)).toContain(rule);
  });

  test.each(TARGETS.filter(([file]) => !file.includes('cycle')))('is not reported if it is allowed: %s', (file) => {
    expect(result.violations.filter(({ from }) => from === file)).toEqual([]);
  });

  test('that closes a cycle between directories is found', () => {
    const found = directoryCycles(result.modules).filter((cycle) => cycle.includes('planted-'));
    expect(found).toContain(
      'src/formats/planted-one/first.ts -> src/formats/planted-two/first.ts, ' +
        'src/formats/planted-two/second.ts -> src/formats/planted-one/second.ts',
    );
    expect(found).toContain(
      'src/work/planted-parent/child/other.ts -> src/work/planted-parent/base.ts, ' +
        'src/work/planted-parent/top.ts -> src/work/planted-parent/child/leaf.ts',
    );
  });

  test('is planted for every rule', async () => {
    const { default: rules } = (await import(join(repository, '.dependency-cruiser.cjs'))) as {
      readonly default: { readonly forbidden: readonly { readonly name: string; readonly comment: string }[] };
    };
    expect(rules.forbidden.map(({ name }) => name).sort()).toEqual([...new Set(PLANTED.map(([rule]) => rule))].sort());
    for (const { comment } of rules.forbidden) expect(comment).toMatch(/^\w.+\.$/);
  });
});
