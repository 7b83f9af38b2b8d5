import type { Alert } from '../../domain/alert/alert.ts';
import type { Delivery, FinishedPart, NewDelivery } from '../../domain/alert/delivery.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { EventFormat } from '../../domain/event/event-format.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { SyslogFacility } from '../../domain/event/syslog-facility.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import type { Instant } from '../../domain/time.ts';

/** The configuration of a log output. */
export type LogOutput =
  | { readonly type: 'console'; readonly format: EventFormat }
  | {
      readonly type: 'file';
      readonly format: EventFormat;
      /** Absolute. */
      readonly path: string;
      /** The size at which the file is rotated, bytes. */
      readonly maxSize: number;
      /** How many rotated files are kept. */
      readonly keep: number;
    }
  | {
      readonly type: 'syslog';
      /** The format of the text after the structured data; `classic` has several lines. */
      readonly format: Exclude<EventFormat, 'classic'>;
      /** `udp://host:514`, `tcp://host:514` or `tls://host:6514`; an IPv6 address in brackets. */
      readonly address: string;
      readonly facility: SyslogFacility;
      /**
       * For `tls`: the absolute path of a PEM file with CA certificates that replace the system's.
       */
      readonly caFile: string | undefined;
    }
  /** The systemd journal, with its own fields. */
  | { readonly type: 'journal' };

/**
 * A log output that receives every record, in order. `write` resolves when the records would
 * survive a crash of the process.
 */
export interface EventSink extends AsyncDisposable {
  readonly name: string;
  /**
   * True if its position in the log is stored, so that the output continues there after a restart.
   * False, for example for a terminal, which starts at the end of the log each time.
   */
  readonly resumesAfterRestart: boolean;
  write(records: readonly EventRecord[], signal: AbortSignal): Promise<void>;
}

/** The result of one attempt of a notifier, a heartbeat or a reload command. */
export type Outcome =
  | {
      /** The attempt succeeded. */
      readonly kind: 'delivered';
      /**
       * The response for the event log: one line, or the end of a program's output; never a secret.
       */
      readonly failure: Failure;
      /** The recipients or hooks that this attempt has notified; later attempts skip them. */
      readonly done?: readonly FinishedPart[];
      /**
       * True if the delivery is tried again, because some recipients or hooks must first get an
       * earlier delivery.
       */
      readonly hasWaitingParts?: boolean;
    }
  | {
      /** The attempt failed and is retried. */
      readonly kind: 'retry';
      readonly reason: Reason;
      readonly failure: Failure;
      /** The earliest time for a retry, as the server requested. */
      readonly notBefore: Instant | undefined;
      /** The recipients or hooks that this attempt has notified; the retry skips them. */
      readonly done?: readonly FinishedPart[];
    }
  | {
      /** The attempt failed, and a retry of this delivery can never succeed. */
      readonly kind: 'rejected';
      readonly reason: Reason;
      readonly failure: Failure;
      /**
       * True if no other delivery can succeed until an administrator changes something. The
       * notifier is then disabled.
       */
      readonly disable: boolean;
    };

/** A notifier. */
export interface Notifier {
  readonly name: string;
  /**
   * Sends one alert once, without retries. Never rejects because of a failure of the receiver, and
   * ends soon after the signal.
   */
  deliver(delivery: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome>;
}

/** An Alertmanager, to which the open conditions are sent repeatedly. */
export interface AlertmanagerPort {
  readonly name: string;
  /**
   * Sends the open conditions, and the conditions that were cleared.
   * @param cleared the cleared records since the last successful request
   */
  send(open: readonly Condition[], cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome>;
}

/** A receiver of heartbeats while monitoring works; a missing heartbeat is the alarm. */
export interface Heartbeat {
  readonly name: string;
  /** Sends one heartbeat. */
  send(signal: AbortSignal): Promise<Outcome>;
}

/** A sender of test alerts. */
export interface NotifierTester {
  /** The account under which notifiers run. */
  readonly account: string;
  /** Sends a test alert to a configured notifier once, in the same way as a real one. */
  test(notifier: string, delivery: NewDelivery, signal: AbortSignal): Promise<Outcome>;
}

/**
 * A file that an export writes. It has its name only after `commit`; disposal before removes it.
 * @throws {ExportError} in each method
 */
export interface ExportFile extends AsyncDisposable {
  append(bytes: Uint8Array): Promise<void>;
  /** Writes over the first bytes, for a header that depends on the content. */
  overwriteStart(bytes: Uint8Array): Promise<void>;
  /** Gives the file its name. The content survives a power failure. */
  commit(): Promise<void>;
}
