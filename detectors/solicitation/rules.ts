/** The solicitation detector's rules. */
import { cueRulesSchema, type CueRules } from '../shared/cue-rules.ts';
import { readYamlFile } from '../shared/data-file.ts';

export const rules: CueRules = readYamlFile(new URL('./rules.yaml', import.meta.url), cueRulesSchema);
