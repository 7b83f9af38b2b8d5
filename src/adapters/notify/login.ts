/** The authentication headers of a request. */
export interface Login {
  readonly headers: Readonly<Record<string, string>>;
  /** The secrets in the headers, to redact in a server's response; never empty strings. */
  readonly secrets: readonly string[];
}

/** No authentication. */
export const NO_LOGIN: Login = { headers: {}, secrets: [] };
