import type { Rendering } from './rendering.ts';

/** Where an event is explained. */
export interface HelpPage {
  /** As it is read on the computer itself: an address, or a full path. Raw. */
  readonly place: string;
  /** The same as a URL; of a path, with the computer that has it. */
  readonly url: string;
  /** Whether it opens from elsewhere. */
  readonly isOnWeb: boolean;
}

/**
 * Where an event is explained, if that can be found by whoever reads it: at an address, or at a full path on the computer that it
 * is about. undefined: `helpLink` is neither, as where the pages are not installed.
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
