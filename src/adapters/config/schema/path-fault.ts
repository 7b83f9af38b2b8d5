/** A fault, and the way to the value it is about. */
export interface PathFault {
  readonly path: readonly PropertyKey[];
  readonly what: 'key' | 'value';
  readonly message: string;
}
