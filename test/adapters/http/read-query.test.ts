import { expect, it } from 'vitest';
import { parseLimit } from '../../../src/adapters/http/request/limit.ts';
import { nextLink } from '../../../src/adapters/http/request/next-link.ts';
import { readQuery } from '../../../src/adapters/http/request/read-query.ts';
import { RequestError } from '../../../src/adapters/http/request/request-error.ts';
import { jsonResponse } from '../../../src/adapters/http/response/json-response.ts';
import { parseCursor } from '../../../src/adapters/http/routes/certificate-cursor.ts';
import { parseLevel } from '../../../src/formats/filter/event-values.ts';

const PARSERS = { level: parseLevel, limit: parseLimit, after: parseCursor, connector: (text: string) => text };

/** Returns the error of a query. */
function errorOf(query: string): string {
  try {
    readQuery(new URLSearchParams(query), PARSERS);
  } catch (error) {
    return error instanceof RequestError ? `${error.status} ${error.message}` : String(error);
  }
  return 'none';
}

it('the parameters of a request are parsed as the options of the command line, and decoded once', () => {
  const query = new URLSearchParams('level=ERROR&limit=1000&connector=Default%20MAIL01%2520');
  expect(readQuery(query, PARSERS)).toEqual({ level: 'Error', limit: 1000, connector: 'Default MAIL01%20' });
});

it.each([
  ['levle=Error', '400 unknown parameter levle; did you mean level?'],
  ['zzzzzzzz=1', '400 unknown parameter zzzzzzzz; the parameters are level, limit, after, connector'],
  ['constructor=1', '400 unknown parameter constructor; the parameters are level, limit, after, connector'],
  ['__proto__=1', '400 unknown parameter __proto__; the parameters are level, limit, after, connector'],
  ['level=Error&level=Error', '400 the parameter level must not be repeated'],
  ['level=high', '400 the value "high" of the parameter level is invalid; write Error, Warning or Information'],
  ['level=', '400 the value "" of the parameter level is invalid; write Error, Warning or Information'],
  ['limit=0', '400 the value "0" of the parameter limit is invalid; write a whole number, 1 or more'],
  ['limit=1001', '400 the value "1001" of the parameter limit is invalid; write a whole number from 1 to 1000'],
  ['limit=1e2', '400 the value "1e2" of the parameter limit is invalid; write a whole number, 1 or more'],
  [
    'after=W10',
    '400 the value "W10" of the parameter after is invalid; use the address of the next page in the Link header',
  ],
])('the query %s is refused', (query, error) => {
  expect(errorOf(query)).toBe(error);
});

it('the next page has the parameters of this one, escaped', () => {
  const query = new URLSearchParams({ connector: '<a>&b', after: '1' });
  expect(nextLink({ path: '/api/v1/events', query }, { after: '2' })).toEqual({
    link: '</api/v1/events?connector=%3Ca%3E%26b&after=2>; rel="next"',
  });
});

it.each([
  ['the same ETag', (tag: string) => tag, 304],
  ['one of several', (tag: string) => `"x", W/${tag}`, 304],
  ['any', () => '*', 304],
  ['another one', () => '"x"', 200],
])('a client with %s gets the answer %s', (_, headerOf, status) => {
  const tag = jsonResponse({}, '{}\n').headers['etag'] ?? '';
  const response = jsonResponse({ 'if-none-match': headerOf(tag) }, '{}\n');
  expect(response.status).toBe(status);
  expect(response.headers['etag']).toBe(tag);
  expect(response.body).toBe(status === 304 ? '' : '{}\n');
});
