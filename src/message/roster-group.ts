/** Groups that the roster makes of the staff, as policies and configurations name them: `roster:principal`, `roster:school:Lincoln`. */

const prefix = 'roster:';
const schoolPrefix = 'roster:school:';

/** `roster:` and a role as OneRoster or the student information system names it, `staff` for everybody; or a school. */
export const rosterGroupShape = /^roster:(school:\S.*|[a-z][a-z -]*)$/i;

export const isRosterGroup = (entry: string): boolean => entry.toLowerCase().startsWith(prefix);

/** The same for every spelling: capitals and spaces do not matter. Of a role, only its letters count. */
export function rosterGroup(entry: string): string {
  const text = entry.trim().toLowerCase().replace(/\s+/g, ' ');
  return text.startsWith(schoolPrefix) ? text : `${prefix}${text.slice(prefix.length).replace(/[^a-z]/g, '')}`;
}

export const roleGroup = (role: string): string => rosterGroup(`${prefix}${role.replace(/^ext:/i, '')}`);
export const schoolGroup = (school: string): string => rosterGroup(`${schoolPrefix}${school}`);
