/** The political detector's rules, with the cues that it shares with another detector. */
import { cueRulesSchema, sharedCues, type CueRules } from '../shared/conduct/cue-rules.ts';
import { readYamlFile } from '../shared/text/data-file.ts';

const own = readYamlFile(new URL('./rules.yaml', import.meta.url), cueRulesSchema);

export const rules: CueRules = { ...own, cues: [...own.cues, ...sharedCues('campaign', 'political.campaign')] };
