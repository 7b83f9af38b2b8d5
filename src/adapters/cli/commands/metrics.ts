import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { MetricsFormat } from '../../../formats/metrics/metrics.ts';
import { formatOption } from '../arguments/format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';

/** Adds `mailcertd metrics`, which prints metrics for Prometheus. */
export function addMetrics(program: Command, invocation: Invocation): void {
  const help = inLanguage(SINGLE_COMMANDS_HELP, invocation.initialLocale).metrics;
  program
    .command('metrics')
    .description(help.description)
    .addOption(formatOption(['prometheus', 'openmetrics'], invocation.initialLocale))
    .action(({ format }: { readonly format: MetricsFormat }) =>
      invocation.withReadOnlySession(async ({ operations }) => {
        const { output, dependencies } = invocation;
        const measured = await operations.measure(dependencies.signal);
        const { renderMetrics } = await import('../../../formats/metrics/metrics.ts');
        const { hostMetrics } = await import('../../../formats/metrics/host-metrics.ts');
        await output.print(renderMetrics(hostMetrics(measured, dependencies.version), format));
      }),
    );
}
