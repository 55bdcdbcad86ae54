/** Types of values that several sections of the configuration share. */
import { z } from 'zod';

export const port = z.number().int().min(0).max(65_535);
export const positive = z.number().int().positive();
export const address = z.string().regex(/^[^\s@<>]+@[^\s@<>]+$/, 'an address such as name@school.example');
export const network = z.string().regex(/^[0-9a-f.:]+(\/\d{1,3})?$/i, 'an IP address or network such as 192.0.2.0/24');
/** In A-labels or U-labels (RFC 5890). */
export const domain = z
  .string()
  .regex(
    /^(\*?\.)?[\p{L}\p{M}\d-]+(\.[\p{L}\p{M}\d-]+)*$/iu,
    'a domain such as school.example, or .school.example for its subdomains',
  );
