import { createLogger, format } from 'winston';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import type { EventSink, LogOutput } from '../../work/ports/outputs.ts';
import { BatchTransport } from './batch-transport.ts';
import { Receipt } from './receipt.ts';
import { createRenderedOutput, type OutputDependencies } from './rendered-output.ts';

/** The levels of the logger. For winston, a smaller number is more severe. */
const LEVELS: Readonly<Record<EventLevel, number>> = { Error: 0, Warning: 1, Information: 2 };

/** The entry that winston transfers from the sink to the transport. */
class Entry {
  readonly level: EventLevel;
  /** winston requires it. The text is rendered from the record instead. */
  readonly message = '';
  readonly record: EventRecord;
  readonly receipt: Receipt;

  constructor(record: EventRecord, receipt: Receipt) {
    this.level = record.level;
    this.record = record;
    this.receipt = receipt;
  }

  /**
   * Renders the record. After an error, returns '' and passes the error to the receipt, for which
   * `write` waits. An error inside winston would end the process.
   */
  text(render: (record: EventRecord) => string): string {
    // After a failed entry, the rest of the batch is not written, so it is not rendered.
    if (this.receipt.hasFailed) return '';
    try {
      return render(this.record);
    } catch (error) {
      this.receipt.fail(error);
      return '';
    }
  }
}

/**
 * Opens a log output, to which event records are written in batches. `write` resolves when the
 * records survive a crash of the process. Records in a file then also survive a power failure. If
 * `write` rejects, the same records must be written again before other records. If the
 * reader of a console has gone, records are dropped without an error. Disposing writes the remaining records.
 * @param environment contains systemd's variables for the journal
 */
export function openEventSink(
  output: LogOutput,
  rendering: Rendering,
  dependencies: OutputDependencies,
  environment: NodeJS.ProcessEnv = process.env,
): EventSink & AsyncDisposable {
  const { name, resumesAfterRestart, target, render } = createRenderedOutput(
    output,
    rendering,
    dependencies,
    environment,
  );
  // winston, with one transport and one format.
  const transport = new BatchTransport(target);
  const logger = createLogger({
    levels: { ...LEVELS },
    level: 'Information',
    format: format.printf((entry) => (entry instanceof Entry ? entry.text(render) : '')),
    transports: [transport],
  });
  return {
    name,
    resumesAfterRestart,
    // The receipt is resolved by the transport, when the last of the entries is written.
    async write(records, signal) {
      signal.throwIfAborted();
      if (records.length === 0) return;
      const receipt = new Receipt(records.length);
      const stop = (): void => {
        receipt.fail(signal.reason);
        // Ends the write that is in progress.
        target.abandon?.();
      };
      signal.addEventListener('abort', stop, { once: true });
      for (const record of records) logger.log(new Entry(record, receipt));
      await receipt.written.finally(() => signal.removeEventListener('abort', stop));
    },
    async [Symbol.asyncDispose]() {
      logger.end();
      await transport.finished;
      target.close();
    },
  };
}
