import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { recordOnce } from '../../../src/domain/condition/new-record.ts';
import { configurationReloaded } from '../../../src/domain/event/catalog/configuration-reloaded.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { LedgerError } from '../../../src/work/errors.ts';
import type { ScheduledRun, Suspension } from '../../../src/work/ports/system.ts';
import { Monitor, type MonitorDependencies } from '../../../src/work/scan/monitor.ts';
import { recordPolicy } from '../../../src/work/scan/record-policy.ts';
import { ScanTriggers } from '../../../src/work/scan/scan-triggers.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { said } from '../../domain/failure/said.ts';
import { connector, NOON, notation, SETTINGS, stored } from '../../domain/world.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';
import { Stage } from '../stage.ts';

const SHARD = 'mail01.contoso.com';
const NOTHING = '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)';
const FAULTY: Problem = {
  reason: 'configuration_invalid',
  location: '/etc/mailcertd.yaml',
  failure: said('line 3: unknown key'),
};

/** The step of the simulated time, ms: at most one scan is due within it. */
const STEP = 5000;

/** Lets a scan end, which yields to the event loop several times. */
async function turns(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A monitor of a stage, with a schedule that the test triggers. */
class Watch {
  readonly stage: Stage = new Stage();
  readonly triggers: ScanTriggers = new ScanTriggers();
  readonly notes: string[] = [];
  readonly watching: Monitor;
  passes = 0;
  readonly disposed: string[] = [];
  readonly #ending: AbortController = new AbortController();
  #ring: ((run: ScheduledRun) => void) | undefined;
  #break: ((error: Error) => void) | undefined;
  #running: Promise<void> | undefined;
  #logged = 0;
  #steppedMs = 0;
  #suspension: Suspension | undefined;

  constructor() {
    this.watching = new Monitor(this.dependencies);
  }

  get dependencies(): MonitorDependencies {
    const watch = this;
    return {
      ...this.stage.dependencies,
      schedule: {
        nextAt: () => this.stage.now + HOUR,
        takeClockStep: () => {
          const stepMs = this.#steppedMs;
          this.#steppedMs = 0;
          return stepMs;
        },
        takeSuspension: () => {
          const suspension = this.#suspension;
          this.#suspension = undefined;
          return suspension;
        },
        async *runs(signal) {
          while (!signal.aborted) {
            yield await new Promise<ScheduledRun>((resolve, reject) => {
              watch.#ring = resolve;
              watch.#break = reject;
            });
          }
        },
      },
      triggers: this.triggers,
      diagnostics: notedDiagnostics((what, level) => void this.notes.push(`${level}: ${what}`)),
      onFailed: () => undefined,
      onCommitted: () => {
        this.passes += 1;
      },
    };
  }

  hint(name: string): Disposable {
    return { [Symbol.dispose]: () => void this.disposed.push(name) };
  }

  /** Starts the monitor, and returns the records of the first scan. */
  async start(): Promise<readonly string[]> {
    this.#running = this.watching.run([this.hint('first')], this.#ending.signal);
    return this.after(0);
  }

  /** Advances the time by this many ms, and returns the new records. */
  async after(ms: number): Promise<readonly string[]> {
    await turns();
    for (let left = ms; left >= 0; left -= STEP) {
      const step = Math.min(left, STEP);
      this.stage.now += step;
      this.stage.monotonicMs += step;
      await vi.advanceTimersByTimeAsync(step);
      await turns();
    }
    const records = await this.stage.ledger.after(this.#logged, 1000);
    this.#logged = records.at(-1)?.eventRecordId ?? this.#logged;
    return records.map(notation);
  }

  /** Sets the clock. */
  stepped(byMs: number): this {
    this.#steppedMs += byMs;
    return this;
  }

  /** Suspends the host. */
  suspended(suspension: Suspension): this {
    this.#suspension = suspension;
    return this;
  }

  async run(run: Partial<ScheduledRun> = {}): Promise<readonly string[]> {
    this.#ring?.({ dueAt: this.stage.now, missed: 0, ...run });
    return this.after(1);
  }

  breakSchedule(): void {
    this.#break?.(new Error('no such time zone'));
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }
}

let watch: Watch;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  watch = new Watch();
});
afterEach(async () => {
  await watch.end();
  vi.useRealTimers();
});

