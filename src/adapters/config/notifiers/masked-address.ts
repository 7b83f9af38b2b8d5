/** What parameters of an address are called whose value lets whoever knows it in. */
const CONFIDENTIAL =
  /^(?:.*[-_.])?(?:token|key|secret|password|passwd|pwd|sig|signature|auth|hmac)$|^(?:api|auth|access|secret|private)(?:key|token)$/i;

/** An address without what looks like a secret in its query. */
export interface MaskedAddress {
  /** With `…` in place of each. */
  readonly shown: string;
  /** Behind which of its parameters they stand, as they are written. */
  readonly parameters: readonly string[];
}

/** Masks what stands in the query behind a name such as `token`. */
export function maskedAddress(url: string): MaskedAddress {
  const parameters: string[] = [];
  const shown = url.replace(/([?&])([^?&=#]+)=([^&#]+)/g, (whole, before: string, name: string) => {
    if (!CONFIDENTIAL.test(name)) return whole;
    parameters.push(name);
    return `${before}${name}=…`;
  });
  return { shown, parameters };
}
