const steps = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
] as const;

/** Bytes as people buy disks: 1.8 GB, in every language. Below a megabyte nobody counts. */
export function size(bytes: number, locale: string): string {
  const [unit, step] = steps.find(([, least]) => bytes >= least) ?? steps[2];
  const amount = bytes / step;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount)} ${unit}`;
}

/** A day with its year, in the base's zone: what is kept for years needs it. */
export function day(moment: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Shanghai', year: 'numeric', month: 'short', day: 'numeric' }).format(
    Date.parse(moment),
  );
}

/** The same with the time of day. */
export function dayAndTime(moment: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(moment));
}
