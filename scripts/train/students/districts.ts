/** The districts of corpus/students: on which the models are fitted, and which are left for measuring. */
import path from 'node:path';

export const corpus = path.join(import.meta.dirname, '../../../corpus/students');
export const trained: readonly string[] = [
  'alder-falls',
  'copperline',
  'harbor-union',
  'kettle-bend',
  'magnolia-county',
  'pine-hollow',
  'granite-ferry',
  'cedar-gap',
  'prairie-lakes',
  'tri-rivers',
  'birch-harbor',
  'dry-fork',
  'saguaro-wells',
  'lantern-creek',
];
export const heldOut: readonly string[] = ['south-fork-island', 'valley-oaks'];
