import type { Configuration } from '../adapters/config/configuration.ts';
import type { Rule } from '../domain/rule/rule.ts';
import type { Recipients } from '../work/deliver/notification-service.ts';
import type { EventSink } from '../work/ports/outputs.ts';
import type { ConnectorProbe } from '../work/ports/probes.ts';
import type { Clock, Schedule } from '../work/ports/system.ts';
import type { ScanOutcome } from '../work/scan/run-scan.ts';
import type { Settling } from '../work/scan/scan-triggers.ts';

/** The parts of the daemon that tests and the demo replace or observe; left out: the real part. */
export interface DaemonOverrides {
  readonly clock?: Clock;
  readonly schedule?: (configuration: Configuration) => Schedule;
  /** The log outputs. */
  readonly sinks?: (configuration: Configuration) => readonly EventSink[];
  /** The notifiers, Alertmanagers and heartbeats. */
  readonly recipients?: (configuration: Configuration) => Recipients;
  /** May return undefined: the built-in rules. */
  readonly rules?: () => readonly Rule[] | undefined;
  /** Probes one connector. */
  readonly probe?: ConnectorProbe;
  /** For how long changed files must stay unchanged before a scan. */
  readonly settling?: Settling;
  /** Called after each scan whose records are stored, in addition to the daemon's own steps. */
  readonly onCommitted?: (outcome: ScanOutcome) => void;
}
