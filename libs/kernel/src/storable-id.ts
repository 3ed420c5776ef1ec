/** Begins the stored form of an id that PostgreSQL cannot store as it is. */
const MARK = '\uFFFDid:';

/** Whether PostgreSQL can store the text as it is: it contains neither NUL nor half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/**
 * The id in a form that PostgreSQL can store, for ids of systems that cannot correct them: to refuse such an id would
 * lose the message or the event. Different ids stay different, so it is not cleaned like a text: an id that cannot be
 * stored becomes the hex digits of its UTF-16 code units after a mark, and so does an id that begins with the mark. Any
 * other id is unchanged.
 */
export function storableId(id: string): string {
  if (isStorable(id) && !id.startsWith(MARK)) return id;
  const units = Array.from({ length: id.length }, (_, at) => id.charCodeAt(at).toString(16).padStart(4, '0'));
  return MARK + units.join('');
}
