/** Types of values that several parts of a policy pack share. */
import { z } from 'zod';
import { rosterGroupShape } from '../message/roster-group.ts';
import { threadWindows } from './verdict.ts';

export const id = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'an id in lower case such as student-data');
export const words = z.string().trim().min(1);
export const addressPattern = z
  .string()
  .regex(
    /^[^\s@<>]*@[^\s@<>]+$|^(\*?\.)?[\p{L}\p{M}\d-]+(\.[\p{L}\p{M}\d-]+)*$/iu,
    'an address, a pattern such as *-office@school.example, or a domain',
  );
export const rosterMember = z
  .string()
  .regex(rosterGroupShape, 'a group of the roster such as roster:principal or roster:school:Lincoln Elementary');
export const groupMember = z.union([addressPattern, rosterMember], {
  error: 'expected an address, a pattern such as *-office@school.example, a domain, or roster: and a role',
});
export const count = z.number().int().positive();

export const unreadReasons = [
  'unsupported',
  'image',
  'picture-not-read',
  'picture-not-judged',
  'media',
  'encrypted',
  'opaque',
  'damaged',
  'too-deep',
  'too-big',
  'too-many',
  'too-slow',
  'partly-read',
  'ambiguous',
] as const;
export const failureCodes = [
  'detector-failed',
  'timed-out',
  'out-of-memory',
  'worker-died',
  'malformed',
  'poison',
] as const;
export const listKinds = ['staff', 'department', 'family', 'student', 'other'] as const;
export const threadWindow = z.literal(threadWindows);
export const thread = z.strictObject({
  senders: count,
  withinMinutes: threadWindow.default(20),
});
