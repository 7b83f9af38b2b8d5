import { parseProbeUrl } from '../../../formats/network/probe-url.ts';
import { parseBriefTime } from '../schema/brief-time.ts';
import { isKeys, items, type Keys } from '../schema/keys.ts';
import type { PathFault } from '../schema/path-fault.ts';
import { quote } from '../schema/quote.ts';
import { renderBriefTime } from '../show/render-brief-time.ts';

/** Where more is to be asked of one host than fits into an interval: each of its connectors is then probed less often than is written. */
export function warnProbing({ probing, connectors }: Keys): readonly PathFault[] {
  const { every: writtenEvery = '15m', spacing: writtenSpacing = '100ms' } = isKeys(probing) ? probing : {};
  const [every, spacing] = [timeOf(writtenEvery), timeOf(writtenSpacing)];
  if (every === undefined || spacing === undefined) return [];
  return [...conversationsByHost(connectors)]
    .filter(([, count]) => count * spacing > every)
    .map(([host, count]) => {
      const takes = renderBriefTime(Math.ceil((count * spacing) / 1000) * 1000);
      const message = `${count} conversations with ${quote(host)}, ${renderBriefTime(spacing)} apart, take ${takes}, and are to begin anew every ${renderBriefTime(every)}; write a longer every, or a shorter spacing`;
      return {
        path: ['probing', isKeys(probing) && Object.hasOwn(probing, 'every') ? 'every' : 'spacing'],
        what: 'value',
        message,
      };
    });
}

function conversationsByHost(connectors: unknown): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, { probe }] of items(connectors)) {
    const { url, both = false } = isKeys(probe) ? probe : { url: probe };
    const parsed = typeof url === 'string' ? parseProbeUrl(url) : undefined;
    if (parsed?.kind !== 'place') continue;
    const { host } = parsed.place;
    counts.set(host, (counts.get(host) ?? 0) + (both === true ? 2 : 1));
  }
  return counts;
}

function timeOf(written: unknown): number | undefined {
  return typeof written === 'string' ? parseBriefTime(written) : undefined;
}
