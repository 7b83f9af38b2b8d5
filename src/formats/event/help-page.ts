import type { Rendering } from './rendering.ts';

/** The help page of an event. */
export interface HelpPage {
  /** A URL or a full path on the computer itself, raw. */
  readonly location: string;
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
  const location = helpLink.replaceAll('{id}', String(eventId));
  if (/^https?:\/\//i.test(location)) return { location: location, url: location, isOnWeb: true };
  if (/^file:\/\//i.test(location)) return { location: location, url: location, isOnWeb: false };
  if (!location.startsWith('/')) return undefined;
  const url = new URL('file:///');
  url.host = computer;
  url.pathname = location;
  return { location: location, url: url.href, isOnWeb: false };
}
