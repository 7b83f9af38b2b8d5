import type { Configuration } from '../../src/adapters/config/configuration.ts';
import { readConfiguration } from '../../src/adapters/config/read/read-configuration.ts';
import { openLedgerReader } from '../../src/adapters/sqlite/ledger/open-ledger-reader.ts';
import type { ProbeLimits } from '../../src/domain/connector/probe-target.ts';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { failureOfError } from '../../src/domain/failure/failure-of-error.ts';
import type { Memory } from '../../src/domain/observation/memory.ts';
import type { Rule } from '../../src/domain/rule/rule.ts';
import type { Instant } from '../../src/domain/time.ts';
import { Daemon } from '../../src/main/daemon.ts';
import { ConfigurationError } from '../../src/work/errors.ts';
import type { EventSink } from '../../src/work/ports/outputs.ts';
import type { Schedule } from '../../src/work/ports/system.ts';
import type { ScanOutcome } from '../../src/work/scan/run-scan.ts';
import { SETTLING, type Settling } from '../../src/work/scan/scan-triggers.ts';
import { notation } from '../domain/world.ts';
import { notedDiagnostics } from '../fakes/noted-diagnostics.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

/**
 * The whole daemon in this process, with real files and real SQLite. The test sets its clock, and
 * it scans only when the test requests it.
 */
export class Scene implements AsyncDisposable {
  readonly directory: TemporaryDirectory = temporaryDirectory();
  now: Instant;
  rules: readonly Rule[] | undefined;
  /** The probe settings, in real time; left out: those of the configuration. */
  probeLimits: ProbeLimits | undefined;
  /** The settling time of changed files; left out: the default. */
  settling: Settling = SETTLING;
  /** True: uses the log outputs of the configuration; false: only that of the test. */
  isWritten = false;
  /** If set, a start or reload fails with this error when it sets up the monitor. */
  setUpError: Error | undefined;
  readonly events: EventRecord[] = [];
  readonly diagnosed: string[] = [];
  #daemon: Daemon | undefined;
  #awaited: ((outcome: ScanOutcome) => void) | undefined;
  #seen = 0;

  constructor(now: Instant) {
    this.now = now;
  }

  /** Writes the configuration; the state directory is `state`. */
  configure(yaml: string): void {
    this.directory.write('mailcertd.yaml', `stateDirectory: state\nwatch: false\n${yaml}`);
  }

  read(): Configuration {
    const configuration = readConfiguration(this.directory.at('mailcertd.yaml'), {
      hostnameFile: 'mail01.contoso.com',
      kernelHostname: 'mail01',
      canonicalName: undefined,
      stateDirectory: this.directory.at('state'),
      locale: 'en',
      eventIds: ALL_EVENTS.map(({ eventId }) => eventId),
    });
    return this.probeLimits === undefined ? configuration : { ...configuration, probing: this.probeLimits };
  }

  /** Starts the daemon and waits for its first scan. Returns the events in notation. */
  async start(): Promise<readonly string[]> {
    const done = this.#nextPass();
    this.#daemon = await Daemon.start(
      this.read(),
      notedDiagnostics((what, level) => void this.diagnosed.push(`${level}: ${what}`)),
      {
        clock: { now: () => this.now, monotonicMs: () => performance.now() },
        schedule: () => this.#schedule(),
        ...(this.isWritten ? {} : { sinks: () => [this.#sink()] }),
        rules: () => this.rules,
        settling: this.settling,
        onCommitted: (outcome) => this.#awaited?.(outcome),
      },
    );
    await done;
    return this.fresh();
  }

  async pass(at: Instant = this.now): Promise<readonly string[]> {
    this.now = at;
    const done = this.#nextPass();
    this.#daemon?.scan();
    await done;
    return this.fresh();
  }

  /** Reloads the configuration, as SIGHUP does. */
  async reload(): Promise<readonly string[]> {
    const done = this.#nextPass();
    try {
      await this.#daemon?.reload(this.read());
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const location = this.directory.at('mailcertd.yaml');
      this.#daemon?.reject({ reason: 'configuration_invalid', location, failure: failureOfError(error) });
    }
    await done;
    return this.fresh();
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop('test');
    this.#daemon = undefined;
  }

  /** Returns all records in the ledger. */
  async records(): Promise<readonly EventRecord[]> {
    await using ledger = openLedgerReader(this.directory.at('state'));
    return ledger.after(0, 10_000);
  }

  /** Returns the stored probe results by connector. */
  async probes(): Promise<Memory['probes']> {
    await using ledger = openLedgerReader(this.directory.at('state'));
    return (await ledger.state('mail01.contoso.com')).memory.probes;
  }

  /** Returns the records since the last call in notation, without start and stop of the service. */
  async fresh(): Promise<readonly string[]> {
    const records = (await this.records()).filter(({ eventRecordId }) => eventRecordId > this.#seen);
    this.#seen = records.at(-1)?.eventRecordId ?? this.#seen;
    return records.filter(({ eventId }) => eventId !== 1000 && eventId !== 1001).map(notation);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.directory[Symbol.dispose]();
  }

  #nextPass(): Promise<ScanOutcome> {
    return new Promise((resolve) => {
      this.#awaited = resolve;
    });
  }

  /** Returns a schedule without runs. */
  #schedule(): Schedule {
    if (this.setUpError !== undefined) throw this.setUpError;
    return {
      async *runs(signal) {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        yield* [];
      },
      nextAt: () => undefined,
      takeClockStep: () => 0,
      takeSuspension: () => undefined,
    };
  }

  #sink(): EventSink {
    return {
      name: 'test',
      resumesAfterRestart: true,
      write: async (records) => void this.events.push(...records),
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
}