/** Lets the ledger reject commits until the returned function is called. */
function fillDisk(stage: Stage): () => void {
  const commit = stage.ledger.commit.bind(stage.ledger);
  stage.ledger.commit = async () => {
    throw new LedgerError(
      '/var/lib/mailcertd/ledger.db',
      madeUpFailure('cannot store a scan: no space left on device'),
    );
  };
  return () => {
    stage.ledger.commit = commit;
  };
}

describe('the monitor', () => {
  test('scans at once, and at every scheduled run', async () => {
    expect(await watch.start()).toEqual([]);
    expect(watch.passes).toBe(1);
    watch.stage.answers['My'] = [stored('P', { dnsNames: ['mail.contoso.com'] })];
    expect(await watch.run()).toEqual([NOTHING]);
    expect(watch.passes).toBe(2);
    await watch.after(HOUR);
    expect(watch.passes).toBe(2);
  });

  test('ends with the signal, and releases its watches', async () => {
    await watch.start();
    await watch.end();
    expect(watch.disposed).toEqual(['first']);
    await watch.run();
    expect(watch.passes).toBe(1);
  });

  test('logs the end of the schedule, and continues with hints and requests', async () => {
    await watch.start();
    watch.breakSchedule();
    await watch.after(1);
    expect(watch.notes).toEqual(['error: scheduled scans have stopped: no such time zone; restart mailcertd']);
    watch.triggers.requestScan();
    await watch.after(1);
    expect(watch.passes).toBe(2);
  });

  test('reports missed runs, and clears the condition with the next run in time', async () => {
    await watch.start();
    expect(await watch.run({ missed: 3 })).toEqual(['1103(3; )']);
    expect(await watch.run()).toEqual(['1900(1103; scan; 0)']);
  });

  test('reports that the host was suspended once, as Information, and no late scan', async () => {
    await watch.start();
    expect(await watch.suspended({ ms: 8 * HOUR, missedScans: 31 }).run()).toEqual([`1110(${8 * HOUR}; 31) once`]);
    expect(await watch.run()).toEqual([]);
  });

  test('reports a suspension in the next scan that succeeds', async () => {
    await watch.start();
    const emptyDisk = fillDisk(watch.stage);
    await watch.suspended({ ms: HOUR, missedScans: 3 }).run();
    watch.suspended({ ms: MINUTE, missedScans: 0 });
    emptyDisk();
    expect(await watch.after(10 * SECOND)).toContain(`1110(${HOUR + MINUTE}; 3) once`);
  });

  test('scans 1 ms after a certificate in use expires, long before the schedule', async () => {
    const { stage } = watch;
    const notAfter = stage.now + 4 * MINUTE;
    stage.answers['My'] = [stored('P', { dnsNames: [SHARD], notBefore: NOON - HOUR, notAfter })];
    await watch.start();
    await watch.after(3 * MINUTE + 50 * SECOND);
    const passes = watch.passes;
    expect(await watch.after(10 * SECOND)).toEqual([]);
    expect(watch.passes).toBe(passes);
    expect(await watch.after(1 * SECOND)).toContainEqual(expect.stringMatching(/^12014\(mail01\.contoso\.com; /));
  });

  test('reports a clock change once, and scans once more at once', async () => {
    await watch.start();
    expect(await watch.stepped(-2 * HOUR).run()).toEqual([`1104(${-2 * HOUR}) once`]);
    expect(watch.passes).toBe(3);
    expect(await watch.run()).toEqual([]);
    expect(watch.passes).toBe(4);
  });

  test('reports a clock change in the next scan, whatever its trigger', async () => {
    await watch.start();
    watch.stepped(30 * HOUR).triggers.hint(watch.stage.monotonicMs);
    expect(await watch.after(10 * SECOND)).toEqual([`1104(${30 * HOUR}) once`]);
    expect(watch.passes).toBe(3);
  });

  test('reports runs that a clock change missed as one condition, and does not raise and clear it at once', async () => {
    await watch.start();
    expect(await watch.stepped(4 * HOUR).run({ missed: 3 })).toEqual([`1104(${4 * HOUR}) once`, '1103(3; )']);
    expect(watch.passes).toBe(3);
    expect(await watch.after(MINUTE)).toEqual([]);
    expect(await watch.run()).toEqual(['1900(1103; scan; 60)']);
  });

  test('has the time of the next scan as seen from the end of a scan, however long that took', async () => {
    watch.stage.whileReading = async () => {
      watch.stage.now += 2 * HOUR;
    };
    await watch.start();
    expect((await watch.stage.ledger.state(SHARD)).scan).toEqual({
      startedAt: NOON,
      endedAt: NOON + 2 * HOUR,
      nextAt: NOON + 3 * HOUR,
    });
  });

  test('is alive unless a scan takes ten minutes', async () => {
    let finish = (): void => undefined;
    watch.stage.whileReading = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    await watch.start();
    await watch.after(10 * MINUTE - 1);
    expect(watch.watching.isAlive).toBe(true);
    await watch.after(1);
    expect(watch.watching.isAlive).toBe(false);
    watch.stage.whileReading = async () => undefined;
    finish();
    await watch.after(0);
    expect(watch.watching.isAlive).toBe(true);
  });
});

describe('a failed scan', () => {
  test('is reported by 1103 in the next scan, 10 s later, and is resolved by the scan after it', async () => {
    await watch.start();
    const free = fillDisk(watch.stage);
    expect(await watch.run()).toEqual([]);
    expect(watch.notes).toEqual([
      'error: a scan failed: cannot store a scan: no space left on device; mailcertd tries again in 10 s',
    ]);
    free();
    expect(await watch.after(10 * SECOND - 2)).toEqual([]);
    expect(await watch.after(2)).toEqual(['1103(0; cannot store a scan: no space left on device)']);
    expect(await watch.run()).toEqual(['1900(1103; scan; 0)']);
  });

  test('is retried every 10 s for as long as it fails', async () => {
    await watch.start();
    const free = fillDisk(watch.stage);
    await watch.run();
    await watch.after(35 * SECOND);
    expect(watch.notes.length).toBe(4);
    free();
    expect(await watch.after(10 * SECOND)).toEqual(['1103(0; cannot store a scan: no space left on device)']);
    await watch.after(MINUTE);
    expect(watch.notes.length).toBe(4);
  });

  test('causes one other scan, however many scheduled runs fail meanwhile', async () => {
    await watch.start();
    fillDisk(watch.stage);
    for (let run = 0; run < 5; run += 1) await watch.run();
    const failed = watch.notes.length;
    await watch.after(30 * SECOND + 1);
    expect([failed, watch.notes.length]).toEqual([5, 8]);
  });

  test('loses no hint that arrived before it', async () => {
    await watch.start();
    const free = fillDisk(watch.stage);
    await watch.stepped(HOUR).run({ missed: 2 });
    free();
    expect(await watch.after(10 * SECOND)).toEqual([
      `1104(${HOUR}) once`,
      '1103(2; cannot store a scan: no space left on device)',
    ]);
    expect(await watch.run()).toEqual(['1900(1103; scan; 0)']);
  });

  test('loses no hint that arrives while it runs', async () => {
    await watch.start();
    let fail = (): void => undefined;
    watch.stage.whileReading = () =>
      new Promise((resolve) => {
        fail = resolve;
      });
    const free = fillDisk(watch.stage);
    await watch.run({ missed: 2 });
    await watch.stepped(HOUR).run({ missed: 1 });
    watch.stage.whileReading = async () => undefined;
    fail();
    await watch.after(0);
    free();
    const events = await watch.after(10 * SECOND);
    expect(events.slice(0, 2)).toEqual([`1104(${HOUR}) once`, '1103(3; cannot store a scan: no space left on device)']);
  });

  test('that was aborted is no failure', async () => {
    await watch.start();
    fillDisk(watch.stage);
    watch.stage.whileReading = async () => void watch.end();
    await watch.run();
    expect(watch.notes).toEqual([]);
  });
});

describe('a configuration', () => {
  const reloaded = (): Parameters<Monitor['reconfigure']>[2] =>
    recordOnce(
      configurationReloaded.contentOf({ file: '/etc/mailcertd.yaml', connectors: '1', stores: '1' }, {}),
      recordPolicy(SETTINGS, SHARD),
      NOON,
    );

  test('that is rejected is reported in a scan at once, and stays reported until a good one is in force', async () => {
    await watch.start();
    watch.watching.reject(FAULTY);
    expect(await watch.after(1)).toEqual(['1003(/etc/mailcertd.yaml; line 3: unknown key)']);
    expect(await watch.run()).toEqual([]);
    watch.watching.reconfigure(watch.dependencies, [watch.hint('second')], reloaded());
    expect(await watch.after(1)).toEqual([
      '1002(/etc/mailcertd.yaml; 1; 1) once',
      '1900(1003; /etc/mailcertd.yaml; 0)',
    ]);
  });

  test('that comes into force applies from the next scan; the watches of the previous one are released', async () => {
    await watch.start();
    watch.stage.connectors = [connector('Internet MAIL01', 'mail.contoso.com')];
    expect(await watch.run()).toEqual([]);
    watch.watching.reconfigure(watch.dependencies, [watch.hint('second')], reloaded());
    expect(watch.disposed).toEqual(['first']);
    expect(await watch.after(1)).toEqual([
      '1002(/etc/mailcertd.yaml; 1; 1) once',
      '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)',
    ]);
    await watch.end();
    expect(watch.disposed).toEqual(['first', 'second']);
  });

  test('that comes into force while the ledger accepts nothing is reported when it does', async () => {
    await watch.start();
    const free = fillDisk(watch.stage);
    watch.watching.reconfigure(watch.dependencies, [], reloaded());
    await watch.after(1);
    watch.watching.reject(FAULTY);
    await watch.after(1);
    free();
    const events = await watch.after(10 * SECOND);
    expect(events).toEqual([
      '1002(/etc/mailcertd.yaml; 1; 1) once',
      '1003(/etc/mailcertd.yaml; line 3: unknown key)',
      '1103(0; cannot store a scan: no space left on device)',
    ]);
  });

  test('that comes into force is reported once, even if the work after the committed scan fails', async () => {
    await watch.start();
    const failing = {
      ...watch.dependencies,
      onCommitted: () => {
        throw new Error('no thread');
      },
    };
    watch.watching.reconfigure(failing, [], reloaded());
    expect(await watch.after(1)).toEqual(['1002(/etc/mailcertd.yaml; 1; 1) once']);
    expect(watch.notes).toEqual(['error: a scan failed: no thread; mailcertd tries again in 10 s']);
    expect(await watch.after(10 * SECOND)).toEqual(['1103(0; no thread)']);
  });

  test('that is rejected while a scan fails is reported by the next', async () => {
    await watch.start();
    const free = fillDisk(watch.stage);
    watch.stage.whileReading = async () => {
      watch.stage.whileReading = async () => undefined;
      watch.watching.reject(FAULTY);
    };
    await watch.run();
    free();
    const events = await watch.after(10 * SECOND);
    expect(events).toContain('1003(/etc/mailcertd.yaml; line 3: unknown key)');
  });
});
