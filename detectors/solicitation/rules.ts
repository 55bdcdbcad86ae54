/** The solicitation detector's rules. */
import { cueRulesSchema, type CueRules } from '../shared/conduct/cue-rules.ts';
import { readYamlFile } from '../shared/text/data-file.ts';

export const rules: CueRules = readYamlFile(new URL('./rules.yaml', import.meta.url), cueRulesSchema);
