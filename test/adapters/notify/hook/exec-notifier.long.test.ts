import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExecNotifier } from '../../../../src/adapters/notify/hook/exec-notifier.ts';
import { runProgram } from '../../../../src/adapters/system/run-program.ts';
import type { Alert } from '../../../../src/domain/alert/alert.ts';
import type { OpenParts } from '../../../../src/domain/alert/delivery.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import type { Outcome } from '../../../../src/work/ports/outputs.ts';
import { sampleAlert } from '../../../contract/alert-samples.ts';
import { type Behavior, notifierContract } from '../../../contract/notifier-contract.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { needsRoot } from '../../../peers/needs.ts';

const MEANS = {
  variables: () => ({ MAILCERTD_EVENT_ID: '12014', MAILCERTD_SUMMARY: 'No usable certificate for "x".' }),
  body: () => '{"eventId":12014}\n',
  environment: { PATH: '/usr/bin:/bin', SECRET: 'marker' },
  runProgram,
};

const SCRIPTS: Readonly<Record<Behavior, string>> = {
  takes: 'exit 0',
  fails: 'echo not now; exit 1',
  hangs: "trap '' TERM; while :; do sleep 1; done",
};

for (const kind of ['directory', 'command'] as const) {
  notifierContract(`Of programs, a ${kind},`, async ({ timeout }) => {
    const bench = temporaryDirectory();
    const program = bench.at('hooks.d/notify');
    const log = bench.at('log');
    const behave = (how: Behavior): void => {
      bench.write('hooks.d/notify.new', `#!/bin/sh\necho "$ID" >>${log}\ncat >/dev/null\n${SCRIPTS[how]}\n`, 0o755);
      renameSync(bench.at('hooks.d/notify.new'), program);
    };
    behave('takes');
    const run = kind === 'directory' ? { directory: bench.at('hooks.d') } : { command: [program] as const };
    const dependencies = {
      ...MEANS,
      variables: ({ alertId, records }: Alert) => ({ ID: alertId, NAME: records[0]?.facts.connector ?? '' }),
      body: (alert: Alert) => JSON.stringify(alert),
    };
    return {
      notifier: new ExecNotifier({ name: 'hooks', run, timeout }, dependencies),
      behave,
      received: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
      remove: () => rmSync(bench.at('hooks.d'), { recursive: true }),
      secrets: [MEANS.environment.SECRET],
      [Symbol.asyncDispose]: async () => bench[Symbol.dispose](),
    };
  });
}

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
  mkdirSync(directory.at('hooks.d'));
});
afterEach(() => directory[Symbol.dispose]());

const hook = (name: string, script: string): string =>
  directory.write(`hooks.d/${name}`, `#!/bin/sh\n${script}\n`, 0o755);
const notifier = (timeout = 20_000): ExecNotifier =>
  new ExecNotifier({ name: 'hooks', run: { directory: directory.at('hooks.d') }, timeout }, MEANS);
interface Trying {
  readonly parts: OpenParts;
  readonly signal: AbortSignal;
}
const deliver = async (
  to: ExecNotifier,
  alertId = 'a-1',
  {
    parts = { finished: [], isPartlyDelivered: false, allowed: undefined },
    signal = new AbortController().signal,
  }: Partial<Trying> = {},
): Promise<Outcome> => {
  const { delivery, alert } = sampleAlert(alertId);
  return await to.deliver({ ...delivery, parts }, alert, signal);
};
const ran = (): readonly string[] =>
  existsSync(directory.at('ran')) ? readFileSync(directory.at('ran'), 'utf8').trim().split('\n') : [];
const note = (what: string): string => `echo ${what} >>${directory.at('ran')}`;

