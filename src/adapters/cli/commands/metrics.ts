import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';

/** Adds `mailcertd metrics`, which prints metrics for Prometheus. */
export function addMetrics(program: Command, invocation: Invocation): void {
  const help = inLanguage(SINGLE_COMMANDS_HELP, invocation.initialLocale).metrics;
  program
    .command('metrics')
    .description(help.description)
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
