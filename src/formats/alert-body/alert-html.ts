import type { EventLevel } from '../../domain/event/event-definition.ts';
import { inLanguage } from '../../domain/text/phrase.ts';
import { ALERT_PHRASES } from './alert-phrases.ts';
import { listedSentences } from './alert-text.ts';
import type { ComposedAlert } from './compose-alert.ts';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
}

/**
 * The colors of the bar next to the text, which are visible on white and on black. The text
 * contains the same information.
 */
const COLORS: Readonly<Record<EventLevel | 'fixed', string>> = {
  Error: '#c4314b',
  Warning: '#c77700',
  Information: '#3b78c4',
  fixed: '#2e8540',
};

/** Returns a link for a URL that a mail program can open, otherwise the escaped text. */
function linkOrText(link: string): string {
  const text = escapeHtml(link);
  return /^https?:\/\//i.test(link) ? `<a href="${text}">${text}</a>` : text;
}

/** The properties of an alert that determine the color. */
export interface HtmlTone {
  readonly level: EventLevel;
  /** True if the problem is resolved, and does not continue under another event. */
  readonly isFixed: boolean;
}

/**
 * Renders an alert as a complete HTML document without scripts and external resources. It contains
 * the same text as the plain text version.
 */
export function alertHtml(alert: ComposedAlert, { level, isFixed }: HtmlTone): string {
  const { locale, subject, notice, details, fields, commands, more } = alert;
  const labels = inLanguage(ALERT_PHRASES, locale);
  const color = COLORS[isFixed ? 'fixed' : level];
  const [first = '', ...others] = listedSentences(alert).map(escapeHtml);
  const rows = fields.map(
    ({ label, value }) =>
      `<tr><th scope="row" style="text-align:left;vertical-align:top;padding:2px 12px 2px 0;font-weight:normal;white-space:nowrap">${escapeHtml(label)}</th><td style="padding:2px 0;word-break:break-word">${escapeHtml(value)}</td></tr>`,
  );
  return [
    '<!DOCTYPE html>',
    `<html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="font-family:sans-serif;font-size:14px;line-height:1.4">',
    ...(notice === undefined ? [] : [`<p><strong>${escapeHtml(notice)}</strong></p>`]),
    `<div style="border-left:4px solid ${color};padding-left:12px">`,
    `<p><strong>${first}</strong></p>`,
    ...(others.length === 0 ? [] : [`<ul>${others.map((sentence) => `<li>${sentence}</li>`).join('')}</ul>`]),
    ...details.map((line) => `<p style="margin:2px 0">${escapeHtml(line)}</p>`),
    '</div>',
    `<table role="presentation" style="border-collapse:collapse;margin-top:12px">${rows.join('')}</table>`,
    ...(commands.length === 0
      ? []
      : [
          `<p>${escapeHtml(labels.remedy)}</p>`,
          `<pre style="padding:8px;border:1px solid #999;white-space:pre-wrap;word-break:break-all">${commands.map(escapeHtml).join('\n')}</pre>`,
        ]),
    ...(more === undefined ? [] : [`<p>${escapeHtml(labels.link)} ${linkOrText(more)}</p>`]),
    '</body></html>',
    '',
  ].join('\n');
}
