import type { Configuration } from '../adapters/config/configuration.ts';
import type { Rule } from '../domain/rule/rule.ts';
import type { Recipients } from '../work/deliver/notification-service.ts';
import type { EventSink } from '../work/ports/outputs.ts';
import type { ConnectorProbe } from '../work/ports/probes.ts';
import type { Clock, Schedule } from '../work/ports/system.ts';
import type { ScanOutcome } from '../work/scan/run-scan.ts';
import type { Settling } from '../work/scan/scan-triggers.ts';

/** The parts of the daemon that tests and the demo replace. */
export interface DaemonOverrides {
  readonly clock?: Clock;
  readonly schedule?: (configuration: Configuration) => Schedule;
  readonly sinks?: (configuration: Configuration) => readonly EventSink[];
  readonly recipients?: (configuration: Configuration) => Recipients;
  readonly rules?: () => readonly Rule[] | undefined;
  readonly probe?: ConnectorProbe;
  readonly settling?: Settling;
  readonly onCommitted?: (outcome: ScanOutcome) => void;
}
