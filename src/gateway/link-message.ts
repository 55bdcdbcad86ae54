/** Behind every page that a signed link opens: the message that the link stands for. */
import type { ActContext } from '../act/act-context.ts';
import type { LinkPurpose } from '../act/links.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';

/** @throws HallpassError link.invalid, link.expired */
export async function messageOfLink(
  store: Pick<Store, 'message'>,
  { links, now }: Pick<ActContext, 'links' | 'now'>,
  token: string,
  purpose: LinkPurpose,
): Promise<MessageDetail> {
  const { messageId } = links.verify(token, purpose, now());
  const message = await store.message(messageId);
  if (message === undefined) throw new HallpassError('link.invalid');
  return message;
}
