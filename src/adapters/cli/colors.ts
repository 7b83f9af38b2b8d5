import type picocolors from 'picocolors';

/** Colours, or their absence. */
export type Colors = ReturnType<typeof picocolors.createColors>;
