/** What every detector must keep, as a list of faults: used for the registry and for what new:detector makes. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Detect, Detector, ExtractedMessage, Finding } from '../../detectors/detector.ts';
import {
  fixtureDirectory,
  loadFixtures,
  runFixture,
  textOfPart,
  type DetectorFixture,
} from '../harness/detector-fixtures.ts';
import { hostileTexts } from './hostile-texts.ts';

/** CPU time, far above what a detector takes: only work that grows out of hand exceeds it. */
const grossLimitMs = 15_000;

export function faultsOfFolder(folder: string, detector: Detector): string[] {
  const faults: string[] = [];
  if (detector.meta.id !== basename(folder)) faults.push(`id ${detector.meta.id} is not the folder's name`);
  if (!existsSync(join(folder, 'README.md'))) faults.push('no README.md');
  const data = ['rules.yaml', 'lexicon.txt', 'model.json'].some((file) => existsSync(join(folder, file)));
  if (!data) faults.push('neither rules.yaml nor lexicon.txt nor model.json');
  for (const code of detector.meta.codes) {
    if (!code.startsWith(`${detector.meta.id}.`)) faults.push(`code ${code} does not begin with the id`);
  }
  return faults;
}

export function faultsOfFixtures(folder: string, detector: Detector): string[] {
  const fixtures = loadFixtures(folder);
  const hits = fixtures.filter((fixture) => fixture.name.startsWith('hit.'));
  const faults: string[] = [];
  for (const code of detector.meta.codes) {
    if (!hits.some((fixture) => fixture.expected.some((entry) => entry.code === code)))
      faults.push(`no hit for ${code}`);
  }
  if (!fixtures.some((fixture) => fixture.name.startsWith('miss.'))) faults.push('no miss');
  for (const fixture of hits) if (fixture.expected.length === 0) faults.push(`${fixture.name} expects nothing`);
  return faults;
}

/** Findings against those expected, their offsets and evidence, and that a second run finds the same. */
export function faultsOfRun(detector: Detector, fixture: DetectorFixture): string[] {
  const findings = runFixture(detector, fixture);
  const faults = findings.flatMap((finding) => faultsOfFinding(detector, fixture.message, finding));
  if (JSON.stringify(runFixture(detector, fixture)) !== JSON.stringify(findings)) faults.push('two runs differ');
  const seen = findings.map((finding) => ({ ...finding, text: evidence(fixture.message, finding) }));
  for (const expected of fixture.expected) {
    const found = seen.some(
      (finding) =>
        finding.code === expected.code &&
        finding.text === expected.text &&
        (expected.part === undefined || finding.part === expected.part),
    );
    if (!found) faults.push(`not found: ${expected.code} ${JSON.stringify(expected.text)} in ${JSON.stringify(seen)}`);
  }
  const codes = new Set(fixture.expected.map((entry) => entry.code));
  for (const finding of seen) if (!codes.has(finding.code)) faults.push(`not expected: ${JSON.stringify(finding)}`);
  return faults;
}

function faultsOfFinding(detector: Detector, message: ExtractedMessage, finding: Finding): string[] {
  const faults: string[] = [];
  const text = textOfPart(message, finding.part);
  const { start, end, score } = finding;
  if (!detector.meta.codes.includes(finding.code)) faults.push(`${finding.code} is not among the codes`);
  if (text === undefined) return [...faults, `no part ${finding.part}`];
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length)) {
    faults.push(`offsets ${start} to ${end} are not inside the part`);
  } else if (text.slice(start, end).trim() === '') faults.push('empty evidence');
  if (!(score > 0 && score <= 1)) faults.push(`score ${score}`);
  if (finding.because.length === 0) faults.push('no reason');
  return [...faults, ...leaks(text.slice(start, end), finding)];
}

/** Whether the evidence, or more than two digits of it in a row, stands in what travels by mail. */
function leaks(value: string, finding: Finding): string[] {
  const faults: string[] = [];
  const because = JSON.stringify(finding.because).toLowerCase();
  const masked = finding.masked.toLowerCase();
  const whole = value.trim().toLowerCase();
  if (whole.length >= 4 && masked.includes(whole)) faults.push('masked holds the evidence');
  if (whole.length >= 4 && because.includes(whole)) faults.push('because holds the evidence');
  for (const digits of value.match(/\d{3,}/g) ?? []) {
    if (masked.includes(digits) || because.includes(digits))
      faults.push('digits of the evidence stand in masked or because');
  }
  if (finding.subject && `${masked} ${because}`.includes(finding.subject.name.toLowerCase())) {
    faults.push("the student's name stands in masked or because");
  }
  return faults;
}

/** Runs on hostile texts of 25 KB, with and without a roster: no throw, no gross time, offsets still inside the part. */
export function faultsOnHostileTexts(detector: Detector): string[] {
  const faults: string[] = [];
  for (const roster of [undefined, 'maple']) {
    const detect: Detect = detector.create(detector.options.parse({}), { directory: fixtureDirectory(roster) });
    for (const [name, text] of Object.entries(hostileTexts(25_000))) {
      const message = hostileMessage(text);
      const from = process.cpuUsage();
      const findings = detect(message);
      const ms = process.cpuUsage(from).user / 1000;
      if (ms > grossLimitMs) faults.push(`${name}: ${Math.round(ms)} ms of CPU`);
      for (const finding of findings) {
        if (finding.end > (textOfPart(message, finding.part)?.length ?? 0)) faults.push(`${name}: offset outside`);
      }
    }
  }
  return faults;
}

function hostileMessage(text: string): ExtractedMessage {
  const box = { name: 'Teacher', address: 'teacher@maple.example' };
  const body = { id: '1', kind: 'body' as const, contentType: 'text/plain', text, quoted: [], hidden: [] };
  const subject = { ...body, id: 'subject', kind: 'subject' as const, text: text.slice(0, 2000) };
  return {
    sender: box.address,
    from: box,
    to: [{ name: '', address: 'allstaff@maple.example' }],
    cc: [],
    replyTo: [],
    subject: subject.text,
    recipients: [fixtureDirectory().recipientFacts('allstaff@maple.example')],
    parts: [subject, body],
    unread: [],
  };
}

function evidence(message: ExtractedMessage, finding: Finding): string {
  return textOfPart(message, finding.part)?.slice(finding.start, finding.end) ?? '';
}
