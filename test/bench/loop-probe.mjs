// A module that is loaded before the daemon. From SIGUSR1 on it measures how long the event loop is
// blocked, and writes the result when the daemon ends. It also writes the use of memory each second
// if BENCH_MEMORY_FILE is set.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
process.on('SIGUSR1', () => delays.enable());
process.on('exit', () => {
  const milliseconds = (nanoseconds) => nanoseconds / 1e6 - RESOLUTION_MS;
  const held = { p999: milliseconds(delays.percentile(99.9)), max: milliseconds(delays.max) };
  writeFileSync(process.env.BENCH_LOOP_FILE, JSON.stringify(held));
});
const memoryFile = process.env.BENCH_MEMORY_FILE;
function writeMemory() {
  writeFileSync(`${memoryFile}.new`, JSON.stringify(process.memoryUsage()));
  renameSync(`${memoryFile}.new`, memoryFile);
}
if (memoryFile !== undefined) setInterval(writeMemory, 1000).unref();
