import type { Configuration } from '../adapters/config/configuration.ts';
import { openEventSink } from '../adapters/log/open-event-sink.ts';
import { createLookup } from '../adapters/starttls/create-lookup.ts';
import type { EventSink, LogOutput } from '../work/ports/outputs.ts';
import { renderingOf } from './rendering-of.ts';
import { trustedRoots } from './trusted-roots.ts';

/** Opens a log output of the daemon, as configured. */
export function openOutput(output: LogOutput, configuration: Configuration): EventSink {
  return openEventSink(output, renderingOf(configuration), {
    stdout: process.stdout,
    createLookup,
    loadTrustedRoots: (caFile) => trustedRoots.context(caFile),
  });
}
