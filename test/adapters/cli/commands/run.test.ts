import { expect, test } from 'vitest';
import { EVENT_LOG_CAUSES } from '../../../../src/domain/failure/event-log-cause-failures.ts';
import { EVENT_LOG_FAILURES } from '../../../../src/domain/failure/event-log-failures.ts';
import { LedgerError } from '../../../../src/work/errors.ts';
import { typeCommand } from '../desk.ts';

test('an error of the daemon has advice for who ran the command only at a terminal', async () => {
  const path = '/var/lib/mailcertd/ledger.db';
  const cause = EVENT_LOG_CAUSES.sqlite_busy({ error: 'SQLITE_BUSY: database is locked' });
  const failing = async (): Promise<never> => {
    throw new LedgerError(path, EVENT_LOG_FAILURES.event_log_not_written({ path, cause }));
  };
  const line = `mailcertd: cannot write the event log ${path}: it is locked by another process (SQLITE_BUSY: database is locked)`;
  const { stderr } = await typeCommand(['run'], { dependencies: { run: failing } });
  expect(stderr).toBe(`${line}\n`);
  const atTerminal = await typeCommand(['run'], { typed: '', dependencies: { run: failing } });
  expect(atTerminal.stderr).toBe(`${line}; wait and try again\n`);
});
