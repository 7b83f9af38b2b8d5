/** What a text in the file means, or what is wrong with it and what would be right. */
export type WrittenValue<T> = { readonly value: T } | { readonly fault: string };
