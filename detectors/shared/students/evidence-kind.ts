/** What kinds of evidence a recipient's family tie rests on. */

/**
 * The kinds of evidence that must come together: `address` (the address or display name bears a family name), `wrote` (the reader
 * wrote before that the student is their child), `greeting` (the letter greets a relative), `relative` (the message names this
 * reader as one of the family) and `spoken-to` (`your son`).
 */
export type EvidenceKind = 'address' | 'wrote' | 'greeting' | 'relative' | 'spoken-to';
