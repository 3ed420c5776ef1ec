/** Names of at most three, for a sentence. */
export function named(all: readonly { readonly name: string }[]): string {
  const names = all.slice(0, 3).map(({ name }) => name);
  const more = all.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
