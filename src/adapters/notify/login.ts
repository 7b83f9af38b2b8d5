/** The authentication headers of a request. */
export interface Login {
  readonly headers: Readonly<Record<string, string>>;
  /** Parts of the headers that must be redacted; never empty strings. */
  readonly secrets: readonly string[];
}

/** No authentication. */
export const NO_LOGIN: Login = { headers: {}, secrets: [] };
