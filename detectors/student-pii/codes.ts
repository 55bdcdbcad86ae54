/** What the detector reports. */
export const codes = [
  'student-pii.home-address',
  'student-pii.phone',
  'student-pii.family-name',
  'student-pii.location',
] as const;
