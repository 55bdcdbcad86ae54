/** Messages of segments with one person: HL7 version 2, X12 (834) and EDIFACT. */

export interface Planted {
  readonly given: string;
  readonly family: string;
  readonly street: string;
  readonly phone: string;
}

/** As a clinic sends it; segments end with a carriage return. @param segment of a patient, a relative or a guarantor */
export function hl7(segment: 'PID' | 'NK1' | 'GT1', { given, family, street, phone }: Planted): string {
  const name = `${family}^${given}`;
  const address = `${street}^^Milwaukee^WI^53202`;
  const segments = {
    PID: `PID|1||4711^^^SCHOOL||${name}||20150402|F|||${address}||${phone}`,
    NK1: `NK1|1|${name}|MTH^Mother|${address}|${phone}`,
    GT1: `GT1|1||${name}||${address}|${phone}`,
  };
  return `MSH|^~\\&|CLINIC|MKE|SIS|DISTRICT|202603021200||ADT^A04|00001|P|2.5.1\r${segments[segment]}\rOBX|1|ST|8302-2^Height||104|cm\r`;
}

const sender = 'DISTRICT'.padEnd(15);

/** A member of a health plan. */
export function x12({ given, family, street, phone }: Planted): string {
  return [
    `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}*ZZ*${sender}*ZZ*${sender}*260302*1200*^*00501*000000001*0*P*:`,
    'GS*BE*DISTRICT*PLAN*20260302*1200*1*X*005010X220A1',
    'ST*834*0001*005010X220A1',
    'BGN*00*1*20260302*1200',
    'INS*N*19*030*XN*A',
    'REF*0F*4711',
    `NM1*IL*1*${family}*${given}****34*4711`,
    `PER*IP**HP*${phone}`,
    `N3*${street}`,
    'N4*Milwaukee*WI*53202',
    'DMG*D8*20150402*F',
    'SE*10*0001',
    'GE*1*1',
    'IEA*1*000000001',
    '',
  ].join('~\n');
}

export function edifact({ given, family, street, phone }: Planted): string {
  const escaped = (text: string): string => text.replace(/[?:+']/g, '?$&');
  return [
    "UNA:+.? 'UNB+UNOC:3+DISTRICT+PLAN+260302:1200+1",
    'UNH+1+MEDREQ:0:1:UN',
    `NAD+PAT+4711++${escaped(given)}:${escaped(family)}+${escaped(street)}+Milwaukee+WI+53202`,
    `COM+${escaped(phone)}:TE`,
    'DTM+329:20150402:102',
    'UNT+5+1',
    'UNZ+1+1',
    '',
  ].join("'\n");
}
