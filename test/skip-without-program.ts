import { TestRunner, test } from 'vitest';
import { missingProgram } from './peers/needs.ts';

type Task = Parameters<NonNullable<TestRunner['onAfterRunTask']>>[0];
type Suite = Parameters<NonNullable<TestRunner['onAfterRunSuite']>>[0];
type Imported = Parameters<TestRunner['importFile']>;

/** An error of node:child_process; only what is read here. */
interface SpawnError {
  readonly code?: unknown;
  readonly path?: unknown;
  readonly cause?: unknown;
}

/** Returns what a failure says is missing; undefined if it failed for another reason. */
function missingFor(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, path, cause } = error as SpawnError;
  if (code === 'ENOENT' && typeof path === 'string') return missingProgram(path);
  return missingFor(cause);
}

/**
 * Skips a test that failed because a program of needs.json is not installed, with the command that installs it. Under
 * CI=true it stays a failure. A test that needs more than one program of a package asks `needs` first.
 */
export default class SkippingRunner extends TestRunner {
  readonly #isStrict: boolean = process.env['CI'] === 'true';

  override async importFile(...parameters: Imported): Promise<unknown> {
    try {
      return await super.importFile(...parameters);
    } catch (error) {
      const title = this.#isStrict ? undefined : missingFor(error);
      if (title === undefined) throw error;
      test.skip(title, () => undefined);
      return undefined;
    }
  }

  override onAfterRunTask(task: Task): void {
    this.#skip(task);
    super.onAfterRunTask(task);
  }

  override async onAfterRunSuite(suite: Suite): Promise<void> {
    this.#skip(suite);
    await super.onAfterRunSuite(suite);
  }

  #skip(task: Task | Suite): void {
    const titles = (task.result?.errors ?? []).map(missingFor);
    const [title] = titles;
    if (this.#isStrict || title === undefined || titles.includes(undefined)) return;
    // The type of a result does not have the note that reporters print.
    Object.assign(task, { mode: 'skip', result: { state: 'skip', note: title } });
  }
}
