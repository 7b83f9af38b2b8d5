import { Buffer } from 'node:buffer';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Writable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { EventRecord } from '../../domain/event/event-record.ts';
import { renderJournal } from '../../formats/event/journal.ts';
import { renderUntimedLine } from '../../formats/event/line.ts';
import { renderEvent } from '../../formats/event/render-event.ts';
import type { Rendering } from '../../formats/event/rendering.ts';
import { renderSyslog } from '../../formats/event/syslog.ts';
import { SYSLOG_SEVERITIES } from '../../formats/event/syslog-severities.ts';
import type { LogOutput } from '../../work/ports/outputs.ts';
import { addPriority, isJournalStream } from './journal-stream.ts';
import { JournalTarget, journalDescriptor } from './journal-target.ts';
import type { LineTarget } from './line-target.ts';
import { RotatedFile } from './rotated-file.ts';
import { StreamTarget } from './stream-target.ts';
import { TcpTarget } from './tcp-target.ts';
import { UdpTarget } from './udp-target.ts';

/**
 * Maximum sizes of syslog messages, bytes. Every UDP receiver should accept messages of 2048 bytes.
 * TCP receivers usually accept 8192 bytes.
 * @see RFC 5426 section 3.2
 */
const MAX_UDP_MESSAGE_BYTES = 2048;
const MAX_TCP_MESSAGE_BYTES = 8192;

/** The standard output, trusted roots and resolver of log outputs. */
export interface OutputDependencies {
  readonly stdout: Writable;
  /**
   * Returns a TLS context that trusts the CA certificates in a file, or those of the system. If
   * this is left out or returns undefined, Node's root certificates are trusted.
   */
  loadTrustedRoots?(caFile: string | undefined): Promise<SecureContext | undefined>;
  /** Returns a DNS lookup that the signal aborts. Default: Node's resolver. */
  createLookup?(signal: AbortSignal): LookupFunction;
}

/** The destination and the rendering of a log output. */
export interface RenderedOutput {
  readonly name: string;
  /**
   * True if mailcertd stores which record was written last, and continues there after a restart.
   */
  readonly resumesAfterRestart: boolean;
  readonly target: LineTarget;
  readonly render: (record: EventRecord) => string;
}

function syslogOutput(
  output: LogOutput & { readonly type: 'syslog' },
  rendering: Rendering,
  dependencies: OutputDependencies,
): RenderedOutput {
  const { address, caFile, facility, format } = output;
  const { protocol, hostname, port: portText } = new URL(address);
  // An IPv6 address without its brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(portText);
  const isUdp = protocol === 'udp:';
  const loadTrustedRoots = protocol === 'tls:' ? async () => dependencies.loadTrustedRoots?.(caFile) : undefined;
  const createLookup = (signal: AbortSignal): LookupFunction => dependencies.createLookup?.(signal) ?? lookup;
  const remote = { name: address, host, port, createLookup };
  const syslogOptions = { facility, format, maxBytes: isUdp ? MAX_UDP_MESSAGE_BYTES : MAX_TCP_MESSAGE_BYTES };
  return {
    name: `syslog:${address}`,
    resumesAfterRestart: true,
    target: isUdp ? new UdpTarget(remote) : new TcpTarget({ ...remote, loadTrustedRoots }),
    render: (record) => renderSyslog(record, rendering, syslogOptions),
  };
}

/**
 * Returns the output to standard output. If standard output is connected to the systemd journal,
 * lines have a priority and no time, because the journal stores the time.
 */
function consoleOutput(
  output: LogOutput & { readonly type: 'console' },
  rendering: Rendering,
  stdout: Writable,
  environment: NodeJS.ProcessEnv,
): RenderedOutput {
  const render = (record: EventRecord): string => renderEvent(output.format, record, rendering);
  if (!isJournalStream(stdout, environment)) {
    return { name: 'console', resumesAfterRestart: false, target: new StreamTarget(stdout, 'standard output'), render };
  }
  return {
    name: 'journal',
    resumesAfterRestart: true,
    target: new StreamTarget(stdout, 'the journal'),
    render: (record) =>
      addPriority(
        output.format === 'line' ? renderUntimedLine(record, rendering) : render(record),
        SYSLOG_SEVERITIES[record.level],
      ),
  };
}

/**
 * Returns the target and the rendering of a log output.
 * @param environment contains systemd's variables for the journal
 */
export function createRenderedOutput(
  output: LogOutput,
  rendering: Rendering,
  dependencies: OutputDependencies,
  environment: NodeJS.ProcessEnv,
): RenderedOutput {
  switch (output.type) {
    case 'console':
      return consoleOutput(output, rendering, dependencies.stdout, environment);
    case 'file':
      return {
        name: `file:${output.path}`,
        resumesAfterRestart: true,
        target: new RotatedFile(output),
        render: (record) => renderEvent(output.format, record, rendering),
      };
    case 'syslog':
      return syslogOutput(output, rendering, dependencies);
    case 'journal':
      return {
        // Not `journal`, which is the name of a console that is connected to the journal: each
        // output stores its own position under its name.
        name: 'journal-fields',
        resumesAfterRestart: true,
        target: new JournalTarget(journalDescriptor(environment)),
        // winston passes strings only; latin1 keeps each byte of the journal format.
        render: (record) => Buffer.from(renderJournal(record, rendering)).toString('latin1'),
      };
  }
}
