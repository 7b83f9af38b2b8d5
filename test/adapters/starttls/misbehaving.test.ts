import { describe, expect, it } from 'vitest';
import { MISBEHAVIOURS } from './misbehaviors.ts';
import { ask, LEAF, newProbe, timeless } from './probe-samples.ts';
import { type Habits, scriptedServer } from './scripted-server.ts';

/** The possible delay on a busy machine, ms. */
const LATE_MS = 3000;
/**
 * The maximum that a flooding server can send, including all buffers, bytes. A client that reads on
 * would receive far more.
 */
const FLOOD_BYTES = 0x100_0000;

describe('a server that misbehaves', () => {
  it.concurrent.each(MISBEHAVIOURS)('over $protocol and $what has one reason: $reason', async (row) => {
    const { protocol, habits, reason, dialogue, timeoutMs = 20_000 } = row;
    await using server = await scriptedServer(protocol, LEAF, habits);
    const { conversation, steps } = await ask(server, { protocol, timeoutMs });
    expect(conversation).toMatchObject({ kind: 'unavailable', times: 1, problem: { reason } });
    expect(server.clear).toEqual(dialogue);
    const spentMs = steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(spentMs).toBeLessThan(timeoutMs + LATE_MS);
    expect(server.written()).toBeLessThan(FLOOD_BYTES);
  });
});

describe('a server that misbehaves after a successful fast handshake', () => {
  it.concurrent.each(MISBEHAVIOURS)('over $protocol and $what is detected by OpenSSL: $reason', async (row) => {
    const { protocol, reason, dialogue, timeoutMs = 20_000 } = row;
    const habits: { -readonly [Name in keyof Habits]: Habits[Name] } = {};
    await using server = await scriptedServer(protocol, LEAF, habits);
    const probe = newProbe();
    for (let turn = 0; turn < 2; turn++) {
      expect((await ask(server, { protocol }, 'any', probe)).conversation.kind).toBe('available');
    }
    const [met, said] = [server.connections(), server.clear.length];
    Object.assign(habits, row.habits);
    const found = await ask(server, { protocol, timeoutMs }, 'any', probe);
    const isInTls = row.habits.handshake !== undefined;
    // A connection that is reset at once may be closed before the server has accepted it.
    const isGone = isInTls && dialogue.length === 0 && row.what.startsWith('resets');
    // A probe that has used up its time limit is not repeated.
    const again = isInTls && reason !== 'timed_out' && !isGone ? 2 : 1;
    if (isGone) expect([1, 2]).toContain(server.connections() - met);
    else expect(server.connections() - met).toBe(again);
    expect(server.clear.slice(said)).toEqual(Array.from({ length: again }, () => dialogue).flat());
    const single = await ask(server, { protocol, timeoutMs }, 'any', newProbe());
    for (const { conversation } of [found, single]) {
      expect(conversation).toMatchObject({ kind: 'unavailable', times: 1, problem: { reason } });
    }
    if (!isGone) expect(timeless(found).result).toEqual(timeless(single).result);
    const spentMs = found.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(spentMs).toBeLessThan(timeoutMs + LATE_MS);
    expect(server.written()).toBeLessThan(3 * FLOOD_BYTES);
  });
});
