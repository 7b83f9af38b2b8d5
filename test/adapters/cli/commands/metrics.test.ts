import { describe, expect, it } from 'vitest';
import { LedgerError } from '../../../../src/work/errors.ts';
import { madeUpFailure } from '../../../domain/failure/made-up-failure.ts';
import { parseMetrics } from '../../../formats/metrics/parse-metrics.ts';
import { CONTOSO, contosoLedger } from '../contoso.ts';
import { CONTOSO_NOTIFIERS, notifyContoso } from '../contoso-notifications.ts';
import { typeCommand } from '../desk.ts';

const value = (text: string, name: string, label = ''): number | undefined =>
  parseMetrics(text).find((read) => read.name === `mailcertd_${name}` && [...read.labels.values()].join() === label)
    ?.value;

describe('the metrics', () => {
  it('are printed for the host, in English for every language', async () => {
    const ledger = await contosoLedger();
    await notifyContoso(ledger);
    const answer = await typeCommand(['metrics'], {
      ...{ world: CONTOSO, ledger, notifiers: CONTOSO_NOTIFIERS, locale: 'ja' },
    });
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = answer;
    expect(value(stdout, 'build_info', '1.2.3')).toBe(1);
    expect(value(stdout, 'open_conditions', 'error')).toBe(1);
    expect(value(stdout, 'connector_not_after_timestamp_seconds', 'Client MAIL01')).toBe(
      Date.UTC(2026, 11, 3, 16) / 1000,
    );
    expect(value(stdout, 'connector_not_after_timestamp_seconds', 'Default MAIL01')).toBeUndefined();
    expect(value(stdout, 'notifier_attempts_total', 'mail,retry,server_error')).toBe(12);
    expect(value(stdout, 'notifier_attempts_total', 'alive,retry,timed_out')).toBe(1);
    expect(stdout).not.toMatch(/[^\x00-\x7f]/);
  });

  it('are printed before the first start, without unknown values', async () => {
    const { stdout, code } = await typeCommand(['metrics'], { world: CONTOSO, notifiers: CONTOSO_NOTIFIERS });
    expect(code).toBe(0);
    expect(value(stdout, 'healthy')).toBe(0);
    expect(value(stdout, 'open_conditions', 'error')).toBeUndefined();
    expect(value(stdout, 'notifier_attempts_total', 'ops,delivered,')).toBe(0);
  });

  it('are empty if the event log cannot be read, with an exit code', async () => {
    const open = async (): Promise<never> => {
      throw new LedgerError('/x', madeUpFailure('cannot read the event log /x: permission denied'));
    };
    expect(await typeCommand(['metrics'], { dependencies: { open } })).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: 'mailcertd: cannot read the event log /x: permission denied\n',
    });
  });
});
