const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Calls `clear` when a signal arrives that ends the process, before it does; until disposed. If
 * another part of the program handles the signal, the process continues.
 */
export function beforeSignalEnds(clear: () => void): Disposable {
  const dispose = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    clear();
    dispose();
    // Without a handler, the signal has its default effect, and the exit status shows it.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  // First, because a handler that runs once is removed before it runs.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  return { [Symbol.dispose]: dispose };
}
