import type { StateBackup } from '../../domain/status/state-backup.ts';

/** A restored state. */
export interface RestoredState {
  readonly backup: StateBackup;
  readonly stateDirectory: string;
  /** The new path of the replaced event log; undefined: there was none. */
  readonly previousPath: string | undefined;
  /** The schema version that this program gives the event log at the next start of the daemon. */
  readonly supportedSchema: number;
}

/** Backups of the state: the event log with conditions, silences and deliveries. */
export interface StateOperations {
  /**
   * Writes the present state to a new file, also while the daemon runs.
   * @param target `path` is absolute; `replaces` is true if an existing file may be replaced
   * @throws {BackupError}, {ExportError}, or the reason of the signal
   */
  backUp(target: { readonly path: string; readonly replaces: boolean }, signal: AbortSignal): Promise<StateBackup>;
  /**
   * Replaces the state with the one of a backup. If the process is root, it has the rights of the
   * owner of the state directory afterwards.
   * @param path absolute
   * @throws {BackupError}, or the reason of the signal
   */
  restore(path: string, signal: AbortSignal): Promise<RestoredState>;
}
