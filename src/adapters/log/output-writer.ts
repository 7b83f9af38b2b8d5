import { Buffer } from 'node:buffer';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Writable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { renderJournal } from '../../formats/event/journal.ts';
import { renderUntimedLine } from '../../formats/event/line.ts';
import { PRIORITIES } from '../../formats/event/priorities.ts';
import { renderEvent } from '../../formats/event/render-event.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import { renderSyslog } from '../../formats/event/syslog.ts';
import type { LogOutput } from '../../work/ports/outputs.ts';
import { CountedTarget } from './counted-target.ts';
import { isJournalStream, withPriority } from './journal-stream.ts';
import { JournalTarget, journalDescriptor } from './journal-target.ts';
import type { LineTarget } from './line-target.ts';
import { RotatedFile } from './rotated-file.ts';
import { StreamTarget } from './stream-target.ts';
import { UdpTarget } from './udp-target.ts';

/**
 * Maximum sizes of messages, bytes. Every UDP receiver should accept the first, and TCP receivers
 * usually accept the second.
 * @see RFC 5426 section 3.2
 */
const MOST_IN_A_DATAGRAM = 2048;
const MOST_OVER_A_CONNECTION = 8192;

/** The standard output, trusted roots and resolver of log outputs. */
export interface OutputDependencies {
  readonly stdout: Writable;
  /**
   * Returns the CA certificates in a file, or of the system. If it is missing or returns undefined,
   * Node's root certificates apply.
   */
  trusted?(caFile: string | undefined): Promise<SecureContext | undefined>;
  /** Returns the resolver for a signal. If it is missing, Node's resolver is used. */
  lookUp?(signal: AbortSignal): LookupFunction;
}

/** The destination and the rendering of a log output. */
export interface OutputWriter {
  readonly name: string;
  /** True if the position in the log is stored over restarts. */
  readonly durable: boolean;
  readonly target: LineTarget;
  readonly render: (record: EventRecord) => string;
}

function wayToSyslog(
  output: LogOutput & { readonly type: 'syslog' },
  rendering: Rendering,
  dependencies: OutputDependencies,
): OutputWriter {
  const { address, caFile, facility, format } = output;
  const { protocol, hostname, port: number } = new URL(address);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(number);
  const isUdp = protocol === 'udp:';
  const trusted = protocol === 'tls:' ? async () => dependencies.trusted?.(caFile) : undefined;
  const lookUp = (signal: AbortSignal): LookupFunction => dependencies.lookUp?.(signal) ?? lookup;
  const to = { name: address, host, port, lookUp };
  const form = { facility, format, most: isUdp ? MOST_IN_A_DATAGRAM : MOST_OVER_A_CONNECTION };
  return {
    name: `syslog:${address}`,
    durable: true,
    target: isUdp ? new UdpTarget(to) : new CountedTarget({ ...to, trusted }),
    render: (record) => renderSyslog(record, rendering, form),
  };
}

/**
 * Returns the writer for standard output. If it is the journal, lines have a priority and no time,
 * because the journal stores the time.
 */
function wayToConsole(
  output: LogOutput & { readonly type: 'console' },
  rendering: Rendering,
  stdout: Writable,
  environment: NodeJS.ProcessEnv,
): OutputWriter {
  const render = (record: EventRecord): string => renderEvent(output.format, record, rendering);
  if (!isJournalStream(stdout, environment)) {
    return { name: 'console', durable: false, target: new StreamTarget(stdout, 'standard output'), render };
  }
  return {
    name: 'journal',
    durable: true,
    target: new StreamTarget(stdout, 'the journal'),
    render: (record) =>
      withPriority(
        output.format === 'line' ? renderUntimedLine(record, rendering) : render(record),
        PRIORITIES[record.level],
      ),
  };
}

/**
 * Returns the writer for a log output.
 * @param environment has systemd's variables for the journal
 */
export function outputWriter(
  output: LogOutput,
  rendering: Rendering,
  dependencies: OutputDependencies,
  environment: NodeJS.ProcessEnv,
): OutputWriter {
  switch (output.type) {
    case 'console':
      return wayToConsole(output, rendering, dependencies.stdout, environment);
    case 'file':
      return {
        name: `file:${output.path}`,
        durable: true,
        target: new RotatedFile(output),
        render: (record) => renderEvent(output.format, record, rendering),
      };
    case 'syslog':
      return wayToSyslog(output, rendering, dependencies);
    case 'journal':
      return {
        // `journal` is the name of a console that is connected to the journal. Separate outputs
        // need separate positions.
        name: 'journal-fields',
        durable: true,
        target: new JournalTarget(journalDescriptor(environment)),
        // winston transports texts, so one character represents one byte.
        render: (record) => Buffer.from(renderJournal(record, rendering)).toString('latin1'),
      };
  }
}
