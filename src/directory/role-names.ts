/** What the role names of OneRoster and of vendors mean. A name that is not here makes nobody anything. */
import type { DirectoryRole } from '../../detectors/detector.ts';

/** OneRoster 1.1 (4.13.5) and 1.2 (RoleEnum). */
const defined: Readonly<Record<DirectoryRole, string>> = {
  student: 'student',
  guardian: 'guardian parent relative',
  staff:
    'administrator aide counselor districtadministrator principal proctor siteadministrator systemadministrator teacher',
};

/** Letters only. `contact` is what vendors call the people that a student's agents name; an emergency contact is no guardian. */
const vendors: Readonly<Record<DirectoryRole, string>> = {
  student: 'students pupil pupils learner learners schoolstudent activestudent estudiante alumno alumna',
  guardian: `
    guardians parents parentguardian parentorguardian parentandguardian parentsguardians parentcontact parentlegalguardian
    legalguardian legalparent primaryparent secondaryparent primaryguardian secondaryguardian custodialparent
    custodialguardian studentparent studentguardian studentcontact contact contacts agent family familymember household
    mother father mom mum mommy dad daddy birthmother birthfather biologicalmother biologicalfather stepmother stepfather
    stepmom stepdad stepparent adoptivemother adoptivefather adoptiveparent fostermother fosterfather fosterparent
    grandmother grandfather grandma grandpa grandparent grandparents aunt uncle caregiver caregivers caretaker carer
    relatives madre padre padres mama papa tutorlegal encargado encargada abuela abuelo tia tio`,
  staff: `
    staff employee employees schoolstaff districtstaff officestaff supportstaff nonteachingstaff faculty teachers
    schoolteacher classroomteacher leadteacher primaryteacher secondaryteacher coteacher assistantteacher teacherofrecord
    teacherassistant teachingassistant teacheraide instructionalaide instructionalassistant substituteteacher substitute
    studentteacher specialeducationteacher sectionteacher instructor educator coach instructionalcoach paraprofessional
    paraeducator para aides proctors librarian mediaspecialist counselors counsellor guidancecounselor schoolcounselor
    nurse schoolnurse secretary registrar psychologist schoolpsychologist socialworker speechpathologist therapist
    specialist interventionist coordinator dean principals assistantprincipal viceprincipal superintendent admin admins
    administrators schooladmin schooladministrator districtadmin sysadmin systemadmin siteadmin itadmin techadmin
    orgadmin custodialstaff busdriver casemanager profesor profesora maestro maestra docente`,
};

const definedRoles = kindsByName(defined);
const vendorRoles = kindsByName(vendors);

function kindsByName(names: Readonly<Record<DirectoryRole, string>>): ReadonlyMap<string, DirectoryRole> {
  return new Map(
    (['student', 'guardian', 'staff'] as const).flatMap((kind) =>
      names[kind]
        .trim()
        .split(/\s+/)
        .map((name): [string, DirectoryRole] => [name, kind]),
    ),
  );
}

export interface RoleMeaning {
  /** Empty where the name is not known. */
  readonly kinds: readonly DirectoryRole[];
  readonly isDefined: boolean;
}

const meanings = new Map<string, RoleMeaning>();
const mostKept = 1000;

/** `Parent/Guardian`, `ext:mother`, `Teacher / Parent`; capitals, spaces and signs do not matter. */
export function meaningOf(role: string): RoleMeaning {
  let meaning = meanings.get(role);
  if (!meaning) {
    meaning = lookUp(role);
    if (meanings.size < mostKept) meanings.set(role, meaning);
  }
  return meaning;
}

function lookUp(role: string): RoleMeaning {
  const text = role.trim().toLowerCase().replace(/^ext:/, '');
  const kind = definedRoles.get(lettersOf(text));
  if (kind) return { kinds: [kind], isDefined: true };
  const vendor = vendorRoles.get(lettersOf(text));
  if (vendor) return { kinds: [vendor], isDefined: false };
  const parts = text.split(/[/&+,;|]| and | or /);
  const kinds = parts.flatMap((part) => kindOfPart(part));
  return { kinds: parts.length > 1 && kinds.length === parts.length ? [...new Set(kinds)] : [], isDefined: false };
}

function kindOfPart(part: string): readonly DirectoryRole[] {
  const kind = definedRoles.get(lettersOf(part)) ?? vendorRoles.get(lettersOf(part));
  return kind ? [kind] : [];
}

function lettersOf(text: string): string {
  return text.normalize('NFD').replace(/[^a-z]/g, '');
}

/** Role names of a cell: a user may have several. */
export function rolesIn(cell: string): string[] {
  const role = cell.trim().toLowerCase();
  if (role === '') return [];
  return [...new Set(role.split(/[,;|\n]/).map((name) => name.trim()))].filter((name) => name !== '');
}
