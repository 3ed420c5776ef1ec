import type { JsonObject } from '#kernel';
import { holes, type Row, type Rows } from './cells.js';
import { LINK_REFUSED } from './losses.js';
import { FILES } from './file-host.js';

const file = (name: string): { given: JsonObject } => ({ given: { attachments: [{ url: `${FILES}/${name}` }] } });

/**
 * Messages of customers on a source that Engage serves itself, for every platform.
 *
 * @param offers the bot's offers, in its own form: in `choice` Red is chosen, in `notAscii` Yes
 */
export function engageCustomerRows(offers: { readonly choice: JsonObject; readonly notAscii: JsonObject }): Rows {
  const chosen = (title: string, after: JsonObject, payload: string): Row => ({
    after,
    given: { chooses: title },
    payload,
  });
  return {
    text: { given: { text: 'Grüße 👋\nWhere is my <b>parcel</b>?' } },
    ...holes(
      'Customers offer no choices or cards.',
      ...(['quick replies', 'select', 'buttons', 'card', 'carousel', 'list', 'rich link'] as const),
      ...(['more choices than Engage takes', 'titles that are too long'] as const),
    ),
    ...holes('Engage describes no places of customers, only words and files.', 'location'),
    image: { given: { text: 'It is broken', attachments: [{ url: `${FILES}/photo.png` }] } },
    audio: file('voice.mp3'),
    video: file('clip.mp4'),
    file: file('invoice.pdf'),
    'file over 1 MB': file('catalogue.pdf'),
    ...holes('Engage names files by their addresses.', 'file by its bytes'),
    choice: chosen('Red', offers.choice, 'red'),
    'payload that is not ASCII': chosen('Yes', offers.notAscii, 'größe:42'),
    ...holes('Files of customers lie in Engage.', 'file that cannot be fetched'),
    'file of a refused kind': { ...file('setup.exe'), ...LINK_REFUSED },
  };
}
