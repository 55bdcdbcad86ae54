/** A picture with this finding may show a minor: nothing copies or hands out its message, whatever the policy does (docs/operations.md). */
export const WITHHELD_CODE = 'sexual.image';
