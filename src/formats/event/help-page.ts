import type { Rendering } from './rendering.ts';

/** The help page of an event. */
export interface HelpPage {
  /** A URL or a full path on the computer itself, raw. */
  readonly place: string;
  /** The page as a URL; for a path, a file URL with the host. */
  readonly url: string;
  /** True: it opens from other computers. */
  readonly isOnWeb: boolean;
}

/**
 * Returns the help page of an event: a URL, or a full path on its computer. undefined: `helpLink`
 * is neither, because no pages are installed.
 * @see RFC 8089 section 2, of a file on another host
 */
export function helpPage(eventId: number, computer: string, { helpLink }: Rendering): HelpPage | undefined {
  const place = helpLink.replaceAll('{id}', String(eventId));
  if (/^https?:\/\//i.test(place)) return { place, url: place, isOnWeb: true };
  if (/^file:\/\//i.test(place)) return { place, url: place, isOnWeb: false };
  if (!place.startsWith('/')) return undefined;
  const url = new URL('file:///');
  url.host = computer;
  url.pathname = place;
  return { place, url: url.href, isOnWeb: false };
}
