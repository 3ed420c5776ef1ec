import type { ContentKind, ContextData } from '../state/model.js';

/** An identity as the source describes it, checked. Absent, null and empty fields are undefined. */
export interface IncomingUser {
  readonly id: string;
  readonly screenname: string;
  readonly firstname?: string;
  readonly lastname?: string;
  readonly gender?: string;
  readonly email?: string;
  readonly home_phone?: string;
  readonly mobile_phone?: string;
  readonly avatar_url?: string;
  readonly puppetizable: boolean;
  readonly context_data: ContextData;
}

export type IncomingAttachment =
  { readonly url: string; readonly type?: string } | { readonly content: string; readonly filename: string };

/** A content as the source describes it, checked. */
export interface IncomingContent {
  readonly kind: ContentKind;
  readonly id: string;
  readonly author: IncomingUser;
  readonly recipient?: IncomingUser;
  readonly thread_id?: string;
  readonly in_reply_to_id?: string;
  readonly body?: string;
  readonly title?: string;
  readonly format: 'text' | 'html';
  readonly created_at?: string;
  readonly language?: string;
  readonly categories: string[];
  readonly context_data: ContextData;
  readonly attachments: IncomingAttachment[];
  readonly structured_content?: unknown;
  readonly structured_reply?: { readonly payload: string };
}
