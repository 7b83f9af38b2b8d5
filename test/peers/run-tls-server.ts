import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A TLS server of somebody else's, in a process of its own, on a port that it chose. */
export interface TlsServer extends AsyncDisposable {
  readonly port: number;
}

/** @param ready what it prints once it listens, with the port in a group */
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
