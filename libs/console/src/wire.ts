import type { DeliveryDto, DeliveryPageDto, OutagePageDto } from '#delivery';
import type { ConversationDto, ConversationPageDto, ListedConversationDto, TimelineEntry } from '#handover';
import type { CallerDto, TenantAnswerDto, TenantPageDto } from '#tenant-config';

/** The type of a value after it was sent as JSON: dates become text. The page's scripts are checked against it. */
type Wire<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? Wire<Item>[]
    : Value extends object
      ? { [Name in keyof Value]: Wire<Value[Name]> }
      : Value;

export type Entry = Wire<TimelineEntry>;
export type Conversation = Wire<Omit<ConversationDto, 'timeline'>> & { readonly timeline: Entry[] };
export type ListedConversation = Wire<ListedConversationDto>;
export type ConversationPage = Wire<ConversationPageDto>;
export type Delivery = Wire<DeliveryDto>;
export type DeliveryPage = Wire<DeliveryPageDto>;
export type OutagePage = Wire<OutagePageDto>;
export type Tenant = Wire<Pick<TenantAnswerDto, 'slug' | 'name' | 'enabled' | 'readiness' | 'health' | 'setupUrl'>> & {
  readonly handover: { readonly enabled: boolean };
};
export type TenantPage = Omit<Wire<TenantPageDto>, 'items'> & { readonly items: Tenant[] };
export type Caller = Wire<CallerDto>;
