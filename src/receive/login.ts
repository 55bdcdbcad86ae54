/** SMTP logins: user and password against the hashes of the configuration. */
import { noPassword, passwordMatches } from '../passwords/password-hash.ts';

/** An unknown user costs as much time as a wrong password. */
export async function checkLogin(
  logins: readonly { user: string; passwordHash: string }[],
  user: string,
  password: string,
): Promise<boolean> {
  const login = logins.find((candidate) => candidate.user === user);
  return (await passwordMatches(password, login?.passwordHash ?? noPassword)) && login !== undefined;
}
