import type { Reporter, TestModule } from 'vitest/node';

/** Prints at the end what this machine lacks, with the commands that install it, and how many tests were skipped for it. */
export default class MissingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = new Map<string, number>();
    for (const each of modules) {
      for (const test of each.children.allTests('skipped')) {
        const { note } = test.result() as { readonly note?: string };
        const title = test.name.startsWith('needs ') ? test.name : note;
        if (title !== undefined) skipped.set(title, (skipped.get(title) ?? 0) + 1);
      }
    }
    for (const [title, count] of [...skipped].sort()) process.stdout.write(`skipped ${count}: ${title}\n`);
  }
}
