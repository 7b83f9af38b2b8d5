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

/** What every receiver of datagrams should take, and what those of connections do by default, octets. @see RFC 5426 section 3.2 */
const MOST_IN_A_DATAGRAM = 2048;
const MOST_OVER_A_CONNECTION = 8192;

/** What log outputs lead to, besides what they name themselves. */
export interface OutputDependencies {
  readonly stdout: Writable;
  /** The CA certificates in a file, or the system's; undefined, or left out: those that Node brings along. */
  trusted?(caFile: string | undefined): Promise<SecureContext | undefined>;
  /** How names are looked up until a signal; left out: as Node does. */
  lookUp?(signal: AbortSignal): LookupFunction;
}

/** How the records of one output are written, and whereto. */
export interface OutputWriter {
  readonly name: string;
  /** Whether its place is kept over restarts. */
  readonly durable: boolean;
  readonly target: LineTarget;
  readonly render: (record: EventRecord) => string;
}

function wayToSyslog(
  output: LogOutput & { readonly to: 'syslog' },
  rendering: Rendering,
  means: OutputDependencies,
): OutputWriter {
  const { address, caFile, facility, format } = output;
  const { protocol, hostname, port: number } = new URL(address);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(number);
  const isUdp = protocol === 'udp:';
  const trusted = protocol === 'tls:' ? async () => means.trusted?.(caFile) : undefined;
  const lookUp = (signal: AbortSignal): LookupFunction => means.lookUp?.(signal) ?? lookup;
  const to = { name: address, host, port, lookUp };
  const form = { facility, format, most: isUdp ? MOST_IN_A_DATAGRAM : MOST_OVER_A_CONNECTION };
  return {
    name: `syslog:${address}`,
    durable: true,
    target: isUdp ? new UdpTarget(to) : new CountedTarget({ ...to, trusted }),
    render: (record) => renderSyslog(record, rendering, form),
  };
}

/** Standard output; where that is the journal, each line with its priority, and without the time, which the journal keeps. */
function wayToConsole(
  output: LogOutput & { readonly to: 'console' },
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

/** The way that a log output names. @param environment where systemd says which stream, and which socket, is the journal's */
export function outputWriter(
  output: LogOutput,
  rendering: Rendering,
  means: OutputDependencies,
  environment: NodeJS.ProcessEnv,
): OutputWriter {
  switch (output.to) {
    case 'console':
      return wayToConsole(output, rendering, means.stdout, environment);
    case 'file':
      return {
        name: `file:${output.path}`,
        durable: true,
        target: new RotatedFile(output),
        render: (record) => renderEvent(output.format, record, rendering),
      };
    case 'syslog':
      return wayToSyslog(output, rendering, means);
    case 'journal':
      return {
        // `journal` is the console's where that leads there: an output of its own has a place of its own.
        name: 'journal-fields',
        durable: true,
        target: new JournalTarget(journalDescriptor(environment)),
        // Texts are what goes through winston: one character stands for one octet.
        render: (record) => Buffer.from(renderJournal(record, rendering)).toString('latin1'),
      };
  }
}
