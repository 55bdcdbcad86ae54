/** An entry of the audit log about what an account did with a message. */
import type { AuditEvent } from '../change.ts';
import type { Actor } from './actor.ts';

export function audit(id: string, event: string, actor: Actor, detail: AuditEvent['detail'] = {}) {
  return { messageId: id, event: { event, actor: actor.email, detail } };
}
