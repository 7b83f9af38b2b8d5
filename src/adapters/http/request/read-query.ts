import { HTTP_SERVER_FAILURES } from '../../../domain/failure/http-failures.ts';
import { FilterValueError } from '../../../formats/filter/filter-value-error.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import { RequestError } from './request-error.ts';

/** The parser of each parameter, by name. It throws a `FilterValueError` for an invalid value. */
type Parsers = Readonly<Record<string, (text: string) => unknown>>;

/** The values of the parameters that a request has. */
export type QueryValues<P extends Parsers> = { readonly [Name in keyof P]?: ReturnType<P[Name]> };

/**
 * Parses the parameters of a request.
 * @throws {RequestError} for an unknown, repeated or invalid parameter
 */
export function readQuery<P extends Parsers>(query: URLSearchParams, parsers: P): QueryValues<P> {
  const values: Record<string, unknown> = {};
  for (const [name, text] of query) {
    const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
    if (parse === undefined) throw unknownParameter(name, Object.keys(parsers));
    if (Object.hasOwn(values, name)) {
      throw new RequestError(400, HTTP_SERVER_FAILURES.parameter_repeated({ name }));
    }
    values[name] = parseValue(name, text, parse);
  }
  return values as QueryValues<P>;
}

function parseValue(name: string, text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof FilterValueError)) throw error;
    const { failure: hint } = error;
    throw new RequestError(400, HTTP_SERVER_FAILURES.parameter_invalid({ name, value: text, hint }));
  }
}

function unknownParameter(name: string, known: readonly string[]): RequestError {
  const suggestion = findNearest(name, known);
  return new RequestError(
    400,
    suggestion === undefined
      ? HTTP_SERVER_FAILURES.parameter_unknown({ name, known })
      : HTTP_SERVER_FAILURES.parameter_misspelled({ name, suggestion }),
  );
}
