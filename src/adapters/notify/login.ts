/** How a request says who asks. */
export interface Login {
  readonly headers: Readonly<Record<string, string>>;
  /** What of it is told nowhere; none is empty. */
  readonly secrets: readonly string[];
}

/** A request that says nothing of who asks. */
export const NO_LOGIN: Login = { headers: {}, secrets: [] };
