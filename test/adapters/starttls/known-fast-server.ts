import { expect } from 'vitest';
import type { StarttlsProbe } from '../../../src/adapters/starttls/starttls-probe.ts';
import { ask, LEAF } from './probe-samples.ts';
import { type Act, type Habits, type ScriptedServer, scriptedServer } from './scripted-server.ts';

/** The behavior of the server; a test changes it. */
type Changing = { -readonly [Name in keyof Habits]: Habits[Name] };

/**
 * Returns a server that was probed with the fast handshake, and its habits, which the test changes.
 */
export async function knownFastServer(
  probe: StarttlsProbe,
): Promise<{ readonly server: ScriptedServer; readonly habits: Changing }> {
  const habits: Changing = {};
  const server = await scriptedServer('smtp', LEAF, habits);
  for (let turn = 0; turn < 2; turn++) {
    expect((await ask(server, {}, 'any', probe)).conversation.kind).toBe('available');
  }
  return { server, habits };
}

/** Returns an act that differs from handshake to handshake. */
export function inTurn(...acts: readonly Exclude<Act, string>[]): Exclude<Act, string> {
  let turn = 0;
  return (socket) => acts[turn++]?.(socket);
}
