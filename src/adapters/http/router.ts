import type { ApiRoute } from './request/api-route.ts';

/** A route, and the decoded value of its parameter. */
export interface FoundRoute {
  readonly route: ApiRoute;
  readonly parameter: string;
}

/** Finds the route of a path. Paths are compared as sent; only a parameter is decoded, once. */
export class Router {
  readonly #exact: ReadonlyMap<string, ApiRoute>;
  /** By the path before the parameter, with its slash. */
  readonly #withParameter: ReadonlyMap<string, ApiRoute>;

  constructor(routes: readonly ApiRoute[]) {
    const isExact = ({ path }: ApiRoute): boolean => !path.includes(':');
    this.#exact = new Map(routes.filter(isExact).map((route) => [route.path, route]));
    this.#withParameter = new Map(
      routes.filter((route) => !isExact(route)).map((route) => [route.path.slice(0, route.path.indexOf(':')), route]),
    );
  }

  /** Returns the route of a path without its query; undefined if there is none. */
  find(path: string): FoundRoute | undefined {
    const exact = this.#exact.get(path);
    if (exact !== undefined) return { route: exact, parameter: '' };
    const parameterAt = path.lastIndexOf('/') + 1;
    const route = this.#withParameter.get(path.slice(0, parameterAt));
    const parameter = decode(path.slice(parameterAt));
    return route === undefined || parameter === undefined || parameter === '' ? undefined : { route, parameter };
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
