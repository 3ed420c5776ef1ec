export type Fields = Record<string, unknown>;

/** The rules for one object of a structured content. */
export interface Shape {
  readonly required: (fields: Fields) => readonly string[];
  /** Attribute → maximum characters. */
  readonly texts: Readonly<Record<string, number>>;
  /** Maximum characters of the payload, if one is allowed. */
  readonly payload?: number;
  /** Attribute → maximum number of items, and their shape. */
  readonly lists?: Readonly<Record<string, { readonly max: number; readonly of: Shape }>>;
}

const all =
  (...names: string[]) =>
  (): readonly string[] =>
    names;

const CHOICE: Shape = { required: all('title'), texts: { title: 80 }, payload: 1000 };
const BUTTON: Shape = {
  required: ({ type }) => (type === 'url' ? ['type', 'title', 'url'] : ['type', 'title']),
  texts: { title: 80 },
  payload: 1000,
};
const CARD_TEXTS = { title: 350, subtitle: 1000, url_text: 80 };
const CARD: Shape = { required: all('title'), texts: CARD_TEXTS, lists: { items: { max: 4, of: BUTTON } } };
const LIST_ITEM: Shape = { required: all('title'), texts: { title: 80, subtitle: 100 }, payload: 200 };
const SECTION: Shape = {
  required: all('title'),
  texts: { title: 24, identifier: 200 },
  lists: { items: { max: 10, of: LIST_ITEM } },
};
const TIMESLOT: Shape = { required: all('duration', 'start_time'), texts: { identifier: 200 } };

const SHAPES: Readonly<Record<string, Shape>> = {
  select: { required: all('items'), texts: {}, lists: { items: { max: 13, of: CHOICE } } },
  rich_link: { required: all('title', 'url'), texts: CARD_TEXTS },
  template: CARD,
  carousel: { required: all('items'), texts: {}, lists: { items: { max: 10, of: CARD } } },
  list: {
    required: ({ sections }) => (Array.isArray(sections) ? ['title', 'sections'] : ['title', 'items']),
    texts: { title: 1024, subtitle: 512 },
    lists: { items: { max: 10, of: LIST_ITEM }, sections: { max: 10, of: SECTION } },
  },
  time_select: {
    required: all('title', 'timeslots'),
    texts: { title: 350, subtitle: 1000 },
    lists: { timeslots: { max: 10, of: TIMESLOT } },
  },
};

/** Types of structured contents of which the shape is known. */
export const STRUCTURED_KINDS: readonly string[] = Object.keys(SHAPES);

/** undefined for a type whose shape is not known. */
export const shapeOf = (type: string): Shape | undefined => (Object.hasOwn(SHAPES, type) ? SHAPES[type] : undefined);
