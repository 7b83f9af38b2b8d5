/** An error with the path of its value. */
export interface PathFault {
  readonly path: readonly PropertyKey[];
  readonly what: 'key' | 'value';
  readonly message: string;
}