describe('a directory of hooks', () => {
  it('is run in order of name, each hook with the alert in its environment and on its standard input', async () => {
    hook('20-second', note('second'));
    hook('10 the "first" one\'s', `${note('first')}; echo "$MAILCERTD_EVENT_ID: $MAILCERTD_SUMMARY $SECRET"; cat`);
    const outcome = await deliver(notifier());
    expect(ran()).toEqual(['first', 'second']);
    expect(outcome).toEqual({ kind: 'delivered', failure: saying(expect.any(String)) });
    expect(
      failureText(outcome.failure, 'en')
        .replace(/\d\.\d s/g, '0.0 s')
        .split('\n'),
    ).toEqual([
      '10 the "first" one\'s: done, after 0.0 s',
      '12014: No usable certificate for "x". ',
      '{"eventId":12014}',
      '20-second: done, after 0.0 s',
    ]);
  });

  it('without a hook has run nothing: it is retried, with the fix', async () => {
    const missing = (detail: string) => ({
      kind: 'retry',
      reason: 'hook_missing',
      failure: saying(detail),
      notBefore: undefined,
    });
    expect(await deliver(notifier())).toEqual(
      missing(`${directory.at('hooks.d')} contains no hook; add an executable file`),
    );
    const file = directory.write('hooks.d/10 log', `#!/bin/sh\n${note('log')}\n`, 0o644);
    const skipped = `10 log: skipped, not executable; run: chmod 755 '${file}'`;
    expect(await deliver(notifier())).toEqual(missing(skipped));
    hook('20', note('second'));
    expect(await deliver(notifier())).toEqual({
      kind: 'delivered',
      failure: saying(/^10 log: skipped, not executable; run: chmod 755 .*\n20: done, after/),
    });
    expect(ran()).toEqual(['second']);
  });

  it('whose only hook is removed after the listing has run nothing, and that hook is not done', async () => {
    hook('1', note('one'));
    const gone = new ExecNotifier(
      { name: 'hooks', run: { directory: directory.at('hooks.d') }, timeout: 20_000 },
      {
        ...MEANS,
        runProgram: (order, signal) => {
          rmSync(directory.at('hooks.d/1'));
          return runProgram(order, signal);
        },
      },
    );
    const outcome = {
      kind: 'retry',
      reason: 'hook_missing',
      failure: saying('1: skipped: the file was removed'),
      notBefore: undefined,
    };
    expect(await deliver(gone)).toEqual(outcome);
  });

  it('whose hooks have finished before is done, even if no hook is left', async () => {
    hook('1', note('one'));
    expect(
      await deliver(notifier(), 'a-1', { parts: { finished: ['1'], isPartlyDelivered: true, allowed: undefined } }),
    ).toEqual({
      kind: 'delivered',
      failure: saying('1: already done'),
    });
  });

  it('that does not exist is retried', async () => {
    rmSync(directory.at('hooks.d'), { recursive: true });
    expect(await deliver(notifier())).toEqual({
      kind: 'retry',
      reason: 'hook_not_started',
      failure: saying(`cannot access ${directory.at('hooks.d')}: it does not exist`),
      notBefore: undefined,
    });
  });

  it.runIf(needsRoot())('that cannot be read is retried', async () => {
    hook('1', note('one'));
    chmodSync(directory.path, 0o755);
    chmodSync(directory.at('hooks.d'), 0o700);
    await asUnprivileged(async () => {
      await expect(readdir(directory.at('hooks.d'))).rejects.toMatchObject({ code: 'EACCES' });
      expect(await deliver(notifier())).toMatchObject({
        kind: 'retry',
        reason: 'hook_not_started',
        failure: saying(/: permission denied$/),
      });
    });
    expect(ran()).toEqual([]);
  });

  it('is run completely although one hook fails, and the retry runs only that one', async () => {
    hook('1', note('one'));
    hook('2', `${note('two')}; echo no luck >&2; [ -e ${directory.at('fixed')} ]`);
    hook('3', note('three'));
    const to = notifier();
    expect(await deliver(to)).toMatchObject({
      kind: 'retry',
      reason: 'hook_failed',
      notBefore: undefined,
      failure: saying(/^2: exit code 1, after .*\nno luck\n1: done.*\n3: done/),
      done: [
        { part: '1', isDelivered: true },
        { part: '3', isDelivered: true },
      ],
    });
    directory.write('fixed', '');
    expect(
      await deliver(to, 'a-1', { parts: { finished: ['1', '3'], isPartlyDelivered: true, allowed: undefined } }),
    ).toEqual({
      kind: 'delivered',
      failure: saying(/^1: already done\n3: already done\n2: done, .*\nno luck$/),
    });
    expect(ran()).toEqual(['one', 'two', 'three', 'two']);
    await deliver(to, 'a-2');
    expect(ran()).toEqual(['one', 'two', 'three', 'two', 'one', 'two', 'three']);
  });

  it('runs the hooks that are ready, while the others wait for an earlier alert', async () => {
    hook('1', note('one'));
    hook('2', note('two'));
    hook('3', `${note('three')}; exit 1`);
    const to = notifier();
    expect(await deliver(to, 'a-2', { parts: { finished: [], isPartlyDelivered: false, allowed: ['1'] } })).toEqual({
      kind: 'delivered',
      failure: saying(
        expect.stringMatching(/^1: done, .*\n2: waiting, an earlier alert is still pending\n3: waiting, an earlier/),
      ),
      done: [{ part: '1', isDelivered: true }],
      hasWaitingParts: true,
    });
    expect(
      await deliver(to, 'a-2', { parts: { finished: ['1'], isPartlyDelivered: true, allowed: ['1', '3'] } }),
    ).toMatchObject({
      kind: 'retry',
      reason: 'hook_failed',
      done: [],
    });
    expect(
      await deliver(to, 'a-2', { parts: { finished: ['1', '3'], isPartlyDelivered: true, allowed: undefined } }),
    ).toEqual({
      kind: 'delivered',
      failure: saying(expect.any(String)),
    });
    expect(ran()).toEqual(['one', 'three', 'two']);
  });

  it.each([
    ['exit 1', 'hook_failed', 'exit code 1, '],
    ['exit 75', 'hook_failed', 'exit code 75, '],
    ['exit 127', 'hook_failed', 'exit code 127, '],
    ['kill -KILL $$', 'hook_killed', 'terminated by SIGKILL, '],
    ['exec sleep 100', 'timed_out', 'timed out, and stopped, '],
  ])('%s is retried: %s', async (script, reason, words) => {
    hook('x', script);
    const outcome = await deliver(notifier(300));
    expect(outcome).toMatchObject({ kind: 'retry', reason, notBefore: undefined });
    expect(failureText(outcome.failure, 'en')).toContain(`x: ${words}`);
  });

  it('with a hook that hangs spends all its time on it once, and skips it while the others run', async () => {
    hook('1', `${note('one')}; exec sleep 100`);
    hook('2', note('two'));
    const to = notifier(700);
    expect(await deliver(to)).toMatchObject({
      reason: 'timed_out',
      failure: saying(/^1: timed out, and stopped, .*\n2: not run, no time was left$/),
    });
    expect(await deliver(to, 'a-2')).toMatchObject({
      reason: 'timed_out',
      failure: saying(/^1: skipped: it timed out; next run in [67] s\n2: done, /),
      done: [{ part: '2', isDelivered: true }],
    });
    expect(ran()).toEqual(['one', 'two']);
  });

  it('runs a hook that hung again after a pause, last, and normally once it has succeeded', async () => {
    hook('1', 'exec sleep 100');
    hook('2', note('two'));
    const to = notifier(200);
    await deliver(to);
    hook('1', note('one'));
    await expect.poll(() => deliver(to), { timeout: 10_000, interval: 100 }).toMatchObject({ kind: 'delivered' });
    expect(ran().slice(-2)).toEqual(['two', 'one']);
    await deliver(to);
    expect(ran().slice(-2)).toEqual(['one', 'two']);
  });

  it('runs a failed hook again next to one that hangs', async () => {
    hook('1', 'exec sleep 100');
    hook('2', `${note('two')}; [ -e ${directory.at('fixed')} ]`);
    const to = notifier(500);
    await deliver(to);
    expect(failureText((await deliver(to)).failure, 'en')).toContain('2: exit code 1');
    directory.write('fixed', '');
    expect(failureText((await deliver(to)).failure, 'en')).toContain('2: done');
    expect(ran()).toEqual(['two', 'two']);
  });

  it('with a single hook runs it with every alert, although it hung before', async () => {
    hook('1', `${note('one')}; exec sleep 100`);
    const to = notifier(200);
    await deliver(to);
    await deliver(to, 'a-2');
    expect(ran()).toEqual(['one', 'one']);
  });

  it('with a hook that cannot be started is retried, with the reason', async () => {
    directory.write('hooks.d/x', '#!/no/such/interpreter\n', 0o755);
    expect(await deliver(notifier())).toMatchObject({
      kind: 'retry',
      reason: 'hook_not_started',
      failure: saying(/the program or the interpreter in its first line does not exist/),
    });
  });

  it('with a hook that is removed after the listing has no error', async () => {
    hook('1', `rm ${directory.at('hooks.d/2')}`);
    hook('2', note('two'));
    hook('3', note('three'));
    expect(await deliver(notifier())).toMatchObject({
      kind: 'delivered',
      failure: saying(/2: skipped: the file was removed/),
    });
    expect(ran()).toEqual(['three']);
  });

  it('starts no further hook when the daemon stops', async () => {
    const stopping = new AbortController();
    hook('1', note('one'));
    hook('2', note('two'));
    stopping.abort();
    expect(await deliver(notifier(), 'a-1', { signal: stopping.signal })).toMatchObject({
      kind: 'retry',
      reason: 'hook_killed',
    });
    expect(ran()).toEqual([]);
  });

  it('with a file that others can write to is not run at all, until that is fixed', async () => {
    hook('1', note('one'));
    chmodSync(hook('2', note('two')), 0o777);
    const to = notifier();
    expect(await deliver(to)).toEqual({
      kind: 'retry',
      reason: 'hook_unsafe',
      failure: saying(
        `${directory.at('hooks.d/2')} can be changed by other accounts (mode 0777); run: chmod go-w ${directory.at('hooks.d/2')}`,
      ),
      notBefore: undefined,
    });
    expect(ran()).toEqual([]);
    chmodSync(directory.at('hooks.d/2'), 0o755);
    expect(await deliver(to)).toMatchObject({ kind: 'delivered' });
    expect(ran()).toEqual(['one', 'two']);
  });

  it('that others can write to is not run at all', async () => {
    hook('1', note('one'));
    chmodSync(directory.at('hooks.d'), 0o777);
    expect(await deliver(notifier())).toMatchObject({ kind: 'retry', reason: 'hook_unsafe' });
    expect(ran()).toEqual([]);
  });

  it('with a hook whose name has control characters prints it escaped', async () => {
    hook('1 \u001b[2J', 'printf "\\033[2J"');
    expect(failureText((await deliver(notifier())).failure, 'en')).toMatch(/^1 \\x1b\[2J: done, after .*\n\u001b\[2J$/);
  });
});

describe('a single command', () => {
  it('is run with its arguments, each one word', async () => {
    const program = directory.write('notify', '#!/bin/sh\nfor word; do echo "<$word>"; done\n', 0o755);
    const to = new ExecNotifier(
      { name: 'notify', run: { command: [program, 'a b', '$(id)'] }, timeout: 20_000 },
      MEANS,
    );
    expect(failureText((await deliver(to)).failure, 'en')).toMatch(/: done, after .*\n<a b>\n<\$\(id\)>$/);
  });

  it('that does not exist is retried', async () => {
    const command: [string] = [directory.at('nothing')];
    const to = new ExecNotifier({ name: 'notify', run: { command }, timeout: 20_000 }, MEANS);
    expect(await deliver(to)).toMatchObject({
      kind: 'retry',
      reason: 'hook_not_started',
      failure: saying(/does not exist/),
    });
  });

  it('that others can write to is never run', async () => {
    const program = directory.write('notify', '#!/bin/sh\n', 0o755);
    chmodSync(program, 0o775);
    const to = new ExecNotifier({ name: 'notify', run: { command: [program] }, timeout: 20_000 }, MEANS);
    expect(await deliver(to)).toMatchObject({ kind: 'retry', reason: 'hook_unsafe' });
  });

  it.each([
    ['a script for an interpreter', (script: string) => [script]],
    ['a later argument', (script: string) => ['-e', '--', script]],
    ['a link', (script: string) => [directory.link('link', script)]],
  ])('with a file argument that others can write to, as %s, is never run, and has the fix', async (_, given) => {
    const script = directory.write('notify.sh', `echo ran\n`);
    const command: [string, ...string[]] = ['/bin/sh', ...given(script)];
    const to = new ExecNotifier({ name: 'notify', run: { command }, timeout: 20_000 }, MEANS);
    expect(failureText((await deliver(to)).failure, 'en')).toMatch(/: done, after .*\nran$/);
    chmodSync(script, 0o666);
    expect(await deliver(to)).toMatchObject({
      kind: 'retry',
      reason: 'hook_unsafe',
      failure: saying(`${script} can be changed by other accounts (mode 0666); run: chmod go-w ${script}`),
    });
  });

  it('is run whatever its other arguments are', async () => {
    const program = directory.write('notify', '#!/bin/sh\necho "$@"\n', 0o755);
    const shared = directory.at('shared');
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    chmodSync(directory.write('relative', ''), 0o666);
    const others = [shared, directory.at('nothing'), '/dev/null', 'relative', `--file=${directory.at('relative')}`, ''];
    const command: [string, ...string[]] = [program, ...others];
    const to = new ExecNotifier({ name: 'notify', run: { command }, timeout: 20_000 }, MEANS);
    expect(await deliver(to)).toMatchObject({ kind: 'delivered' });
  });
});
