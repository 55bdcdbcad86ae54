/** Between the scan and the decision: for a reply to a mailing list, how many people have answered the conversation before. */
import { threadWindows, type ThreadCount } from '../decide/verdict.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import { conversationOf } from '../message/conversation.ts';
import { readHeader } from '../message/header.ts';
import type { ListPosts } from '../store/list-posts.ts';
import type { ClaimedMessage } from '../store/store.ts';

/** Undefined for mail that is no reply to a list, which costs nothing, and for what could not be scanned; otherwise one query. */
export async function countRepliers(
  posts: ListPosts,
  { id, sender, receivedAt }: Pick<ClaimedMessage, 'id' | 'sender' | 'receivedAt'>,
  scan: Pick<ScanResult, 'recipients' | 'subject' | 'failures'>,
  raw: Buffer,
): Promise<readonly ThreadCount[] | undefined> {
  const lists = scan.recipients.filter(({ list }) => list !== undefined).map(({ address }) => address);
  if (lists.length === 0 || sender === '') return undefined;
  // What ended its worker, or the process, is not parsed here either.
  if (scan.failures.some(({ code }) => code !== 'detector-failed')) return undefined;
  const conversation = conversationOf(readHeader(raw), scan.subject);
  if (conversation.length === 0) return undefined;
  return posts.count({ messageId: id, sender, lists, conversation, at: receivedAt }, threadWindows);
}
