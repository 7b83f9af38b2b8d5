import type { Certificate, RequestedBy, StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { InternalConsent } from '../../domain/store-change/internal-consent.ts';
import type { Refusal } from '../../domain/store-change/refusal.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { StoreCommand } from '../../domain/store-change/store-command.ts';
import type { ExportTarget } from '../ports/stores.ts';
import type { Simulation } from './query-operations.ts';

/** The options of a command that changes the store. */
export interface ChangeOptions {
  readonly requestedBy: RequestedBy;
  /** True: only simulates the change. */
  readonly isDryRun: boolean;
  /** True: continues after a refusal that can be overridden. */
  readonly isForced: boolean;
  readonly internal: InternalConsent;
}

/** The report of the daemon: whether it has logged a change or reload. */
export type ChangeReport =
  /** All records of the scan that logged it, oldest first. */
  | { readonly kind: 'written'; readonly records: readonly EventRecord[] }
  /** No daemon runs. The next daemon that starts logs it. */
  | { readonly kind: 'no-daemon' }
  /**
   * No daemon runs, and none has scanned this store yet. Changes before the first scan are not
   * logged.
   */
  | { readonly kind: 'never-ran' }
  /** The daemon did not log it in time, or this account may not read the event log. */
  | { readonly kind: 'not-yet' };

/** The result of a command. */
export type ChangeOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /**
   * The user must decide if the certificate replaces the internal transport certificate (for mail
   * between Exchange servers). Nothing was changed; the caller repeats the command with the
   * decision.
   */
  | {
      readonly kind: 'asks';
      /** The certificate of the command; undefined if it is issued after the decision. */
      readonly certificate: Certificate | undefined;
      /** The current internal transport certificate. */
      readonly recorded: Thumbprint;
      /** The certificate `recorded`; undefined if it no longer exists. */
      readonly recordedCertificate: Certificate | undefined;
    }
  /** The store already is as requested. */
  | {
      readonly kind: 'unchanged';
      readonly stored: StoredCertificate;
      /** The directory of its stable path; left out: none. */
      readonly stablePath?: string;
    }
  /** Only the stable path changed; it now points to the certificate. */
  | { readonly kind: 'linked'; readonly stored: StoredCertificate; readonly stablePath: string }
  | {
      readonly kind: 'dry-run';
      readonly change: StoreChange;
      readonly simulation: Simulation;
      /** The refusal that must be overridden to carry out the change; left out: none. */
      readonly refusal?: Refusal;
    }
  | {
      readonly kind: 'done';
      readonly change: StoreChange;
      /** The directory of the certificate after the change. */
      readonly path: string;
      /** The directory of its stable path; left out: none. */
      readonly stablePath?: string;
      readonly simulation: Simulation;
      readonly report: ChangeReport;
    };

/** The result of an export. */
export type ExportOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'done'; readonly stored: StoredCertificate };

/**
 * The commands that change or export certificates of this host.
 * @see https://learn.microsoft.com/powershell/module/exchange/get-exchangecertificate
 */
export interface StoreOperations {
  /**
   * Plans, simulates and carries out a change of the personal store, the only store that mailcertd
   * writes to.
   * @throws {StoreBusyError}
   * @throws {IssueError}
   */
  change(command: StoreCommand, options: ChangeOptions, signal: AbortSignal): Promise<ChangeOutcome>;
  /** Exports a certificate and its key. @throws {ExportError} */
  export(thumbprint: Thumbprint, target: ExportTarget, signal: AbortSignal): Promise<ExportOutcome>;
}
