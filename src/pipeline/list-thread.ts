/** Between the scan and the decision: for a reply to a mailing list, how many people have answered the conversation before. */
import { threadWindows, type ThreadCount } from '../decide/verdict.ts';
import { senderPerson } from '../message/sender-person.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import type { ListPosts } from '../store/list-posts.ts';
import type { ClaimedMessage } from '../store/claim.ts';

/** Undefined, without a query, for mail that is no reply to a list and for mail that could not be scanned. */
export async function countRepliers(
  posts: ListPosts,
  { id, sender, receivedAt }: Pick<ClaimedMessage, 'id' | 'sender' | 'receivedAt'>,
  { recipients, conversation }: Pick<ScanResult, 'recipients' | 'conversation'>,
): Promise<readonly ThreadCount[] | undefined> {
  const lists = recipients.filter(({ list }) => list !== undefined).map(({ address }) => address);
  if (lists.length === 0 || sender === '' || conversation === undefined) return undefined;
  return posts.count(
    { messageId: id, sender: senderPerson(sender), lists, conversation, at: receivedAt },
    threadWindows,
  );
}
