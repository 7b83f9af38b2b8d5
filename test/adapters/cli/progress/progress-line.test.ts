import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProgressLine } from '../../../../src/adapters/cli/progress/progress-line.ts';

const BEGIN = '\r\x1b[?7l';
const END = '\x1b[K\x1b[?7h';
const CLEAR = '\r\x1b[K';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** A terminal with a progress line, and a clock that only `wait` moves. */
class Terminal {
  written = '';
  nowMs = 5000;
  handlers = 0;
  readonly abort = new AbortController();
  onSignal: () => void = () => {};
  readonly stderr = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk: string, _, done) => {
        this.written += chunk;
        done();
      },
    }),
    { isTTY: true, columns: 80 },
  );
  readonly line = new ProgressLine({
    stderr: this.stderr,
    clock: { monotonicMs: () => this.nowMs },
    signal: this.abort.signal,
    beforeSignalEnds: (clear) => {
      this.handlers += 1;
      this.onSignal = clear;
      return { [Symbol.dispose]: () => this.removeHandler() };
    },
    locale: () => 'en',
  });

  removeHandler(): void {
    this.handlers -= 1;
  }

  /** Lets a time elapse in steps of the timer. */
  wait(ms: number): void {
    for (let elapsed = 0; elapsed < ms; elapsed += 100) {
      this.nowMs += 100;
      vi.advanceTimersByTime(100);
    }
  }

  take(): string {
    const { written } = this;
    this.written = '';
    return written;
  }
}

it('a progress line appears at once before a long check, because no timer runs meanwhile', () => {
  const terminal = new Terminal();
  terminal.line.report({ activity: 'back-up', done: 40_000_000, total: 80_000_000 });
  expect(terminal.take()).toBe('');
  terminal.line.report({ activity: 'back-up', done: 40_000_000, total: 80_000_000, isChecking: true });
  expect(terminal.take()).toBe(`${BEGIN}Checking the copy: 80 MB${END}`);
});

it('a progress line appears after one second, and is rewritten in place', () => {
  const terminal = new Terminal();
  terminal.line.report({ activity: 'export', done: 1, total: 1000 });
  terminal.wait(900);
  expect(terminal.take()).toBe('');
  terminal.line.report({ activity: 'export', done: 500, total: 1000 });
  terminal.wait(100);
  expect(terminal.take()).toBe(`${BEGIN}Exporting: 500 of 1000 events, 500/s, 1 s left${END}`);
  terminal.line.report({ activity: 'export', done: 900, total: 1000 });
  terminal.wait(100);
  expect(terminal.take()).toBe(`${BEGIN}Exporting: 900 of 1000 events, 818/s, 1 s left${END}`);
});

it('a progress line is removed before other output, and returns with the next report', () => {
  const terminal = new Terminal();
  terminal.line.clear();
  expect(terminal.take()).toBe('');
  terminal.line.report({ activity: 'probe', done: 0, total: 9 });
  terminal.wait(1000);
  expect(terminal.take()).toBe(`${BEGIN}Probing servers: 0 of 9 connectors${END}`);
  terminal.line.clear();
  terminal.line.clear();
  expect(terminal.take()).toBe(CLEAR);
  terminal.wait(5000);
  expect(terminal.take()).toBe('');
  expect(vi.getTimerCount()).toBe(0);
  terminal.line.report({ activity: 'export', done: 3, total: 9 });
  terminal.wait(100);
  expect(terminal.take()).toBe(`${BEGIN}Exporting: 3 of 9 events${END}`);
});

it('a progress line is not written again while it is the same', () => {
  const terminal = new Terminal();
  terminal.line.report({ activity: 'probe', done: 0, total: 9 });
  terminal.wait(1000);
  terminal.take();
  terminal.line.report({ activity: 'probe', done: 0, total: 9 });
  terminal.wait(3000);
  expect(terminal.take()).toBe('');
});

it('a new activity has a rate of its own', () => {
  const terminal = new Terminal();
  terminal.line.report({ activity: 'read', name: 'My', done: 5000, total: 5000 });
  terminal.wait(5000);
  terminal.take();
  terminal.line.report({ activity: 'read', name: 'other', done: 100, total: 1000 });
  terminal.wait(100);
  expect(terminal.take()).toBe(`${BEGIN}Reading store "other": 100 of 1000 files${END}`);
});

it('a progress line follows the width of the terminal', () => {
  const terminal = new Terminal();
  terminal.line.report({ activity: 'probe', done: 0, total: 9 });
  terminal.wait(1000);
  terminal.take();
  terminal.stderr.columns = 24;
  terminal.wait(100);
  expect(terminal.take()).toBe(`${BEGIN}0 of 9 connectors${END}`);
  // A serial console reports no width.
  terminal.stderr.columns = 0;
  terminal.wait(100);
  expect(terminal.take()).toBe(`${BEGIN}Probing servers: 0 of 9 connectors${END}`);
});

it('a progress line is removed when the command is interrupted, and does not return', () => {
  const terminal = new Terminal();
  terminal.line.report({ activity: 'probe', done: 0, total: 9 });
  terminal.wait(1000);
  terminal.take();
  terminal.abort.abort();
  terminal.line.report({ activity: 'probe', done: 1, total: 9 });
  terminal.wait(1000);
  expect(terminal.take()).toBe(CLEAR);
});

it('a progress line is removed before a signal ends the process, and only while it is visible', () => {
  const terminal = new Terminal();
  terminal.line.report({ activity: 'probe', done: 0, total: 9 });
  expect(terminal.handlers).toBe(0);
  terminal.wait(1000);
  expect(terminal.handlers).toBe(1);
  terminal.take();
  terminal.onSignal();
  expect(terminal.take()).toBe(CLEAR);
  expect(terminal.handlers).toBe(0);
});
