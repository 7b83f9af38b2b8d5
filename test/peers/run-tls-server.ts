import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A TLS server of another implementation, in a separate process and on a port of its choice. */
export interface TlsServer extends AsyncDisposable {
  readonly port: number;
}

/**
 * Starts a TLS server.
 * @param ready matches the output when it listens, with the port in a group
 */
export async function runTlsServer(program: string, args: readonly string[], ready: RegExp): Promise<TlsServer> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    const read = (text: Buffer): void => {
      said += text.toString();
      const [, found] = ready.exec(said) ?? [];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
  });
  return { port, [Symbol.asyncDispose]: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
