/** Common short forms of given names in United States schools, so that a roster's Elizabeth is found as Liz. */

const groups: readonly string[] = [
  'alexander alexandra alejandro alejandra alex sasha',
  'anthony antonio tony',
  'benjamin ben benny',
  'catherine katherine kathryn katarzyna kate katie kathy cathy kasia',
  'charles carlos charlie chuck',
  'christopher christian christina christine chris tina',
  'daniel danielle daniela dan danny dani',
  'david dave davey',
  'dominic dominick nick',
  'edward eduardo ed eddie ted',
  'elizabeth liz lizzie libby beth betsy eliza ellie',
  'emily emilia emma em',
  'francisco francisca frank paco pancho',
  'gabriel gabriela gabby gabe',
  'guadalupe lupe lupita',
  'gregory greg',
  'isabella isabel isabelle bella izzy',
  'jacob jake',
  'james jim jimmy jamie',
  'jennifer jen jenny',
  'jessica jess jessie',
  'jonathan jon johnny',
  'john johnny jack',
  'jose pepe',
  'joseph joe joey',
  'joshua josh',
  'jesus chuy',
  'kimberly kim',
  'leonard leonardo leo',
  'lucas lukas luke',
  'madeline madeleine maddie',
  'magdalena maggie lena',
  'margaret maggie meg peggy',
  'maria mary',
  'matthew mateo matt',
  'michael miguel mike mikey',
  'nathan nathaniel nate',
  'nicholas nikolai nicolas nick nico',
  'olivia liv livvy',
  'patrick patricia pat patty',
  'penelope penny',
  'peter pete',
  'philip phillip phil',
  'rebecca becky becca',
  'richard ricardo rick ricky rich',
  'robert roberto rob robbie bob bobby',
  'ronald ron ronnie',
  'samuel samantha sam sammy',
  'stephen steven steve',
  'susan sue susie',
  'theodore theo ted teddy',
  'thomas tom tommy',
  'timothy tim timmy',
  'victoria vicky tori',
  'vincent vincente vince vinny',
  'william will bill billy liam',
  'zachary zakariya zach zak zack',
  'zoe zofia sofia sophia sofie sophie zosia',
];

const forms = new Map<string, Set<string>>();
for (const group of groups) {
  const names = group.split(' ');
  for (const name of names) {
    const known = forms.get(name) ?? new Set();
    for (const other of names) if (other !== name) known.add(other);
    forms.set(name, known);
  }
}

/** Other forms of a given name; both are folded. */
export function otherForms(given: string): ReadonlySet<string> {
  return forms.get(given) ?? none;
}

const none: ReadonlySet<string> = new Set();
