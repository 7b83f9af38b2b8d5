import type { Alert } from '../../domain/alert/alert.ts';
import type { Delivery, DonePart, NewDelivery } from '../../domain/alert/delivery.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import type { EventFormat } from '../../domain/event/event-format.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { SyslogFacility } from '../../domain/event/syslog-facility.ts';
import type { Reason } from '../../domain/problem.ts';
import type { Instant } from '../../domain/time.ts';

/** One log output: every record, in order. */
export type LogOutput =
  | { readonly to: 'console'; readonly format: EventFormat }
  | {
      readonly to: 'file';
      readonly format: EventFormat;
      /** Absolute. */
      readonly path: string;
      /** Bytes after which it is rotated. */
      readonly maxSize: number;
      /** How many rotated files are kept beside it. */
      readonly keep: number;
    }
  | {
      readonly to: 'syslog';
      /** Of the text behind the structured data. */
      readonly format: Exclude<EventFormat, 'classic'>;
      /** `udp://host:514`, `tcp://host:514` or `tls://host:6514`; an IPv6 address in brackets. */
      readonly address: string;
      readonly facility: SyslogFacility;
      /** For `tls`: CA certificates in place of the system's, PEM; absolute. */
      readonly caFile: string | undefined;
    }
  /** The systemd journal, with fields of its own. */
  | { readonly to: 'journal' };

/** A log output: every record, in order. Resolves when what was written would survive the process. */
export interface EventSink extends AsyncDisposable {
  readonly name: string;
  /** Whether its place is kept over restarts; a terminal starts at the head each time. */
  readonly durable: boolean;
  write(records: readonly EventRecord[], signal: AbortSignal): Promise<void>;
}

/** How an attempt to tell somebody ended. */
export type Outcome =
  | {
      readonly kind: 'delivered';
      /** What came back, for the ledger: one line, or the tail of an output; never a secret. */
      readonly detail: string;
      /** Where a notifier has parts: those that are done with it now. Kept of the delivery, not of the attempt. */
      readonly done?: readonly DonePart[];
      /** It was told to those who may be told now; the rest waits for an earlier delivery. */
      readonly isPartly?: boolean;
    }
  | {
      /** Try again. */
      readonly kind: 'again';
      readonly reason: Reason;
      readonly detail: string;
      /** The other side asked not to be asked before. */
      readonly notBefore: Instant | undefined;
      /** Where a notifier has parts: those that are done with it now, and are not told again. */
      readonly done?: readonly DonePart[];
    }
  | {
      /** This delivery will never succeed. */
      readonly kind: 'never';
      readonly reason: Reason;
      readonly detail: string;
      /** Nor will any other, until somebody changes something: the notifier is told nothing more. */
      readonly disable: boolean;
    };

/** Tells one alert, once. Never retries, never rejects for the other side's trouble; ends soon after the signal. */
export interface Notifier {
  readonly name: string;
  deliver(delivery: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome>;
}

/** Is shown all that is open, again and again (Alertmanager). */
export interface AlertmanagerPort {
  readonly name: string;
  /** @param cleared what was cleared since it was last shown with success */
  show(open: readonly Condition[], cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome>;
}

/** Is told that the watch is alive; its silence is the alarm. */
export interface Heartbeat {
  readonly name: string;
  beat(signal: AbortSignal): Promise<Outcome>;
}

/** Sends marked tests. */
export interface NotifierTester {
  /** The account that notifiers are told as. */
  readonly account: string;
  /** Tells a notifier of the configuration of an alert that is marked as a test, once; as a notifier does. */
  test(notifier: string, delivery: NewDelivery, signal: AbortSignal): Promise<Outcome>;
}
