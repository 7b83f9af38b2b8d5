import type { Rendering } from './rendering.ts';

/** The help page of an event. */
export interface HelpPage {
  /** A URL, or a full path on the computer of the event; not escaped. */
  readonly location: string;
  /** The page as a URL; for a path, a file URL with the host. */
  readonly url: string;
  /** True if other computers can open the page. */
  readonly isOnWeb: boolean;
}

/**
 * Returns the help page of an event, in the language of the locale if there is one; undefined if
 * `helpLink` is neither a URL nor a full path, which means that no pages are installed.
 * @param computer the computer of the event
 * @see RFC 8089 section 2, about a file on another host
 */
export function helpPage(eventId: number, computer: string, rendering: Rendering): HelpPage | undefined {
  const { translatedPages } = rendering;
  const { helpLink } = translatedPages?.eventIds.has(eventId) ? translatedPages : rendering;
  const location = helpLink.replaceAll('{id}', String(eventId));
  if (/^https?:\/\//i.test(location)) return { location, url: location, isOnWeb: true };
  if (/^file:\/\//i.test(location)) return { location, url: location, isOnWeb: false };
  if (!location.startsWith('/')) return undefined;
  const url = new URL('file:///');
  url.host = computer;
  url.pathname = location;
  return { location, url: url.href, isOnWeb: false };
}
