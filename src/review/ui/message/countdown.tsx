/** Shows its children until a time, with the number of seconds that are left. */
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';

export interface CountdownProps {
  /** ISO 8601. */
  readonly until: string;
  readonly onEnd?: () => void;
  readonly children: (seconds: number) => ReactNode;
}

export function Countdown({ until, onEnd, children }: CountdownProps): ReactElement | null {
  const left = (): number => Math.ceil((Date.parse(until) - Date.now()) / 1000);
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => {
      setSeconds(left());
      if (left() > 0) return;
      clearInterval(timer);
      onEnd?.();
    }, 250);
    return () => clearInterval(timer);
    // `onEnd` is not a dependency, because it is a new function with each rendering.
  }, [until]);
  return seconds > 0 ? <>{children(seconds)}</> : null;
}
