/** From a message to the cases of a joint model: what a detector's rules and its models find of it. */
import type { Detect, DirectoryLookup, ExtractedMessage } from '../../detector.ts';
import { jointCases, type JointCase, type JointMessage, type JointShape, type ModelPair } from './joint.ts';
import { zoneInMessage, type PartView } from './part-view.ts';
import { studentReader } from './read-students.ts';

export interface JointSources {
  readonly rules: Detect;
  readonly pairsOf: (message: ExtractedMessage) => readonly ModelPair[];
  readonly shape: JointShape;
}

/** Rules that find something with less than this score are not asked. */
export const leastOfRules = 0.5;

export function caseFinder(
  directory: DirectoryLookup,
  { rules, pairsOf, shape }: JointSources,
): (message: ExtractedMessage) => JointCase[] {
  const read = studentReader(directory);
  return (message) =>
    jointCases(
      rules(message),
      pairsOf(message),
      shape,
      jointMessage(read(message).context.weighed.views, directory.hasRoster),
    );
}

export function jointMessage(views: readonly PartView[], hasRoster: boolean): JointMessage {
  return { zoneOf: zoneInMessage(views), hasRoster, schoolTalk: views[0]?.schoolTalk ?? 0 };
}
