import type { Command } from 'commander';
import type { Invocation } from '../invocation/invocation.ts';

/** Adds `mailcertd metrics`, which prints metrics for Prometheus. */
export function addMetrics(program: Command, invocation: Invocation): void {
  program
    .command('metrics')
    .description('print metrics in Prometheus text format')
    .action(() =>
      invocation.withReadOnlySession(async ({ operations }) => {
        const { output, dependencies } = invocation;
        const status = await operations.status(dependencies.signal);
        const { renderMetrics } = await import('../../../formats/metrics/metrics.ts');
        const { statusMetrics } = await import('../../../formats/metrics/status-metrics.ts');
        await output.print(renderMetrics(statusMetrics(status, dependencies.version)));
      }),
    );
}
