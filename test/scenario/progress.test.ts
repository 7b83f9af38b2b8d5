import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from '../peers/needs.ts';
import { onTerminal } from './on-a-terminal.ts';

const PROGRESS_BEGINS = '\r\x1b[?7l';
const PROGRESS_ENDS = '\x1b[K\x1b[?7h';
const CLEAR = '\r\x1b[K';

/** A server that accepts connections and sends nothing, so that a probe waits. */
let silent: Server;
let url = '';

beforeAll(async () => {
  silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(() => void silent.close());

/** Returns the configuration of two connectors whose servers are silent, in a directory. */
function silentConnectors(directory: string): string {
  return `
computer: mail01.contoso.com
stateDirectory: ${directory}/state
internalTransportCertificate: none
connectors:
  - { name: Inside, direction: receive, fqdn: mail.contoso.com, probe: "${url}" }
  - { name: Outside, direction: receive, fqdn: mail.contoso.com, probe: "${url}" }
`;
}

/** Returns the output with the progress lines removed, and these lines. */
function separate(written: string): { readonly lines: readonly string[]; readonly rest: string } {
  const parts = written.split(PROGRESS_BEGINS);
  const shown = parts.slice(1).map((part) => part.split(PROGRESS_ENDS));
  return {
    lines: shown.map(([line = '']) => line),
    rest: [parts[0], ...shown.map(([, after = '']) => after)].join(''),
  };
}

describe.runIf(needs('script'))('progress on a terminal', () => {
  it('is shown after a second, and removed before the result', async () => {
    using directory = temporaryDirectory();
    const config = directory.write('mailcertd.yaml', silentConnectors(directory.path));
    const run = onTerminal(['--config', config, 'scan', '-t', '2s']);
    const { lines, rest } = separate((await run.ended()).written);
    expect(lines[0]).toBe('Probing servers: 0 of 2 connectors');
    expect(rest.startsWith(CLEAR)).toBe(true);
    expect(rest).toContain('cannot probe');
    expect(rest).not.toContain('Probing');
  });

  it('is in Japanese with --locale ja, and fits into a narrow terminal', async () => {
    const run = onTerminal(['--locale', 'ja', 'connectors', 'probe', url, '--timeout', '2s'], { columns: 30 });
    const { lines } = separate((await run.ended()).written);
    expect(lines[0]).toBe('アドレス 0/1 個');
  });

  it('is removed by Ctrl-C, which ends the command', async () => {
    const run = onTerminal(['connectors', 'probe', url]);
    await run.shows('0 of 1 address');
    run.interrupt();
    const { written, code } = await run.ended();
    expect(code).toBe(130);
    expect(written.endsWith(CLEAR)).toBe(true);
    // The cursor is never hidden.
    expect(written).not.toContain('\x1b[?25');
  });

  it('is removed before an error', async () => {
    const run = onTerminal(['connectors', 'probe', url, '--timeout', '2s']);
    const { written, code } = await run.ended();
    expect(code).toBe(1);
    const { lines, rest } = separate(written);
    expect(lines.length).toBeGreaterThan(0);
    expect(rest.startsWith(CLEAR)).toBe(true);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['with --quiet', ['--quiet'], {}, ''],
    ['if TERM is dumb', [], { TERM: 'dumb' }, ''],
    ['if standard error is not the terminal', [], {}, '2>/dev/null'],
    ['in a pipe', [], {}, '| cat'],
  ])('is not shown %s', async (_, options, environment, redirections) => {
    const argv = [...options, 'connectors', 'probe', url, '--timeout', '2s', '--format', 'json'];
    const { written } = await onTerminal(argv, { environment, redirections }).ended();
    expect(written).toContain('"timed_out"');
    expect(written).not.toContain('\r\x1b');
    expect(written).not.toContain('0 of 1');
  });

  it('is not shown by a command that takes less than a second', async () => {
    using directory = temporaryDirectory();
    const { written } = await onTerminal(['certificates', 'list', '--store', directory.path]).ended();
    expect(written).not.toContain('\x1b[?7l');
  });
});
